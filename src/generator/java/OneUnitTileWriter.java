/** Dot products of one unit over weights as they lie. */
final class OneUnitTileWriter extends TileWriter {
    private static final int CHAINS = 16;

    OneUnitTileWriter() {
        super(false);
    }

    @Override
    String write() {
        head("""
                /**
                 * Layers of one unit over the caller's weights, which are a stream as they lie, on vectors of 16 lanes, which
                 * are the chains. {@code r4} and {@code r8} leave the chains of so many rows in {@code sums} from {@code so}
                 * on, without the inputs left over after the last whole vector. {@code row} is one row to its end, in
                 * registers: chains and left-over inputs are taken out lane by lane.
                 */
                final class OneUnitTiles {
                    private static final int CHAINS = WeightLayout.CHAINS;
                """);
        line(1, "private OneUnitTiles() {}");
        row();
        tile(4);
        tile(8);
        return end();
    }

    private void row() {
        line(0, "");
        line(1, "static float row(int inputs, float[] x, int xo, float[] w, int wo, float bias) {");
        wholeVectors(1);
        line(2, "int left = inputs - j;");
        for (int k = 0; k < CHAINS; k++) {
            line(2, "float c" + k + " = s0.lane(" + k + ");");
        }
        for (int k = 0; k < CHAINS - 1; k++) {
            line(2, "if (left > " + k + ") {");
            line(3, "c" + k + " = Fma.fma(x[xo + j" + plus(k) + "], w[wo + j" + plus(k) + "], c" + k + ");");
            line(2, "}");
        }
        for (int h = CHAINS / 2; h >= 1; h /= 2) {
            for (int k = 0; k < h; k++) {
                line(2, "c" + k + " += c" + (k + h) + ";");
            }
        }
        line(2, "return c0;");
        line(1, "}");
    }

    private void tile(int rows) {
        line(0, "");
        line(1, "static void r" + rows + "(int inputs, float[] x, int xo, float[] w, int wo, float bias, float[] sums,");
        line(3, "int so) {");
        wholeVectors(rows);
        for (int r = 0; r < rows; r++) {
            line(2, "s" + r + ".intoArray(sums, so + " + r + " * CHAINS);");
        }
        line(1, "}");
    }

    private void wholeVectors(int rows) {
        for (int r = 1; r < rows; r++) {
            line(2, "int x" + r + " = xo + " + times(r, "inputs") + ";");
        }
        for (int r = 0; r < rows; r++) {
            line(2, "FloatVector s" + r + " = FloatVector.zero(SPECIES).withLane(0, bias);");
        }
        line(2, "int j = 0;");
        line(2, "for (; j <= inputs - CHAINS; j += CHAINS) {");
        line(3, "FloatVector v = FloatVector.fromArray(SPECIES, w, wo + j);");
        for (int r = 0; r < rows; r++) {
            String x = r == 0 ? "xo" : "x" + r;
            line(3, "s" + r + " = FloatVector.fromArray(SPECIES, x, " + x + " + j).fma(v, s" + r + ");");
        }
        line(2, "}");
    }
}
