import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Layers of four chains whose vectors are blocks of four inputs by four units. Which tile goes when is the choice of
 * BlockLayer.
 */
final class BlockTileWriter extends TileWriter {
    /** Inputs of a vector, which are the chains, and its units. */
    private static final int SIDE = 4;

    /** Vectors of sums that make one of totals. */
    private static final int VECTORS_OF_TOTAL = 4;

    /** Of a tile of one row that takes its last 16 inputs from elsewhere, all at once. */
    private static final int MOST_VECTORS_OF_ONE = 4;

    private static final int MOST_VECTORS = 10;

    /** With more C2 stops inlining in the loop over the last groups, whose slices then are 120 bytes a call. */
    private static final int MOST_VECTORS_WITH_LAST = 6;

    BlockTileWriter() {
        super(true);
    }

    /** Rows at most: sums, one vector of x for each row, and the weights of one turn in 32 registers. */
    private static int mostRows(int vectors) {
        return switch (vectors) {
            case 2 -> 6;
            case 3 -> 5;
            case 4 -> 4;
            case 5, 6 -> 3;
            default -> 2;
        };
    }

    /**
     * Not those whose loops C2 unrolls four times, until sums of the one and weights of the other are spilled, nor seven and
     * eight vectors: 60 rows of 128×28 take 0.97 of the time of panels, of 64×28 1.01, of 128×32 1.09 (Zen 5).
     */
    private static boolean has(int rows, int vectors) {
        return !(rows == 5 && vectors == 2 || rows == 3 && vectors == 4 || vectors == 7 || vectors == 8);
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
                 * four inputs from {@code x}, of which a vector reads 12 floats more, then, of up to {@code
                 * MOST_VECTORS_WITH_LAST} vectors, {@code lastGroups} from {@code lastX}. {@code oneV} is one row by up to {@code
                 * MOST_VECTORS_OF_ONE}: after {@code groups} of four inputs the last 16 come from {@code lastX}.
                 *
                 * <p>The chains of up to four vectors of sums are added by halves, as {@code LaneChains} has it, into one vector
                 * of totals: those of at most {@code floor} become 0, for ReLU a floor of 0, else NaN, which nothing is below.
                 * Whole vectors of them go to {@code out}, row after row; the lanes behind the last unit are nobody's.
                 */
                final class BlockTiles {
                """);
        line(1, "/** Vectors of tiles that take their last groups from elsewhere, at most. */");
        line(1, "static final int MOST_VECTORS_WITH_LAST = " + MOST_VECTORS_WITH_LAST + ";");
        line(0, "");
        line(1, "/** Vectors of a tile of one row that takes its last 16 inputs from elsewhere, at most. */");
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
        dispatch(false);
        dispatch(true);
        shapes().forEach(this::tile);
        dispatchOne();
        for (int vectors = 2; vectors <= MOST_VECTORS_OF_ONE; vectors++) {
            one(vectors);
        }
        return end();
    }

    private void dispatch(boolean isWide) {
        String last = isWide ? "" : "lastGroups, lastX, lo, lStride, ";
        line(0, "");
        line(1, "/** The tile of this shape" + (isWide ? ", of more vectors, which takes all groups from x" : "") + ". */");
        line(1, "static void " + (isWide ? "wideTile" : "tile") + "(");
        if (isWide) {
            line(3, "int rows, int vectors, int groups, float[] x, int xo, int xStride, MemorySegment w, float floor,");
            line(3, "float[] out, int oo, int outStride) {");
        } else {
            line(3, "int rows, int vectors, int groups, float[] x, int xo, int xStride, int lastGroups, float[] lastX, int lo,");
            line(3, "int lStride, MemorySegment w, float floor, float[] out, int oo, int outStride) {");
        }
        line(2, "switch (rows << 8 | vectors) {");
        for (TileShape s : shapes()) {
            if (isWide(s) == isWide) {
                line(3, "case " + s.rows() + " << 8 | " + s.vectors() + " -> " + name(s) + "(groups, x, xo, xStride, " + last
                        + "w, floor, out, oo, outStride);");
            }
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + vectors);");
        line(2, "}");
        line(1, "}");
    }

    private static boolean isWide(TileShape s) {
        return s.vectors() > MOST_VECTORS_WITH_LAST;
    }

    private static String name(TileShape s) {
        return "r" + s.rows() + "v" + s.vectors();
    }

    private void tile(TileShape s) {
        String width = s.vectors() + " * BYTES";
        line(0, "");
        line(1, "private static void " + name(s) + "(");
        if (isWide(s)) {
            line(3, "int groups, float[] x, int xo, int xStride, MemorySegment w, float floor, float[] out, int oo,");
            line(3, "int outStride) {");
        } else {
            line(3, "int groups, float[] x, int xo, int xStride, int lastGroups, float[] lastX, int lo, int lStride,");
            line(3, "MemorySegment w, float floor, float[] out, int oo, int outStride) {");
        }
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
        if (!isWide(s)) {
            line(2, "at += groups * (" + width + ");");
            line(2, "xs = lastX;");
            rowStarts(2, s.rows(), "", "lo", "lStride");
            line(2, "for (int g = 0; g < lastGroups; g++) {");
            turn(s, width);
            line(2, "}");
        }
        masks();
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v += VECTORS_OF_TOTAL) {
                List<String> sums = new ArrayList<>();
                for (int k = v; k < Math.min(v + VECTORS_OF_TOTAL, s.vectors()); k++) {
                    sums.add(s.sum(r, k, 0));
                }
                total(r + "_" + v, sums, "oo" + (r == 0 ? "" : " + " + times(r, "outStride")) + plus(SIDE * v));
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
        masks();
        total("", IntStream.range(0, vectors).mapToObj(v -> "s" + v).toList(), "oo");
        line(1, "}");
    }

    private void masks() {
        mask(2, 8);
        mask(2, 4);
    }

    /** Stores the totals of one vector of sums to four; names of its vectors end as {@code name}. */
    private void total(String name, List<String> sums, String at) {
        String odd = "odd" + name;
        String even = sums.size() > 1 ? "even" + name : null;
        String total = "total" + name;
        merge(2, odd, sums.get(0), sums.size() > 2 ? sums.get(2) : null, 8);
        if (even != null) {
            merge(2, even, sums.get(1), sums.size() > 3 ? sums.get(3) : null, 8);
        }
        merge(2, total, odd, even, 4);
        line(2, total + ".blend(0f, " + total + ".compare(VectorOperators.LE, floor)).intoArray(out, " + at + ");");
    }
}
