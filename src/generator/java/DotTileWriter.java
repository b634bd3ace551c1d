import java.util.ArrayList;
import java.util.List;

/**
 * Dot products: some rows by some units, so that a vector of x and of weights is used often. Which tile goes when is the choice
 * of DotLayer.
 */
final class DotTileWriter extends TileWriter {
    private static final int CHAINS = 16;

    private static final int MOST_ROWS = 4;

    private static final int MOST_UNITS = 8;

    /** Units of two panels that one row reads at once: neighbours, which differ by one at most. */
    private static final int[][] PAIRS = {{3, 2}, {3, 3}, {4, 3}, {4, 4}, {5, 4}, {5, 5}};

    DotTileWriter() {
        super(true);
    }

    /** With 32 registers so many that all sums of one row of x and of weights fit in. */
    private static int mostRows(int units) {
        return units > 5 ? 2 : units > 4 ? 3 : MOST_ROWS;
    }

    private static List<TileShape> shapes() {
        List<TileShape> shapes = new ArrayList<>();
        for (int units = 1; units <= MOST_UNITS; units++) {
            for (int rows = 1; rows <= mostRows(units); rows++) {
                shapes.add(new TileShape(rows, units, 0, 1));
            }
        }
        return shapes;
    }

    private static List<TileShape> pairs() {
        List<TileShape> shapes = new ArrayList<>();
        for (int[] pair : PAIRS) {
            shapes.add(new TileShape(1, pair[0], pair[1], 1));
        }
        return shapes;
    }

    @Override
    String write() {
        head("""
                /**
                 * Dot products with lanes over inputs, over weights packed as {@code WeightLayout.Kind.BY_UNIT}. Tile {@code
                 * rRuU} computes R rows by the U units of a panel: {@code blocks} of CHAINS inputs from {@code x}, then one from
                 * {@code lastX}. {@code uUandU} is one row by two panels.
                 *
                 * <p>Where a vector holds all chains of a sum, they are added by halves, as {@code LaneChains} has it, and one
                 * vector of totals goes to {@code out}, row after row and unit after unit; the lanes behind them are nobody's.
                 * Else a tile has one vector of the chains, and stores it to {@code sums}, CHAINS floats apart.
                 */
                final class DotTiles {
                    private static final int CHAINS = WeightLayout.CHAINS;
                """);
        line(1, "private DotTiles() {}");
        line(0, "");
        line(1, "/** The tile of this shape; {@code wo} is in bytes. */");
        line(1, "static void tile(");
        line(3, "int rows, int units, int blocks, float[] x, int xo, int xStride, float[] lastX, int lo, int lStride,");
        line(3, "MemorySegment w, long wo, float[] sums, int so, float[] out, int oo) {");
        line(2, "switch (rows << 8 | units) {");
        for (TileShape s : shapes()) {
            line(3, "case " + s.rows() + " << 8 | " + s.panel() + " -> " + name(s)
                    + "(blocks, x, xo, xStride, lastX, lo, lStride, w, wo, sums, so, out, oo);");
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + units);");
        line(2, "}");
        line(1, "}");
        line(0, "");
        line(1, "/** One row by two panels; {@code wo} and {@code w2} are in bytes. */");
        line(1, "static void pair(");
        line(3, "int units, int second, int blocks, float[] x, int xo, float[] lastX, int lo, MemorySegment w, long wo,");
        line(3, "long w2, float[] sums, int so, float[] out, int oo) {");
        line(2, "switch (units << 8 | second) {");
        for (TileShape s : pairs()) {
            line(3, "case " + s.panel() + " << 8 | " + s.second() + " -> " + name(s)
                    + "(blocks, x, xo, lastX, lo, w, wo, w2, sums, so, out, oo);");
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + units + \" and \" + second);");
        line(2, "}");
        line(1, "}");
        shapes().forEach(this::tile);
        pairs().forEach(this::tile);
        pack();
        return end();
    }

    private static String name(TileShape s) {
        return s.second() > 0 ? "u" + s.panel() + "and" + s.second() : "r" + s.rows() + "u" + s.panel();
    }

    private void tile(TileShape s) {
        boolean isPair = s.second() > 0;
        line(0, "");
        line(1, "private static void " + name(s) + "(");
        if (isPair) {
            line(3, "int blocks, float[] x, int xo, float[] lastX, int lo, MemorySegment w, long wo, long w2, float[] sums,");
            line(3, "int so, float[] out, int oo) {");
        } else {
            line(3, "int blocks, float[] x, int xo, int xStride, float[] lastX, int lo, int lStride, MemorySegment w, long wo,");
            line(3, "float[] sums, int so, float[] out, int oo) {");
        }
        requireNativeMemory();
        for (int r = 1; r < s.rows(); r++) {
            line(2, "int x" + r + " = xo + " + times(r, "xStride") + ";");
            line(2, "int l" + r + " = lo + " + times(r, "lStride") + ";");
        }
        slices(2, "start", "", s);
        for (int u = 0; u < s.vectors(); u++) {
            for (int r = 0; r < s.rows(); r++) {
                line(2, "FloatVector " + sum(r, u) + " = " + (r == 0 ? weights("start", s, u) : sum(0, u)) + ";");
            }
        }
        line(2, "for (int block = 0; block < blocks; block++) {");
        slices(3, "block", "(block + 1L)", s);
        turn(3, s, "block", "x", " + CHAINS * block");
        line(2, "}");
        slices(2, "last", "(blocks + 1L)", s);
        line(2, "{");
        turn(3, s, "last", "l", "");
        line(2, "}");
        line(2, "if (LANES == CHAINS) {");
        total(s);
        line(2, "} else {");
        for (int r = 0; r < s.rows(); r++) {
            for (int u = 0; u < s.vectors(); u++) {
                line(3, sum(r, u) + ".intoArray(sums, so + " + (r * s.vectors() + u) + " * CHAINS);");
            }
        }
        line(2, "}");
        line(1, "}");
    }

    private static String sum(int row, int unit) {
        return "s" + row + "_" + unit;
    }

    /** The weights of a block of each panel, from the first lane of this tile to the last. */
    private void slices(int depth, String name, String block, TileShape s) {
        slice(depth, name + "1", "wo", block, s.panel());
        if (s.second() > 0) {
            slice(depth, name + "2", "w2", block, s.second());
        }
    }

    private void slice(int depth, String name, String start, String block, int units) {
        String at = block.isEmpty() ? start : start + " + " + block + " * " + units * CHAINS * Float.BYTES;
        line(depth, "MemorySegment " + name + " = w.asSlice(" + at + ", BYTES" + plus((units - 1) * CHAINS * Float.BYTES) + ");");
    }

    private static String weights(String block, TileShape s, int unit) {
        boolean isSecond = unit >= s.panel();
        int at = isSecond ? unit - s.panel() : unit;
        return segment(block + (isSecond ? 2 : 1), at * CHAINS * Float.BYTES + "L");
    }

    /** One vector of weights of each unit, and one of inputs of each row. */
    private void turn(int depth, TileShape s, String block, String row, String at) {
        for (int u = 0; u < s.vectors(); u++) {
            line(depth, "FloatVector w_" + u + " = " + weights(block, s, u) + ";");
        }
        for (int r = 0; r < s.rows(); r++) {
            String array = row.equals("x") ? "x" : "lastX";
            line(depth, "FloatVector x_" + r + " = FloatVector.fromArray(SPECIES, " + array + ", " + row + (r == 0 ? "o" : r) + at
                    + ");");
            for (int u = 0; u < s.vectors(); u++) {
                line(depth, sum(r, u) + " = x_" + r + ".fma(w_" + u + ", " + sum(r, u) + ");");
            }
        }
    }

    /**
     * Sums whose numbers differ by h alone become one, where lanes whose number has the bit h are of the second: for h = 8, 4, 2
     * and 1. Where there is no second, both are of the first.
     */
    private void total(TileShape s) {
        int count = s.rows() * s.vectors();
        String[] sums = new String[CHAINS];
        for (int i = 0; i < count; i++) {
            sums[i] = sum(i / s.vectors(), i % s.vectors());
        }
        for (int h = CHAINS / 2; h >= 1; h /= 2) {
            if (count > h) {
                mask(3, h);
            }
            for (int i = 0; i < h && sums[i] != null; i++) {
                String total = "t" + h + "_" + i;
                merge(3, total, sums[i], sums[i + h], h);
                sums[i] = total;
            }
        }
        line(3, sums[0] + ".intoArray(out, oo);");
    }

    /** Turns 16 inputs by eight units around: the vector of a row holds its units, that of a unit holds its inputs. */
    private void pack() {
        lines("""

                /**
                 * Packs the blocks of up to eight units, from row-major weights of which each row is read 16 floats from the
                 * first unit on. With 16 lanes.
                 */
                static void pack(int blocks, int width, float[] w, int wo, int units, MemorySegment to) {
                """);
        line(2, "if (to.getClass() != NativeMemory.TYPE) {");
        line(3, "throw NativeMemory.required(to);");
        line(2, "}");
        line(2, "for (int block = 0; block < blocks; block++) {");
        line(3, "int row = wo + block * CHAINS * units;");
        line(3, "MemorySegment panel = to.asSlice((block + 1L) * width * BYTES, width * BYTES);");
        for (int h = CHAINS / 2; h >= 1; h /= 2) {
            mask(3, h);
        }
        String[] v = new String[MOST_UNITS];
        for (int i = 0; i < MOST_UNITS; i++) {
            v[i] = "v8_" + i;
            line(3, "FloatVector " + v[i] + " = " + row(i) + ".blend(" + row(i + 8) + ".rearrange(LaneChains.OTHER8), bit8);");
        }
        for (int h = 4; h >= 1; h /= 2) {
            String bit = ", bit" + h + ")";
            for (int i = 0; i < MOST_UNITS; i++) {
                if ((i & h) == 0) {
                    String first = v[i];
                    String second = v[i + h];
                    String swapped = "swapped" + h + "_" + i;
                    line(3, "FloatVector " + swapped + " = " + second + ".blend(" + first + bit + ".rearrange(LaneChains.OTHER" + h
                            + ");");
                    v[i] = "v" + h + "_" + i;
                    v[i + h] = "v" + h + "_" + (i + h);
                    line(3, "FloatVector " + v[i] + " = " + first + ".blend(" + swapped + bit + ";");
                    line(3, "FloatVector " + v[i + h] + " = " + swapped + ".blend(" + second + bit + ";");
                }
            }
        }
        for (int u = 0; u < MOST_UNITS; u++) {
            line(3, "if (width > " + u + ") {");
            line(4, v[u] + ".intoMemorySegment(panel, " + times(u, "BYTES") + ", ByteOrder.nativeOrder());");
            line(3, "}");
        }
        line(2, "}");
        line(1, "}");
    }

    private static String row(int input) {
        return "FloatVector.fromArray(SPECIES, w, row" + (input == 0 ? "" : " + " + times(input, "units")) + ")";
    }
}
