/** Dot products of one unit, finished in registers: for weights that were not packed there is no scratch. */
final class OneUnitTileWriter extends TileWriter {
    OneUnitTileWriter() {
        super(false);
    }

    @Override
    String write() {
        head("""
                /**
                 * Layers of one unit over the caller's weights, which are then one vector: tile {@code rR} computes R rows, the 16 chains
                 * of each across the lanes of a 16-lane vector. Chains and left-over inputs are taken out lane by lane.
                 */
                final class OneUnitTiles {
                    private static final int CHAINS = WeightLayout.CHAINS;
                """);
        line(1, "private OneUnitTiles() {}");
        for (int rows : new int[] {1, 4}) {
            line(0, "");
            line(1, "static void r" + rows + "(int inputs, float[] x, int xo, float[] w, int wo, float bias, float[] out, int oo) {");
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
                line(3, "s" + r + " = FloatVector.fromArray(SPECIES, x, " + (r == 0 ? "xo" : "x" + r) + " + j).fma(v, s" + r
                        + ");");
            }
            line(2, "}");
            line(2, "int left = inputs - j;");
            for (int r = 0; r < rows; r++) {
                for (int k = 0; k < 16; k++) {
                    line(2, "float c" + r + "_" + k + " = s" + r + ".lane(" + k + ");");
                }
                for (int k = 0; k < 15; k++) {
                    String c = "c" + r + "_" + k;
                    line(2, "if (left > " + k + ") {");
                    line(3, c + " = Fma.fma(x[" + (r == 0 ? "xo" : "x" + r) + " + j" + plus(k) + "], w[wo + j" + plus(k) + "], "
                            + c + ");");
                    line(2, "}");
                }
                for (int h = 8; h >= 1; h /= 2) {
                    for (int k = 0; k < h; k++) {
                        line(2, "c" + r + "_" + k + " += c" + r + "_" + (k + h) + ";");
                    }
                }
                line(2, "out[oo" + plus(r) + "] = c" + r + "_0;");
            }
            line(1, "}");
        }
        return end();
    }
}
