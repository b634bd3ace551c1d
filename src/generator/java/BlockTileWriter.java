import java.util.ArrayList;
import java.util.List;

/**
 * Layers of four chains whose vectors are blocks of four inputs by four units. Which tile goes when is the choice of
 * BlockLayer.
 */
final class BlockTileWriter extends TileWriter {
    /** Inputs of a vector, which are the chains, and its units. */
    private static final int SIDE = 4;

    private static final int MOST_VECTORS = 6;

    /** Of a tile of one row, which adds up its sums itself: they make one vector. */
    private static final int MOST_VECTORS_OF_ONE = 4;

    BlockTileWriter() {
        super(true);
    }

    /** Rows at most: sums, one vector of x for each row, and the weights of one turn in 32 registers. */
    private static int mostRows(int vectors) {
        return switch (vectors) {
            case 2 -> 6;
            case 3 -> 5;
            case 4 -> 4;
            default -> 3;
        };
    }

    /** Not those whose loops C2 unrolls four times, until sums of the one and weights of the other are spilled. */
    private static boolean has(int rows, int vectors) {
        return !(rows == 5 && vectors == 2 || rows == 3 && vectors == 4);
    }

    private static List<TileShape> shapes() {
        List<TileShape> shapes = new ArrayList<>();
        for (int vectors = 2; vectors <= MOST_VECTORS; vectors++) {
            for (int rows = vectors > MOST_VECTORS_OF_ONE ? 1 : 2; rows <= mostRows(vectors); rows++) {
                if (has(rows, vectors)) {
                    shapes.add(new TileShape(rows, vectors, 0, 1));
                }
            }
        }
        return shapes;
    }

    @Override
    String imports() {
        return super.imports() + "import jdk.incubator.vector.VectorShuffle;\n";
    }

    @Override
    String write() {
        head("""
                /**
                 * Layers of four chains on vectors of 16 lanes, over weights packed as {@code WeightLayout.Kind.BLOCKS}: a vector
                 * holds four inputs, one for each chain, of four units. It meets a vector of x in which each of four inputs is
                 * repeated for each unit: neighbouring inputs are loaded and spread by one shuffle, which serves all units, where
                 * a broadcast would serve 16 of them. Tile {@code rRvV} computes R rows by V vectors of units: {@code groups} of
                 * four inputs from {@code x}, of which a vector reads 12 floats more, then {@code lastGroups} from {@code lastX}.
                 * The chains go to {@code sums}, row after row, vector after vector. {@code oneV} is one row by up to four
                 * vectors: after {@code groups} of four inputs the last 16 come from {@code lastX}, and the totals go to {@code
                 * out}.
                 */
                final class BlockTiles {
                """);
        line(1, "/** Units of a tile of one row that gives totals, in vectors, at most. */");
        line(1, "static final int MOST_VECTORS_OF_ONE = " + MOST_VECTORS_OF_ONE + ";");
        line(0, "");
        for (int g = 0; g < SIDE; g++) {
            line(1, "private static final VectorShuffle<Float> SPREAD" + g + " = spread(" + g + ");");
        }
        lines("""

                private BlockTiles() {}

                /** Each of four lanes, the {@code group}-th four of a vector, four times. */
                private static VectorShuffle<Float> spread(int group) {
                    int[] from = new int[LANES];
                    for (int lane = 0; lane < LANES; lane++) {
                        from[lane] = (4 * group + lane / 4) % LANES;
                    }
                    return VectorShuffle.fromArray(SPECIES, from, 0);
                }

                """);
        line(1, "/** Rows of a tile at most. */");
        line(1, "static int mostRows(int vectors) {");
        line(2, "return switch (vectors) {");
        for (int vectors = 2; vectors <= MOST_VECTORS; vectors++) {
            line(3, "case " + vectors + " -> " + mostRows(vectors) + ";");
        }
        line(3, "default -> throw new AssertionError(vectors);");
        line(2, "};");
        line(1, "}");
        line(0, "");
        line(1, "/** Whether there is a tile of so many rows, of those up to the most. */");
        line(1, "static boolean has(int rows, int vectors) {");
        line(2, "return switch (rows << 8 | vectors) {");
        for (int vectors = 2; vectors <= MOST_VECTORS; vectors++) {
            for (int rows = 1; rows <= mostRows(vectors); rows++) {
                if (!has(rows, vectors)) {
                    line(3, "case " + rows + " << 8 | " + vectors + " -> false;");
                }
            }
        }
        line(3, "default -> true;");
        line(2, "};");
        line(1, "}");
        line(0, "");
        line(1, "/** The tile of this shape. */");
        line(1, "static void tile(");
        line(3, "int rows, int vectors, int groups, float[] x, int xo, int xStride, int lastGroups, float[] lastX, int lo,");
        line(3, "int lStride, MemorySegment w, float[] sums) {");
        line(2, "switch (rows << 8 | vectors) {");
        for (TileShape s : shapes()) {
            line(3, "case " + s.rows() + " << 8 | " + s.vectors() + " -> " + name(s)
                    + "(groups, x, xo, xStride, lastGroups, lastX, lo, lStride, w, sums);");
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + vectors);");
        line(2, "}");
        line(1, "}");
        shapes().forEach(this::tile);
        dispatchOne();
        for (int vectors = 2; vectors <= MOST_VECTORS_OF_ONE; vectors++) {
            one(vectors);
        }
        return end();
    }

    private static String name(TileShape s) {
        return "r" + s.rows() + "v" + s.vectors();
    }

    private void tile(TileShape s) {
        String width = s.vectors() + " * BYTES";
        line(0, "");
        line(1, "private static void " + name(s) + "(");
        line(3, "int groups, float[] x, int xo, int xStride, int lastGroups, float[] lastX, int lo, int lStride,");
        line(3, "MemorySegment w, float[] sums) {");
        requireNativeMemory();
        line(2, "MemorySegment start = w.asSlice(0, " + width + ");");
        for (int v = 0; v < s.vectors(); v++) {
            for (int r = 0; r < s.rows(); r++) {
                line(2, "FloatVector " + s.sum(r, v, 0) + " = "
                        + (r == 0 ? segment("start", times(v, "BYTES")) : s.sum(0, v, 0)) + ";");
            }
        }
        line(2, "float[] xs = x;");
        rowStarts(2, s.rows(), "int ", "xo", "xStride");
        line(2, "long at = " + width + ";");
        line(2, "for (int g = 0; g < groups; g++) {");
        turn(s, width);
        line(2, "}");
        line(2, "at += groups * (" + width + ");");
        line(2, "xs = lastX;");
        rowStarts(2, s.rows(), "", "lo", "lStride");
        line(2, "for (int g = 0; g < lastGroups; g++) {");
        turn(s, width);
        line(2, "}");
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v++) {
                line(2, s.sum(r, v, 0) + ".intoArray(sums, " + (r * s.vectors() + v) + " * LANES);");
            }
        }
        line(1, "}");
    }

    /** Four inputs of each row, by all units. */
    private void turn(TileShape s, String width) {
        line(3, "MemorySegment block = w.asSlice(at + g * (" + width + "), " + width + ");");
        for (int v = 0; v < s.vectors(); v++) {
            line(3, "FloatVector w" + v + " = " + segment("block", times(v, "BYTES")) + ";");
        }
        for (int r = 0; r < s.rows(); r++) {
            line(3, "FloatVector y" + r + " = FloatVector.fromArray(SPECIES, xs, x" + r + " + " + SIDE + " * g)"
                    + ".rearrange(SPREAD0);");
            for (int v = 0; v < s.vectors(); v++) {
                String sum = s.sum(r, v, 0);
                line(3, sum + " = y" + r + ".fma(w" + v + ", " + sum + ");");
            }
        }
    }

    private void dispatchOne() {
        line(0, "");
        line(1, "/** One row by up to four vectors; stores one, whose first lanes are the units, 0 where at most floor. */");
        line(1, "static void one(");
        line(3, "int vectors, int groups, float[] x, int xo, float[] lastX, int lo, MemorySegment w, float floor, float[] out,");
        line(3, "int oo) {");
        line(2, "switch (vectors) {");
        for (int vectors = 2; vectors <= MOST_VECTORS_OF_ONE; vectors++) {
            line(3, "case " + vectors + " -> one" + vectors + "(groups, x, xo, lastX, lo, w, floor, out, oo);");
        }
        line(3, "default -> throw new AssertionError(vectors);");
        line(2, "}");
        line(1, "}");
    }

    private void one(int vectors) {
        String width = vectors + " * BYTES";
        line(0, "");
        line(1, "private static void one" + vectors + "(");
        line(3, "int groups, float[] x, int xo, float[] lastX, int lo, MemorySegment w, float floor, float[] out, int oo) {");
        requireNativeMemory();
        line(2, "MemorySegment start = w.asSlice(0, " + width + ");");
        for (int v = 0; v < vectors; v++) {
            line(2, "FloatVector s" + v + " = " + segment("start", times(v, "BYTES")) + ";");
        }
        line(2, "for (int g = 0; g < groups; g++) {");
        line(3, "MemorySegment block = w.asSlice(" + width + " + g * (" + width + "), " + width + ");");
        line(3, "FloatVector y = FloatVector.fromArray(SPECIES, x, xo + " + SIDE + " * g).rearrange(SPREAD0);");
        for (int v = 0; v < vectors; v++) {
            line(3, "s" + v + " = y.fma(" + segment("block", times(v, "BYTES")) + ", s" + v + ");");
        }
        line(2, "}");
        line(2, "MemorySegment last = w.asSlice(" + width + " + groups * (" + width + "), " + SIDE + " * (" + width + "));");
        line(2, "FloatVector inputs = FloatVector.fromArray(SPECIES, lastX, lo);");
        for (int g = 0; g < SIDE; g++) {
            line(2, "FloatVector y" + g + " = inputs.rearrange(SPREAD" + g + ");");
            for (int v = 0; v < vectors; v++) {
                line(2, "s" + v + " = y" + g + ".fma(" + segment("last", times(g * vectors + v, "BYTES")) + ", s" + v + ");");
            }
        }
        int most = vectors - 1;
        merge("odd", 0, Math.min(2, most));
        merge("even", 1, Math.min(3, most));
        line(2, "FloatVector bit4 = FloatVector.fromArray(SPECIES, LaneChains.BITS, WeightLayout.CHAINS);");
        line(2, "FloatVector rest = even.blend(odd, bit4.compare(VectorOperators.NE, 0f)).rearrange(LaneChains.OTHER4);");
        line(2, "FloatVector totals = odd.blend(even, bit4.compare(VectorOperators.NE, 0f)).add(rest);");
        line(2, "totals.blend(0f, totals.compare(VectorOperators.LE, floor)).intoArray(out, oo);");
        line(1, "}");
    }

    /** Two sums become one vector: lanes whose number has the bit 8 are of the second, the others of the first. */
    private void merge(String name, int first, int second) {
        String mask = name + "Bit.compare(VectorOperators.NE, 0f)";
        line(2, "FloatVector " + name + "Bit = FloatVector.fromArray(SPECIES, LaneChains.BITS, 0);");
        line(2, "FloatVector " + name + "Others = s" + second + ".blend(s" + first + ", " + mask
                + ").rearrange(LaneChains.OTHER8);");
        line(2, "FloatVector " + name + " = s" + first + ".blend(s" + second + ", " + mask + ").add(" + name + "Others);");
    }
}
