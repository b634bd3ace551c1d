import java.util.ArrayList;
import java.util.List;

/**
 * Register tiles: a few rows by a few vectors of units, over packed weights and over weights as the caller has them. Which
 * tile goes when is the choice of RegisterTile and of the layers.
 */
final class RegisterTileWriter extends TileWriter {
    /** Sums per tile at most, and rows; why, is told in RegisterTile, which chooses among the tiles. */
    private static final int MOST_SUMS = 24;

    private static final int MOST_ROWS = 8;

    /** Registers for what a turn of a packed tile of one or two chains holds at once, but for its weights. */
    private static final int MOST_REGISTERS = 30;

    /**
     * Sums up to which all weights of a turn are checked at once. C2 takes some 34 instructions before the loop for each check of
     * a segment, but where a check has left the loop nothing holds loads back, and what it peels off in front then spills 20
     * sums and more: 5×64×16 takes 1.3 times as long by one check, 3×64×64 1.2, while 4×64×64 takes 0.96 (Zen 4).
     */
    private static final int MOST_SUMS_OF_ONE_CHECK = 16;

    /** Inputs from which one row or two go by the unrolled form. */
    private static final int LEAST_UNROLLED = 192;

    RegisterTileWriter(boolean packed) {
        super(packed);
    }

    /** Every number of rows, so that no batch has to end in tiles much lower than the others. */
    private List<TileShape> singleShapes() {
        List<TileShape> shapes = new ArrayList<>();
        for (int chains = 1; chains <= 4; chains *= 2) {
            for (int vectors = 1; vectors <= (chains == 4 ? 3 : 4); vectors++) {
                for (int rows = 1; rows <= mostRows(vectors, chains); rows++) {
                    shapes.add(new TileShape(rows, vectors, 0, chains));
                }
            }
        }
        return shapes;
    }

    private int mostRows(int vectors, int chains) {
        int most = Math.min(MOST_ROWS, MOST_SUMS / (vectors * chains));
        if (packed && (chains == 2 && vectors == 4 || chains == 4 && vectors == 1)) {
            return most - 1;
        }
        return packed && chains <= 2 ? Math.min(most, MOST_REGISTERS / (chains * (vectors + 1))) : most;
    }

    /**
     * One row alone reads two panels, and so do two, for the sums of one are too few to hide the latency of an FMA. Neighbours
     * have two vectors and more between them and differ by one at most, so never one each; two rows have 32 registers, and one
     * chain, whose panels are of three and four vectors where there is more than one.
     */
    private static List<TileShape> pairs() {
        List<TileShape> shapes = new ArrayList<>();
        for (int chains = 1; chains <= 2; chains++) {
            for (int panel = 2; panel <= 4; panel++) {
                for (int second = panel - 1; second <= panel; second++) {
                    for (int rows = 1; rows <= (chains == 1 && panel > 2 ? 2 : 1); rows++) {
                        shapes.add(new TileShape(rows, panel, second, chains));
                    }
                }
            }
        }
        return shapes;
    }

    /**
     * For {@code ChainwiseLayer}, which sums the chains of a tile one after another: of four rows and more, and of three where
     * seven are cut by six, by two vectors with 16 registers.
     */
    private static List<TileShape> shapesOfSeveralChains() {
        List<TileShape> shapes = new ArrayList<>();
        for (int of = 2; of <= 4; of *= 2) {
            for (int vectors = 1; vectors <= 4; vectors++) {
                for (int rows = vectors == 2 ? 3 : 4; rows <= Math.min(MOST_ROWS, MOST_SUMS / vectors); rows++) {
                    shapes.add(TileShape.oneOfSeveralChains(rows, vectors, of));
                }
            }
        }
        return shapes;
    }

    private List<TileShape> shapes() {
        List<TileShape> shapes = singleShapes();
        if (packed) {
            shapes.addAll(pairs());
        }
        return shapes;
    }

    @Override
    String write() {
        head("""
                /**
                 * Register tiles. Tile {@code rRvVcC} computes R rows by V vectors of units, each sum in C chains: every input
                 * once, chains added by halves, ReLU where asked for, one store. {@code vVandV} reads two panels side by side.
                 *
                 * <p>Chain 0 starts from the row of {@code start} at {@code so}, rows {@code startStride} apart: the bias with
                 * a stride of 0, or sums over earlier inputs. Vectors of units start at 0, LANES, 2 LANES … in {@code start}
                 * and {@code out}, and the last one at {@code last}, which is less where it overlaps the one before because the
                 * units are no multiple of LANES. Rows are stored in rising order.
                 *
                """ + (packed
                ? """
                 * <p>Weights are packed, {@code wo} is in bytes, and the stride from input to input is the width of the panel: a
                 * constant, so that C2 checks ranges before the loop, one for each slice.
                 */
                final class PackedTiles {
                """
                : """
                 * <p>Weights lie as the caller has them, {@code wStride} apart from input to input. {@code rRvVofC} sums one of C
                 * chains: every C-th input, from a start that all rows share.
                 */
                final class UnpackedTiles {
                """));
        line(1, "private " + (packed ? "PackedTiles" : "UnpackedTiles") + "() {}");
        dispatch();
        for (TileShape shape : shapes()) {
            tile(shape);
            if (packed && shape.hasUnrolled()) {
                tile(shape.unrolled());
            }
        }
        if (!packed) {
            shapesOfSeveralChains().forEach(this::tile);
        }
        return end();
    }

    private String weightsParameters() {
        return packed ? "MemorySegment w, long wo" : "float[] w, int wo, int wStride";
    }

    /** The switch from a shape to its tile. */
    private void dispatch() {
        line(0, "");
        line(1, "/** The tile of this shape. */");
        line(1, "static void tile(");
        line(3, "int rows, int vectors, int chains, int inputs, float[] x, int xo, int xStride, " + weightsParameters() + ",");
        line(3, "int last, float[] start, int so, int startStride, ActivationOp op, float[] out, int oo, int outStride) {");
        line(2, "switch (rows << 16 | vectors << 8 | chains) {");
        for (TileShape s : shapes()) {
            if (s.second() == 0) {
                choice(s, "case " + s.rows() + " << 16 | " + s.vectors() + " << 8 | " + s.chains(),
                        "(inputs, x, xo, " + (s.rows() > 1 ? "xStride, " : "") + (packed ? "w, wo" : "w, wo, wStride")
                        + ", last, start, so, " + (s.rows() > 1 ? "startStride, " : "") + "op, out, oo"
                        + (s.rows() > 1 ? ", outStride" : "") + ");");
            }
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + vectors + \"×\" + chains);");
        line(2, "}");
        line(1, "}");
        if (packed) {
            pairDispatch();
        } else {
            oneOfSeveralDispatch();
        }
    }

    private void oneOfSeveralDispatch() {
        line(0, "");
        line(1, "/** One of so many chains: {@code x}, {@code w} and {@code inputs} begin with its first input. */");
        line(1, "static void oneOfSeveralChains(");
        line(3, "int rows, int vectors, int chains, int inputs, float[] x, int xo, int xStride, float[] w, int wo,");
        line(3, "int wStride, int last, float[] start, int so, float[] out, int oo, int outStride) {");
        line(2, "switch (rows << 16 | vectors << 8 | chains) {");
        for (TileShape s : shapesOfSeveralChains()) {
            line(3, "case " + s.rows() + " << 16 | " + s.vectors() + " << 8 | " + s.every() + " -> " + s.method()
                    + "(inputs, x, xo, xStride, w, wo, wStride, last, start, so, out, oo, outStride);");
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + vectors + \" of \" + chains);");
        line(2, "}");
        line(1, "}");
    }

    private void pairDispatch() {
        line(0, "");
        line(1, "/** One row or two of two neighbouring panels. */");
        line(1, "static void pair(");
        line(3, "int rows, int panel, int second, int chains, int inputs, float[] x, int xo, int xStride, MemorySegment w, long wo,");
        line(3, "long w2, int last, float[] start, int so, ActivationOp op, float[] out, int oo, int outStride) {");
        line(2, "switch (rows << 24 | panel << 16 | second << 8 | chains) {");
        for (TileShape s : shapes()) {
            if (s.second() > 0) {
                choice(s, "case " + s.rows() + " << 24 | " + s.panel() + " << 16 | " + s.second() + " << 8 | " + s.chains(),
                        "(inputs, x, xo, " + (s.rows() > 1 ? "xStride, " : "") + "w, wo, w2, last, start, so, "
                        + (s.rows() > 1 ? "0, " : "") + "op, out, oo" + (s.rows() > 1 ? ", outStride" : "") + ");");
            }
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + panel + \" and \" + second + \"×\" + chains);");
        line(2, "}");
        line(1, "}");
    }

    private void choice(TileShape s, String label, String arguments) {
        if (!packed || !s.hasUnrolled()) {
            line(3, label + " -> " + s.method() + arguments);
            return;
        }
        line(3, label + " -> {");
        line(4, "if (inputs >= " + LEAST_UNROLLED + ") {");
        line(5, s.unrolled().method() + arguments);
        line(4, "} else {");
        line(5, s.method() + arguments);
        line(4, "}");
        line(3, "}");
    }

    private void tile(TileShape s) {
        boolean many = s.rows() > 1;
        line(0, "");
        line(1, "private static void " + s.method() + "(");
        line(3, "int inputs, float[] x, int xo, " + (many ? "int xStride, " : "") + weightsParameters()
                + (s.second() > 0 ? ", long w2" : "") + ",");
        line(3, "int last, float[] start, int so, " + (many && !s.isOneOfSeveralChains() ? "int startStride, " : "")
                + (s.isOneOfSeveralChains() ? "" : "ActivationOp op, ") + "float[] out, int oo"
                + (many ? ", int outStride" : "") + ") {");
        requireNativeMemory();
        for (int r = 1; r < s.rows(); r++) {
            line(2, "int x" + r + " = xo + " + times(r, "xStride") + ";");
        }
        start(s);
        line(2, "int j = 0;");
        if (!packed) {
            line(2, "int wj = wo;");
        }
        if (s.step() > s.chains()) {
            loop(s, s.step());
        }
        loop(s, s.chains());
        for (int u = 0; u < s.chains() - 1; u++) {
            line(2, "if (j + " + u + " < inputs) {");
            multiplyAdd(s, u, 0);
            line(2, "}");
        }
        if (!s.isOneOfSeveralChains()) {
            addByHalves(2, s);
            activate(2, s);
        }
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v++) {
                String row = r == 0 ? "" : " + " + times(r, "outStride");
                line(2, s.sum(r, v, 0) + ".intoArray(out, oo" + row + column(s, v) + ");");
            }
        }
        line(1, "}");
    }

    private void loop(TileShape s, int step) {
        int slice = packed ? inputsPerSlice(s, step) : 0;
        line(2, "for (; j <= inputs - " + step + "; j += " + step * s.every() + ") {");
        for (int u = 0; u < step; u++) {
            if (slice > 0 && u % slice == 0) {
                line(3, slice("panel" + u, "wo", u, slice, s.panel()));
                if (s.second() > 0) {
                    line(3, slice("second" + u, "w2", u, slice, s.second()));
                }
            }
            multiplyAdd(s, u, slice);
        }
        line(2, "}");
    }

    /**
     * Inputs whose weights are one slice, checked at once; 0 for none. The few turns after an unrolled loop have none, for
     * there C2 leaves the slices as objects: 160 bytes a call at 1×341×341; and with a slice for each input of four chains 12,800
     * at 64×64×32.
     */
    private static int inputsPerSlice(TileShape s, int step) {
        if (step < s.step()) {
            return 0;
        }
        return s.rows() * s.vectors() * s.chains() <= MOST_SUMS_OF_ONE_CHECK ? step : Math.max(1, s.chains() / 2);
    }

    private static String slice(String name, String start, int u, int inputs, int width) {
        return "MemorySegment " + name + " = w.asSlice(" + start + " + " + input(u) + " * (" + times(width, "BYTES") + "), "
                + times(inputs * width, "BYTES") + ");";
    }

    private static String input(int u) {
        return u == 0 ? "j" : "(j" + plus(u) + ")";
    }

    private void start(TileShape s) {
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v++) {
                String row = r == 0 || s.isOneOfSeveralChains() ? "" : " + " + times(r, "startStride");
                line(2, "FloatVector " + s.sum(r, v, 0) + " = FloatVector.fromArray(SPECIES, start, so" + row + column(s, v)
                        + ");");
                for (int c = 1; c < s.chains(); c++) {
                    line(2, "FloatVector " + s.sum(r, v, c) + " = FloatVector.zero(SPECIES);");
                }
            }
        }
    }

    /** One input, whose weights are in a slice of so many inputs, or in none. */
    private void multiplyAdd(TileShape s, int u, int slice) {
        for (int v = 0; v < s.vectors(); v++) {
            line(3, "FloatVector w" + u + "_" + v + " = " + weights(s, u, v, slice) + ";");
        }
        if (!packed) {
            line(3, "wj += wStride;");
        }
        for (int r = 0; r < s.rows(); r++) {
            String x = "x" + u + "_" + r;
            line(3, "FloatVector " + x + " = FloatVector.broadcast(SPECIES, x[" + (r == 0 ? "xo" : "x" + r) + " + j" + plus(u)
                    + "]);");
            for (int v = 0; v < s.vectors(); v++) {
                String sum = s.sum(r, v, u % s.chains());
                line(3, sum + " = " + x + ".fma(w" + u + "_" + v + ", " + sum + ");");
            }
        }
    }

    private String weights(TileShape s, int u, int v, int slice) {
        if (!packed) {
            return "FloatVector.fromArray(SPECIES, w, wj" + column(s, v) + ")";
        }
        boolean inSecond = v >= s.panel();
        int at = inSecond ? v - s.panel() : v;
        int width = inSecond ? s.second() : s.panel();
        if (slice > 0) {
            return segment((inSecond ? "second" : "panel") + u / slice * slice, (u % slice * width + at) + " * BYTES");
        }
        return segment("w", (inSecond ? "w2" : "wo") + " + " + input(u) + " * (" + times(width, "BYTES") + ")"
                + (at == 0 ? "" : " + " + times(at, "BYTES")));
    }

    private static String column(TileShape s, int v) {
        return v == 0 && s.vectors() > 1 ? "" : v == s.vectors() - 1 ? " + last" : " + " + times(v, "LANES");
    }
}
