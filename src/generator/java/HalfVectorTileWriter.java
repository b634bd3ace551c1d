import java.util.ArrayList;
import java.util.List;

/** Layers of half a vector of units or more, but not a whole one, over the caller's weights. */
final class HalfVectorTileWriter extends TileWriter {
    HalfVectorTileWriter() {
        super(false);
    }

    private static List<TileShape> shapes() {
        List<TileShape> shapes = new ArrayList<>();
        for (int chains = 1; chains <= 4; chains *= 2) {
            for (int rows = 1; rows <= 6; rows++) {
                shapes.add(new TileShape(rows, 1, 0, chains));
            }
        }
        shapes.add(new TileShape(1, 1, 0, 16));
        return shapes;
    }

    @Override
    String write() {
        head("""
                /**
                 * Layers of at least half a vector of units, but not a whole one, over the caller's weights. Tile {@code rRcC} computes R
                 * rows in C chains. A vector of weights holds the units of one input and some of the next, which nobody looks at; the
                 * last input's is put together lane by lane. A vector stored for a row writes some of the next row, which is stored after
                 * it; the last row of all is written lane by lane. So nothing is read or written outside the ranges of the layer, which is
                 * of one input or more.
                 */
                final class HalfVectorTiles {
                """);
        line(1, "private HalfVectorTiles() {}");
        line(0, "");
        line(1, "/** The tile of this shape; {@code isLast} where no row follows. */");
        line(1, "static void tile(");
        line(3, "int rows, int chains, int inputs, int units, float[] x, int xo, float[] w, int wo, float[] bias, int bo,");
        line(3, "ActivationOp op, float[] out, int oo, boolean isLast) {");
        line(2, "switch (rows << 8 | chains) {");
        for (TileShape s : shapes()) {
            line(3, "case " + s.rows() + " << 8 | " + s.chains() + " -> r" + s.rows() + "c" + s.chains()
                    + "(inputs, units, x, xo, w, wo, bias, bo, op, out, oo, isLast);");
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + chains);");
        line(2, "}");
        line(1, "}");
        for (TileShape s : shapes()) {
            halfVector(s);
        }
        return end();
    }

    private void halfVector(TileShape s) {
        int most = s.rows() - 1;
        line(0, "");
        line(1, "private static void r" + s.rows() + "c" + s.chains() + "(");
        line(3, "int inputs, int units, float[] x, int xo, float[] w, int wo, float[] bias, int bo, ActivationOp op, float[] out,");
        line(3, "int oo, boolean isLast) {");
        for (int r = 1; r < s.rows(); r++) {
            line(2, "int x" + r + " = xo + " + times(r, "inputs") + ";");
        }
        vector("b", "bias != null && ", "bias[bo");
        for (int r = 0; r < s.rows(); r++) {
            line(2, "FloatVector " + s.sum(r, 0, 0) + " = b;");
            for (int c = 1; c < s.chains(); c++) {
                line(2, "FloatVector " + s.sum(r, 0, c) + " = FloatVector.zero(SPECIES);");
            }
        }
        line(2, "int most = inputs - 1;");
        line(2, "int j = 0;");
        line(2, "int wj = wo;");
        line(2, "for (; j <= most - " + s.chains() + "; j += " + s.chains() + ") {");
        for (int u = 0; u < s.chains(); u++) {
            halfVectorInput(s, u, "FloatVector.fromArray(SPECIES, w, wj)");
            line(3, "wj += units;");
        }
        line(2, "}");
        for (int u = 0; u < s.chains() - 1; u++) {
            line(2, "if (j + " + u + " < most) {");
            halfVectorInput(s, u, "FloatVector.fromArray(SPECIES, w, wj)");
            line(3, "wj += units;");
            line(2, "}");
        }
        vector("end", "", "w[wj");
        for (int u = 0; u < s.chains(); u++) {
            line(2, "if (j" + plus(u) + " == most) {");
            halfVectorInput(s, u, "end");
            line(2, "}");
        }
        addByHalves(2, s);
        activate(2, s);
        for (int r = 0; r < most; r++) {
            line(2, s.sum(r, 0, 0) + ".intoArray(out, oo" + (r == 0 ? "" : " + " + times(r, "units")) + ");");
        }
        String last = s.sum(most, 0, 0);
        String row = most == 0 ? "oo" : "oo + " + times(most, "units");
        line(2, "if (!isLast) {");
        line(3, last + ".intoArray(out, " + row + ");");
        line(3, "return;");
        line(2, "}");
        for (int k = 0; k < 15; k++) {
            line(2, "if (LANES > " + (k + 1) + " && units > " + k + ") {");
            line(3, "out[" + row + plus(k) + "] = " + last + ".lane(" + k + ");");
            line(2, "}");
        }
        line(1, "}");
    }

    /**
     * The units' floats of an array and then zeros. Chosen one by one before they become lanes: vectors that met behind an
     * "if" for each lane were boxed now and then, 16 of them per tile.
     */
    private void vector(String name, String condition, String element) {
        line(2, "FloatVector " + name + " = FloatVector.zero(SPECIES);");
        for (int k = 0; k < 15; k++) {
            line(2, "if (LANES > " + (k + 1) + ") {");
            line(3, name + " = " + name + ".withLane(" + k + ", " + condition + "units > " + k + " ? " + element + plus(k)
                    + "] : 0f);");
            line(2, "}");
        }
    }

    private void halfVectorInput(TileShape s, int u, String weights) {
        line(3, "FloatVector w" + u + " = " + weights + ";");
        for (int r = 0; r < s.rows(); r++) {
            String sum = s.sum(r, 0, u);
            line(3, sum + " = w" + u + ".fma(FloatVector.broadcast(SPECIES, x[" + (r == 0 ? "xo" : "x" + r) + " + j" + plus(u)
                    + "]), " + sum + ");");
        }
    }
}
