import java.util.ArrayList;
import java.util.List;

/** Layers of half a vector of units up to 15 over the caller's weights, a vector of them at a time. */
final class NarrowUnpackedTileWriter extends TileWriter {
    private static final int MOST_ROWS = 6;

    NarrowUnpackedTileWriter() {
        super(false);
    }

    private static List<TileShape> shapes() {
        List<TileShape> shapes = new ArrayList<>();
        for (int chains = 1; chains <= 4; chains *= 2) {
            for (int rows = 1; rows <= MOST_ROWS; rows++) {
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
                 * One vector of units of layers of few of them, over the caller's weights. Tile {@code rRcC} computes R rows in
                 * C chains. Where a layer has fewer units than lanes, a vector of weights holds those of one input and some of
                 * the next, which nobody looks at, and a vector stored for a row writes some of the next row, which is stored
                 * after it; that of the tile's last row goes where it is told. The tile takes {@code blocks} blocks of C inputs
                 * from {@code x} and {@code w}, then one from {@code lastX} and from {@code scratch}, where its sums start
                 * from, too.
                 */
                final class NarrowUnpackedTiles {
                    /** In scratch: the weights of the last block, of all units. */
                    static final int WEIGHTS = 0;

                    /**
                     * In scratch: the vector which the first chain starts from, the biases and then zeros. Behind the weights,
                     * which are up to 16 inputs of 12 units, or four of 15, and what their last vector holds besides.
                     */
                    static final int START = 256;
                """);
        line(1, "/** Rows of a tile at most. */");
        line(1, "static final int MOST_ROWS = " + MOST_ROWS + ";");
        line(0, "");
        line(1, "private NarrowUnpackedTiles() {}");
        line(0, "");
        line(1, "static void tile(");
        line(3, "int rows, int chains, int blocks, int units, float[] x, int xo, int xStride, float[] w, int wo, int unit,");
        line(3, "float[] lastX, int lo, int lStride, float[] scratch, ActivationOp op, float[] out, int oo, float[] lastRow,");
        line(3, "int lastRowOffset) {");
        line(2, "switch (rows << 8 | chains) {");
        for (TileShape s : shapes()) {
            line(3, "case " + s.rows() + " << 8 | " + s.chains() + " -> r" + s.rows() + "c" + s.chains()
                    + "(blocks, units, x, xo, xStride, w, wo, unit, lastX, lo, lStride, scratch, op, out, oo, lastRow,"
                    + " lastRowOffset);");
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + chains);");
        line(2, "}");
        line(1, "}");
        for (TileShape s : shapes()) {
            tile(s);
        }
        return end();
    }

    private void tile(TileShape s) {
        int most = s.rows() - 1;
        line(0, "");
        line(1, "private static void r" + s.rows() + "c" + s.chains() + "(");
        line(3, "int blocks, int units, float[] x, int xo, int xStride, float[] w, int wo, int unit, float[] lastX, int lo,");
        line(3, "int lStride, float[] scratch, ActivationOp op, float[] out, int oo, float[] lastRow, int lastRowOffset) {");
        line(2, "FloatVector start = FloatVector.fromArray(SPECIES, scratch, START);");
        for (int r = 0; r < s.rows(); r++) {
            line(2, "FloatVector " + s.sum(r, 0, 0) + " = start;");
            for (int c = 1; c < s.chains(); c++) {
                line(2, "FloatVector " + s.sum(r, 0, c) + " = FloatVector.zero(SPECIES);");
            }
        }
        line(2, "float[] xs = x;");
        rowStarts(2, s.rows(), "int ", "xo", "xStride");
        line(2, "float[] ws = w;");
        line(2, "int v = wo;");
        line(2, "int end = blocks * " + s.chains() + ";");
        line(2, "for (int part = 0; part < 2; part++) {");
        line(3, "for (int j = 0; j < end; j += " + s.chains() + ") {");
        for (int c = 0; c < s.chains(); c++) {
            line(4, "FloatVector w" + c + " = FloatVector.fromArray(SPECIES, ws, v);");
            line(4, "v += units;");
            for (int r = 0; r < s.rows(); r++) {
                String sum = s.sum(r, 0, c);
                line(4, sum + " = w" + c + ".fma(FloatVector.broadcast(SPECIES, xs[x" + r + " + j" + plus(c) + "]), " + sum
                        + ");");
            }
        }
        line(3, "}");
        line(3, "xs = lastX;");
        rowStarts(3, s.rows(), "", "lo", "lStride");
        line(3, "ws = scratch;");
        line(3, "v = WEIGHTS + unit;");
        line(3, "end = " + s.chains() + ";");
        line(2, "}");
        addByHalves(2, s);
        activate(2, s);
        for (int r = 0; r < most; r++) {
            line(2, s.sum(r, 0, 0) + ".intoArray(out, oo" + (r == 0 ? "" : " + " + times(r, "units")) + ");");
        }
        line(2, s.sum(most, 0, 0) + ".intoArray(lastRow, lastRowOffset);");
        line(1, "}");
    }
}
