/** For a few rows: passes over all units with a few inputs at a time, so that weights are read in the order they lie in. */
final class StreamTileWriter extends TileWriter {
    /**
     * Rows by inputs: as many broadcast inputs as 32 registers hold beside the sums, and as 16 do; and one input, for the rest.
     */
    private static final int[][] SHAPES = {{1, 8}, {2, 8}, {3, 8}, {2, 4}, {3, 2}, {1, 1}, {2, 1}, {3, 1}};

    StreamTileWriter() {
        super(false);
    }

    @Override
    String write() {
        head("""
                /**
                 * Passes over rows of weights as the caller has them. {@code rRjJ} adds J inputs to the sums of R rows, of all
                 * whole vectors of units: in one chain, starting from the rows of {@code start}, and into {@code out}, which
                 * may be the same. {@code lastRjJ} adds them to one vector of units, whose sums are in scratch.
                 */
                final class StreamTiles {
                """);
        line(1, "private StreamTiles() {}");
        line(0, "");
        line(1, "/** The pass of this shape. */");
        line(1, "static void pass(");
        line(3, "int rows, int inputs, int units, float[] x, int xo, int xStride, float[] w, int wo, float[] start, int so,");
        line(3, "int startStride, float[] out, int oo) {");
        line(2, "switch (rows << 8 | inputs) {");
        for (int[] s : SHAPES) {
            line(3, "case " + s[0] + " << 8 | " + s[1] + " -> r" + s[0] + "j" + s[1]
                    + "(units, x, xo, xStride, w, wo, start, so, startStride, out, oo);");
        }
        line(3, "default -> throw new AssertionError(\"no pass of \" + rows + \"×\" + inputs);");
        line(2, "}");
        line(1, "}");
        line(0, "");
        line(1, "/** The same for one vector of units at {@code wo}, rows of weights being {@code units} apart. */");
        line(1, "static void last(");
        line(3, "int rows, int inputs, int units, float[] x, int xo, int xStride, float[] w, int wo, float[] sums) {");
        line(2, "switch (rows << 8 | inputs) {");
        for (int[] s : SHAPES) {
            line(3, "case " + s[0] + " << 8 | " + s[1] + " -> lastR" + s[0] + "j" + s[1]
                    + "(units, x, xo, xStride, w, wo, sums);");
        }
        line(3, "default -> throw new AssertionError(\"no pass of \" + rows + \"×\" + inputs);");
        line(2, "}");
        line(1, "}");
        for (int[] s : SHAPES) {
            stream(s[0], s[1]);
            last(s[0], s[1]);
        }
        return end();
    }

    private void last(int rows, int inputs) {
        line(0, "");
        line(1, "private static void lastR" + rows + "j" + inputs + "(");
        line(3, "int units, float[] x, int xo, int xStride, float[] w, int wo, float[] sums) {");
        for (int r = 0; r < rows; r++) {
            line(2, "FloatVector s" + r + " = FloatVector.fromArray(SPECIES, sums, " + r + " * LANES);");
        }
        for (int u = 0; u < inputs; u++) {
            line(2, "FloatVector v" + u + " = FloatVector.fromArray(SPECIES, w, wo" + (u == 0 ? "" : " + " + times(u, "units"))
                    + ");");
            for (int r = 0; r < rows; r++) {
                line(2, "s" + r + " = v" + u + ".fma(FloatVector.broadcast(SPECIES, x[xo"
                        + (r == 0 ? "" : " + " + times(r, "xStride")) + plus(u) + "]), s" + r + ");");
            }
        }
        for (int r = 0; r < rows; r++) {
            line(2, "s" + r + ".intoArray(sums, " + r + " * LANES);");
        }
        line(1, "}");
    }

    private void stream(int rows, int inputs) {
        line(0, "");
        line(1, "private static void r" + rows + "j" + inputs + "(");
        line(3, "int units, float[] x, int xo, int xStride, float[] w, int wo, float[] start, int so, int startStride,");
        line(3, "float[] out, int oo) {");
        for (int u = 1; u < inputs; u++) {
            line(2, "int w" + u + " = wo + " + times(u, "units") + ";");
        }
        for (int r = 0; r < rows; r++) {
            for (int u = 0; u < inputs; u++) {
                line(2, "FloatVector x" + r + "_" + u + " = FloatVector.broadcast(SPECIES, x[xo"
                        + (r == 0 ? "" : " + " + times(r, "xStride")) + plus(u) + "]);");
            }
        }
        line(2, "for (int m = 0; m <= units - LANES; m += LANES) {");
        for (int r = 0; r < rows; r++) {
            line(3, "FloatVector s" + r + " = FloatVector.fromArray(SPECIES, start, so"
                    + (r == 0 ? "" : " + " + times(r, "startStride")) + " + m);");
        }
        for (int u = 0; u < inputs; u++) {
            line(3, "FloatVector v" + u + " = FloatVector.fromArray(SPECIES, w, " + (u == 0 ? "wo" : "w" + u) + " + m);");
            for (int r = 0; r < rows; r++) {
                line(3, "s" + r + " = x" + r + "_" + u + ".fma(v" + u + ", s" + r + ");");
            }
        }
        for (int r = 0; r < rows; r++) {
            line(3, "s" + r + ".intoArray(out, oo" + (r == 0 ? "" : " + " + times(r, "units")) + " + m);");
        }
        line(2, "}");
        line(1, "}");
    }
}
