/**
 * Dot products: some rows by some units, so that a vector of x and of weights is used often. Which tile goes when is the choice
 * of DotLayer.
 */
final class DotTileWriter extends TileWriter {
    private static final int MOST_SUMS = 16;

    private static final int MOST_ROWS = 4;

    private static final int MOST_UNITS = 8;

    /** All that a layer of 16 chains can have. */
    private static final int MOST_UNITS_OF_ONE_ROW = 12;

    DotTileWriter() {
        super(true);
    }

    @Override
    String write() {
        head("""
                /**
                 * Dot products with lanes over inputs. Tile {@code rRuU} computes one vector of chains of R rows by U units:
                 * each starts from the first vector of its unit in {@code w} and takes every {@code CHAINS}-th vector of inputs
                 * after it; the chains go to {@code out}, row after row and unit after unit, CHAINS floats each.
                 */
                final class DotTiles {
                    private static final int CHAINS = WeightLayout.CHAINS;
                """);
        line(1, "private DotTiles() {}");
        line(0, "");
        line(1, "/** The tile of this shape; offsets and strides of {@code w} in bytes. */");
        line(1, "static void tile(");
        line(3, "int rows, int units, int blocks, float[] x, int xo, int xStride, float[] lastX, int lo, int lStride,");
        line(3, "MemorySegment w, long wo, long wStride, float[] out, int oo) {");
        line(2, "switch (rows << 8 | units) {");
        for (int r = 1; r <= MOST_ROWS; r++) {
            for (int u = 1; u <= mostUnits(r); u++) {
                line(3, "case " + r + " << 8 | " + u + " -> r" + r + "u" + u
                        + "(blocks, x, xo, xStride, lastX, lo, lStride, w, wo, wStride, out, oo);");
            }
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + units);");
        line(2, "}");
        line(1, "}");
        for (int r = 1; r <= MOST_ROWS; r++) {
            for (int u = 1; u <= mostUnits(r); u++) {
                dot(r, u);
            }
        }
        return end();
    }

    private static int mostUnits(int rows) {
        return rows == 1 ? MOST_UNITS_OF_ONE_ROW : Math.min(MOST_SUMS / rows, MOST_UNITS);
    }

    private void dot(int rows, int units) {
        line(0, "");
        line(1, "private static void r" + rows + "u" + units + "(");
        line(3, "int blocks, float[] x, int xo, int xStride, float[] lastX, int lo, int lStride, MemorySegment w, long wo,");
        line(3, "long wStride, float[] out, int oo) {");
        requireNativeMemory();
        for (int r = 1; r < rows; r++) {
            line(2, "int x" + r + " = xo + " + times(r, "xStride") + ";");
            line(2, "int l" + r + " = lo + " + times(r, "lStride") + ";");
        }
        for (int u = 0; u < units; u++) {
            line(2, "long w" + u + " = wo" + (u == 0 ? "" : " + " + times(u, "wStride")) + ";");
            for (int r = 0; r < rows; r++) {
                line(2, "FloatVector s" + r + "_" + u + " = "
                        + (r == 0 ? segment("w", "w" + u) : "s0_" + u) + ";");
            }
        }
        line(2, "int inputs = blocks * CHAINS;");
        line(2, "for (int j = 0; j < inputs; j += CHAINS) {");
        turn(3, rows, units, "x", "x", "j");
        line(2, "}");
        line(2, "{");
        turn(3, rows, units, "lastX", "l", "inputs");
        line(2, "}");
        for (int r = 0; r < rows; r++) {
            for (int u = 0; u < units; u++) {
                line(2, "s" + r + "_" + u + ".intoArray(out, oo + " + (r * units + u) + " * CHAINS);");
            }
        }
        line(1, "}");
    }

    /** One vector of weights of each unit, from input {@code j} on, and one of inputs of each row. */
    private void turn(int depth, int rows, int units, String array, String offset, String j) {
        for (int u = 0; u < units; u++) {
            line(depth, "FloatVector v" + u + " = " + segment("w", "w" + u + " + 4L * CHAINS + " + j + " * 4L") + ";");
        }
        for (int r = 0; r < rows; r++) {
            String at = (r == 0 ? offset + "o" : offset + r) + (offset.equals("x") ? " + " + j : "");
            line(depth, "FloatVector x_" + r + " = FloatVector.fromArray(SPECIES, " + array + ", " + at + ");");
            for (int u = 0; u < units; u++) {
                line(depth, "s" + r + "_" + u + " = x_" + r + ".fma(v" + u + ", s" + r + "_" + u + ");");
            }
        }
    }
}
