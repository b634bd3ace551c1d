import java.util.ArrayList;
import java.util.List;

/** Layers of up to half a vector of units over the caller's weights, several inputs in one vector. */
final class MixedLanesTileWriter extends TileWriter {
    /** Inputs of a block, which is a turn of the loops. */
    private static final int BLOCK = 16;

    private static final int MOST_ROWS = 4;

    /**
     * Registers for sums and patterns, half of those there are at most. C2 takes all vectors of x of a turn through their
     * patterns before the first FMA where it likes, and then needs the other half.
     */
    private static final int MOST_REGISTERS = 16;

    MixedLanesTileWriter() {
        super(false);
    }

    /** A tile for vectors of so many lanes. */
    private record Shape(int lanes, int units, int chains, int rows) {
        /** Inputs in one vector of weights. */
        int inputs() {
            return lanes / patterns(units);
        }

        /** Vectors of sums of a row. */
        int sums() {
            return chains / inputs();
        }

        String name() {
            return "l" + lanes + "u" + units + "c" + chains + "r" + rows;
        }

        int key() {
            return units << 8 | chains << 3 | rows;
        }
    }

    private static List<Shape> shapes(int lanes) {
        List<Shape> shapes = new ArrayList<>();
        for (int units = lanes == BLOCK ? 2 : 1; 2 * units <= lanes; units++) { // one unit of 16 lanes: OneUnitTileWriter
            for (int chains = units > 2 ? 4 : 16; chains <= 16; chains *= 4) {
                for (int rows = 1; rows <= MOST_ROWS; rows++) {
                    Shape shape = new Shape(lanes, units, chains, rows);
                    int registers = patterns(units) + rows * shape.sums();
                    if (rows == 1 || registers <= MOST_REGISTERS) {
                        shapes.add(shape);
                    }
                }
            }
        }
        return shapes;
    }

    @Override
    String imports() {
        return "import jdk.incubator.vector.VectorShuffle;\n";
    }

    @Override
    String write() {
        head("""
                /**
                 * Layers of few units over the caller's weights. A vector of row-major weights is the units of one input, then
                 * those of the next, as many inputs as fit, down to a power of two; floats beyond them are nobody's. It meets a
                 * vector of x with each input repeated for each unit, taken by a shuffle from a vector of neighbouring inputs.
                 * So the chains of a sum are spread over lanes and vectors: vectors are added by halves first, then what is
                 * left lane by lane, by shuffles again.
                 *
                 * <p>Tile {@code lLuUcCrR} is for vectors of L lanes, U units, C chains and R rows. It takes {@code blocks}
                 * blocks of 16 inputs from {@code x} and {@code w}, then {@code lastBlocks} from {@code lastX} and from {@code
                 * scratch}, where its sums start from, too; stores a whole vector for each row, of which the units are the
                 * first. The patterns are constants, the one kind of vector in a field: C2 reads them from where they are.
                 */
                final class MixedLanesTiles {
                    /** In scratch: the weights of the last blocks. */
                    static final int WEIGHTS = 0;

                    /**
                     * In scratch: the vector which the first chains start from, the biases and then zeros. Behind the weights,
                     * which are up to two blocks of five units, and the six floats that their last vector holds besides.
                     */
                    static final int START = 176;

                """);
        line(1, "static final int MOST_ROWS = " + MOST_ROWS + ";");
        line(0, "");
        for (int units = 2; units <= 8; units++) {
            for (int d = 0; d < patterns(units); d++) {
                line(1, "private static final VectorShuffle<Float> INPUTS" + units + "_" + d + " = inputs(" + units + ", " + d
                        + ");");
            }
        }
        for (int shift = 1; shift <= 8; shift++) {
            line(1, "private static final VectorShuffle<Float> FROM" + shift + " = from(" + shift + ");");
        }
        line(0, "");
        line(1, "private MixedLanesTiles() {}");
        helpers();
        tiles();
        return end();
    }

    /** Vectors of weights to one vector of x, each with a pattern of its own: the units, up to a power of two. */
    private static int patterns(int units) {
        return Integer.highestOneBit(2 * units - 1);
    }

    private void helpers() {
        lines("""

                /** Each input of a vector of weights once for each unit; the {@code n}-th of the vectors to one of x. */
                private static VectorShuffle<Float> inputs(int units, int n) {
                    int inputs = Math.max(1, inputs(units));
                    int[] from = new int[LANES];
                    for (int lane = 0; lane < LANES; lane++) {
                        from[lane] = (n * inputs + Math.min(lane / units, inputs - 1)) % LANES;
                    }
                    return VectorShuffle.fromArray(SPECIES, from, 0);
                }

                /** The lanes from {@code first} on. */
                private static VectorShuffle<Float> from(int first) {
                    int[] from = new int[LANES];
                    for (int lane = 0; lane < LANES; lane++) {
                        from[lane] = Math.min(first + lane, LANES - 1);
                    }
                    return VectorShuffle.fromArray(SPECIES, from, 0);
                }

                /** Whether there are tiles for layers of so many units and chains. */
                static boolean has(int units, int chains) {
                    return units >= (LANES == 16 ? 2 : 1) && 2 * units <= LANES && (chains == 16 || chains == 4 && units > 2);
                }

                /** Vectors of weights to one of x: the units, up to a power of two; without a division, as what follows. */
                private static int patterns(int units) {
                    return Integer.highestOneBit(2 * units - 1);
                }

                /** Inputs in one vector of weights. */
                static int inputs(int units) {
                    return LANES >> Integer.numberOfTrailingZeros(patterns(units));
                }

                /** Rows of a tile at most. Half of the registers hold sums and patterns, but one row's are always there. */
                static int rows(int units, int chains) {
                    int sums = chains >> Integer.numberOfTrailingZeros(inputs(units));
                    int rows = Machine.VECTOR_REGISTERS / 2 - patterns(units) >> Integer.numberOfTrailingZeros(sums);
                    return Math.clamp(rows, 1, MOST_ROWS);
                }
                """);
    }

    private void tiles() {
        String arguments = "blocks, x, xo, xStride, lastBlocks, lastX, lo, lStride, w, wo, scratch, out, oo, outStride";
        line(0, "");
        line(1, "static void tile(");
        line(3, "int rows, int units, int chains, int blocks, float[] x, int xo, int xStride, int lastBlocks, float[] lastX,");
        line(3, "int lo, int lStride, float[] w, int wo, float[] scratch, float[] out, int oo, int outStride) {");
        line(2, "int tile = units << 8 | chains << 3 | rows;");
        for (int lanes = 16; lanes >= 4; lanes /= 2) {
            line(2, "if (LANES == " + lanes + ") {");
            line(3, "switch (tile) {");
            for (Shape s : shapes(lanes)) {
                line(4, "case " + s.key() + " -> " + s.name() + "(" + arguments + ");");
            }
            line(4, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + units + \" in \" + chains);");
            line(3, "}");
            line(2, "}");
        }
        line(1, "}");
        for (int lanes = 16; lanes >= 4; lanes /= 2) {
            shapes(lanes).forEach(this::tile);
        }
    }

    private void tile(Shape s) {
        line(0, "");
        line(1, "private static void " + s.name() + "(");
        line(3, "int blocks, float[] x, int xo, int xStride, int lastBlocks, float[] lastX, int lo, int lStride, float[] w,");
        line(3, "int wo, float[] scratch, float[] out, int oo, int outStride) {");
        for (int r = 0; r < s.rows(); r++) {
            line(2, "FloatVector s" + r + "_0 = " + (r == 0 ? "FloatVector.fromArray(SPECIES, scratch, START)" : "s0_0") + ";");
            for (int a = 1; a < s.sums(); a++) {
                line(2, "FloatVector s" + r + "_" + a + " = FloatVector.zero(SPECIES);");
            }
        }
        line(2, "float[] xs = x;");
        rowStarts(2, s.rows(), "int ", "xo", "xStride");
        line(2, "float[] ws = w;");
        line(2, "int v = wo;");
        line(2, "int end = " + BLOCK + " * blocks;");
        line(2, "for (int part = 0; part < 2; part++) {");
        blocks(s);
        line(3, "xs = lastX;");
        rowStarts(3, s.rows(), "", "lo", "lStride");
        line(3, "ws = scratch;");
        line(3, "v = WEIGHTS;");
        line(3, "end = " + BLOCK + " * lastBlocks;");
        line(2, "}");
        for (int r = 0; r < s.rows(); r++) {
            for (int h = s.sums() / 2; h >= 1; h /= 2) {
                for (int a = 0; a < h; a++) {
                    add("s" + r + "_" + a, "s" + r + "_" + (a + h));
                }
            }
            String sum = "s" + r + "_0";
            for (int h = s.inputs() / 2; h >= 1; h /= 2) {
                add(sum, sum + ".rearrange(FROM" + h * s.units() + ")");
            }
            line(2, sum + ".intoArray(out, oo" + (r == 0 ? "" : " + " + times(r, "outStride")) + ");");
        }
        line(1, "}");
    }

    private void add(String sum, String other) {
        line(2, sum + " = " + sum + ".add(" + other + ");");
    }

    private void blocks(Shape s) {
        line(3, "for (int j = 0; j < end; j += " + BLOCK + ") {");
        for (int q = 0; q < BLOCK / s.lanes(); q++) {
            for (int r = 0; r < s.rows(); r++) {
                line(4, "FloatVector x" + r + "_" + q + " = FloatVector.fromArray(SPECIES, xs, x" + r + " + j"
                        + plus(q * s.lanes()) + ");");
            }
            for (int d = 0; d < patterns(s.units()); d++) {
                int a = q * patterns(s.units()) + d;
                line(4, "FloatVector w" + a + " = FloatVector.fromArray(SPECIES, ws, v + j * " + s.units()
                        + plus(a * s.inputs() * s.units()) + ");");
                for (int r = 0; r < s.rows(); r++) {
                    String sum = "s" + r + "_" + a % s.sums();
                    String spread = s.units() == 1 ? "" : ".rearrange(INPUTS" + s.units() + "_" + d + ")";
                    line(4, sum + " = w" + a + ".fma(x" + r + "_" + q + spread + ", " + sum + ");");
                }
            }
        }
        line(3, "}");
    }
}
