import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the register tiles: run by the build before it compiles, as a single source file.
 *
 * <p>C2 keeps a vector in a register only when it is a named local, so a tile of 24 sums is 24 names. They are unrolled
 * here from the lists of shapes below, into six classes: tiles over packed weights, tiles over weights as the caller has
 * them, dot products with lanes over inputs, and for unpacked weights layers of one unit, of half a vector of them, and
 * whole rows of weights at a time.
 *
 * <p>Argument: the folder to write to.
 */
public final class KernelGenerator {
    /** Sums per tile at most, and rows; why, is told in RegisterTile, which chooses among the tiles. */
    private static final int MOST_SUMS = 24;

    private static final int MOST_ROWS = 8;

    /** Inputs from which a single row goes by the unrolled form. */
    private static final int LEAST_UNROLLED = 192;

    /**
     * @param rows of x and out
     * @param panel vectors of units of the first panel
     * @param second vectors of a second panel read beside it; 0 for none
     * @param chains of each sum
     * @param step inputs per turn of the loop
     */
    private record Shape(int rows, int panel, int second, int chains, int step) {
        Shape(int rows, int panel, int second, int chains) {
            this(rows, panel, second, chains, chains);
        }

        String method() {
            return "r" + rows + "v" + panel + (second == 0 ? "" : "and" + second) + "c" + chains
                    + (step > chains ? "u" + step : "");
        }

        int vectors() {
            return panel + second;
        }

        /**
         * The form for many inputs of one row and one chain, whose turns are short: 256×256 streams 104 GB/s from the L2
         * cache one input at a time and 142 by two (Zen 5). It takes more checks before its first turn, 30 ns at 64×128.
         */
        Shape unrolled() {
            return new Shape(rows, panel, second, chains, 16 / vectors());
        }

        boolean hasUnrolled() {
            return rows == 1 && chains == 1 && step == 1;
        }

        String sum(int row, int vector, int chain) {
            return "s" + row + "_" + vector + "_" + chain;
        }
    }

    /** Every number of rows, so that no batch has to end in tiles much lower than the others. */
    private static List<Shape> singleShapes() {
        List<Shape> shapes = new ArrayList<>();
        for (int chains = 1; chains <= 4; chains *= 2) {
            for (int vectors = 1; vectors <= (chains == 4 ? 3 : 4); vectors++) {
                for (int rows = 1; rows <= Math.min(MOST_ROWS, MOST_SUMS / (vectors * chains)); rows++) {
                    shapes.add(new Shape(rows, vectors, 0, chains));
                }
            }
        }
        return shapes;
    }

    /** One row alone reads two panels, for the sums of one are too few to hide the latency of an FMA. */
    private static List<Shape> pairs() {
        List<Shape> shapes = new ArrayList<>();
        for (int chains = 1; chains <= 2; chains++) {
            for (int panel = 1; panel <= 4; panel++) {
                for (int second = Math.max(1, panel - 1); second <= panel; second++) {
                    shapes.add(new Shape(1, panel, second, chains));
                }
            }
        }
        return shapes;
    }

    private final StringBuilder out = new StringBuilder();
    private final boolean packed;

    private KernelGenerator(boolean packed) {
        this.packed = packed;
    }

    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]).resolve("dev/lanewise/internal/kernel");
        Files.createDirectories(target);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(target, "*.java")) {
            for (Path file : old) { // what an older list of shapes has left would be compiled into the jar
                Files.delete(file);
            }
        }
        Files.writeString(target.resolve("PackedTiles.java"), new KernelGenerator(true).tiles());
        Files.writeString(target.resolve("UnpackedTiles.java"), new KernelGenerator(false).tiles());
        Files.writeString(target.resolve("DotTiles.java"), new KernelGenerator(true).dots());
        Files.writeString(target.resolve("OneUnitTiles.java"), new KernelGenerator(false).oneUnit());
        Files.writeString(target.resolve("StreamTiles.java"), new KernelGenerator(false).streams());
        Files.writeString(target.resolve("HalfVectorTiles.java"), new KernelGenerator(false).halfVectors());
    }

    private List<Shape> shapes() {
        List<Shape> shapes = singleShapes();
        if (packed) {
            shapes.addAll(pairs());
        }
        return shapes;
    }

    private String tiles() {
        head("""
                /**
                 * Register tiles. Tile {@code rRvVcC} computes R rows by V vectors of units, each sum in C chains: every input once,
                 * chains added by halves, ReLU where asked for, one store. {@code vVandV} reads two panels side by side.
                 *
                 * <p>Chain 0 starts from the row of {@code start} at {@code so}, rows {@code startStride} apart: the bias with a stride
                 * of 0, or sums over earlier inputs. Vectors of units start at 0, LANES, 2 LANES … in {@code start} and {@code out},
                 * and the last one at {@code last}, which is less where it overlaps the one before because the units are no multiple
                 * of LANES. Rows are stored in rising order.
                 *
                """ + (packed
                ? """
                 * <p>Weights are packed, {@code wo} is in bytes, and the stride from input to input is the width of the panel: a
                 * constant, so that C2 checks the range once and not at each load.
                 */
                final class PackedTiles {
                """
                : """
                 * <p>Weights lie as the caller has them, {@code wStride} apart from input to input.
                 */
                final class UnpackedTiles {
                """));
        line(1, "private " + (packed ? "PackedTiles" : "UnpackedTiles") + "() {}");
        dispatch();
        for (Shape shape : shapes()) {
            tile(shape);
            if (packed && shape.hasUnrolled()) {
                tile(shape.unrolled());
            }
        }
        return out.append("}\n").toString();
    }

    private void head(String classHead) {
        out.append("""
                // Generated by the build: src/generator/java/KernelGenerator.java.
                package dev.lanewise.internal.kernel;

                """);
        if (packed) {
            out.append("import java.lang.foreign.MemorySegment;\nimport java.nio.ByteOrder;\n");
        }
        out.append("""
                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorOperators;
                import jdk.incubator.vector.VectorSpecies;

                """);
        out.append(classHead);
        line(1, "private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;");
        line(1, "private static final int LANES = VectorWidth.LANES;");
        if (packed) {
            line(1, "private static final long BYTES = 4L * LANES;");
        }
        line(0, "");
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
        for (Shape s : shapes()) {
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
        if (!packed) {
            return;
        }
        line(0, "");
        line(1, "/** One row of two neighbouring panels. */");
        line(1, "static void pair(");
        line(3, "int panel, int second, int chains, int inputs, float[] x, int xo, MemorySegment w, long wo, long w2, int last,");
        line(3, "float[] start, int so, ActivationOp op, float[] out, int oo) {");
        line(2, "switch (panel << 16 | second << 8 | chains) {");
        for (Shape s : shapes()) {
            if (s.second() > 0) {
                choice(s, "case " + s.panel() + " << 16 | " + s.second() + " << 8 | " + s.chains(),
                        "(inputs, x, xo, w, wo, w2, last, start, so, op, out, oo);");
            }
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + panel + \" and \" + second + \"×\" + chains);");
        line(2, "}");
        line(1, "}");
    }

    private void choice(Shape s, String label, String arguments) {
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

    private void tile(Shape s) {
        boolean many = s.rows() > 1;
        line(0, "");
        line(1, "private static void " + s.method() + "(");
        line(3, "int inputs, float[] x, int xo, " + (many ? "int xStride, " : "") + weightsParameters()
                + (s.second() > 0 ? ", long w2" : "") + ",");
        line(3, "int last, float[] start, int so, " + (many ? "int startStride, " : "")
                + "ActivationOp op, float[] out, int oo" + (many ? ", int outStride" : "") + ") {");
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
            multiplyAdd(s, u);
            line(2, "}");
        }
        addByHalves(s);
        activate(s);
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v++) {
                String row = r == 0 ? "" : " + " + times(r, "outStride");
                line(2, s.sum(r, v, 0) + ".intoArray(out, oo" + row + column(s, v) + ");");
            }
        }
        line(1, "}");
    }

    private void requireNativeMemory() {
        if (packed) {
            line(2, "if (w.getClass() != NativeMemory.TYPE) {");
            line(3, "throw NativeMemory.required(w);");
            line(2, "}");
        }
    }

    private void loop(Shape s, int step) {
        line(2, "for (; j <= inputs - " + step + "; j += " + step + ") {");
        for (int u = 0; u < step; u++) {
            multiplyAdd(s, u);
        }
        line(2, "}");
    }

    private void start(Shape s) {
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v++) {
                String row = r == 0 ? "" : " + " + times(r, "startStride");
                line(2, "FloatVector " + s.sum(r, v, 0) + " = FloatVector.fromArray(SPECIES, start, so" + row + column(s, v)
                        + ");");
                for (int c = 1; c < s.chains(); c++) {
                    line(2, "FloatVector " + s.sum(r, v, c) + " = FloatVector.zero(SPECIES);");
                }
            }
        }
    }

    private void multiplyAdd(Shape s, int u) {
        for (int v = 0; v < s.vectors(); v++) {
            line(3, "FloatVector w" + u + "_" + v + " = " + weights(s, u, v) + ";");
        }
        if (!packed) {
            line(3, "wj += wStride;");
        }
        for (int r = 0; r < s.rows(); r++) {
            String row = r == 0 ? "xo" : "x" + r;
            String x = "x" + u + "_" + r;
            line(3, "FloatVector " + x + " = FloatVector.broadcast(SPECIES, x[" + row + " + j" + plus(u) + "]);");
            for (int v = 0; v < s.vectors(); v++) {
                String sum = s.sum(r, v, u % s.chains());
                line(3, sum + " = " + x + ".fma(w" + u + "_" + v + ", " + sum + ");");
            }
        }
    }

    private String weights(Shape s, int u, int v) {
        if (!packed) {
            return "FloatVector.fromArray(SPECIES, w, wj" + column(s, v) + ")";
        }
        boolean inSecond = v >= s.panel();
        int at = inSecond ? v - s.panel() : v;
        int width = inSecond ? s.second() : s.panel();
        return segment("w", (inSecond ? "w2" : "wo") + " + " + (u == 0 ? "j" : "(j" + plus(u) + ")") + " * "
                + (width == 1 ? "BYTES" : "(" + times(width, "BYTES") + ")")
                + (at == 0 ? "" : " + " + times(at, "BYTES")));
    }

    private static String segment(String name, String at) {
        return "FloatVector.fromMemorySegment(SPECIES, " + name + ", " + at + ", ByteOrder.nativeOrder())";
    }

    private void addByHalves(Shape s) {
        for (int h = s.chains() / 2; h >= 1; h /= 2) {
            for (int r = 0; r < s.rows(); r++) {
                for (int v = 0; v < s.vectors(); v++) {
                    for (int k = 0; k < h; k++) {
                        String sum = s.sum(r, v, k);
                        line(2, sum + " = " + sum + ".add(" + s.sum(r, v, k + h) + ");");
                    }
                }
            }
        }
    }

    /** ReLU, the one activation that is worth a place here: each costs as many lines as there are sums, and C2 its time. */
    private void activate(Shape s) {
        line(2, "if (op.code() == ActivationOp.RELU) {");
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v++) {
                String sum = s.sum(r, v, 0);
                line(3, sum + " = " + sum + ".blend(0f, " + sum + ".compare(VectorOperators.LE, 0f));");
            }
        }
        line(2, "}");
    }

    /** Dot products: rows by units, four by four at most, so that each vector of x and of weights is used four times. */
    private String dots() {
        head("""
                /**
                 * Dot products with lanes over inputs. Tile {@code rRuU} computes one vector of chains of R rows by U units: each starts
                 * from the first vector of its unit in {@code w} and takes every {@code CHAINS}-th vector of inputs after it; the chains
                 * go to {@code out}, row after row and unit after unit, CHAINS floats each.
                 */
                final class DotTiles {
                    private static final int CHAINS = WeightLayout.CHAINS;
                """);
        line(1, "private DotTiles() {}");
        line(0, "");
        line(1, "/** The tile of this shape; offsets and strides of {@code w} in bytes. */");
        line(1, "static void tile(");
        line(3, "int rows, int units, int whole, float[] x, int xo, int xStride, MemorySegment w, long wo, long wStride,");
        line(3, "float[] out, int oo) {");
        line(2, "switch (rows << 8 | units) {");
        for (int r = 1; r <= 4; r++) {
            for (int u = 1; u <= 4; u++) {
                line(3, "case " + r + " << 8 | " + u + " -> r" + r + "u" + u
                        + "(whole, x, xo, xStride, w, wo, wStride, out, oo);");
            }
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + units);");
        line(2, "}");
        line(1, "}");
        for (int r = 1; r <= 4; r++) {
            for (int u = 1; u <= 4; u++) {
                dot(r, u);
            }
        }
        return out.append("}\n").toString();
    }

    private void dot(int rows, int units) {
        line(0, "");
        line(1, "private static void r" + rows + "u" + units + "(");
        line(3, "int whole, float[] x, int xo, int xStride, MemorySegment w, long wo, long wStride, float[] out, int oo) {");
        requireNativeMemory();
        for (int r = 1; r < rows; r++) {
            line(2, "int x" + r + " = xo + " + times(r, "xStride") + ";");
        }
        for (int u = 0; u < units; u++) {
            line(2, "long w" + u + " = wo" + (u == 0 ? "" : " + " + times(u, "wStride")) + ";");
            for (int r = 0; r < rows; r++) {
                line(2, "FloatVector s" + r + "_" + u + " = "
                        + (r == 0 ? segment("w", "w" + u) : "s0_" + u) + ";");
            }
        }
        line(2, "for (int j = 0; j < whole; j += CHAINS) {");
        for (int u = 0; u < units; u++) {
            line(3, "FloatVector v" + u + " = " + segment("w", "w" + u + " + 4L * CHAINS + j * 4L") + ";");
        }
        for (int r = 0; r < rows; r++) {
            line(3, "FloatVector x_" + r + " = FloatVector.fromArray(SPECIES, x, " + (r == 0 ? "xo" : "x" + r) + " + j);");
            for (int u = 0; u < units; u++) {
                line(3, "s" + r + "_" + u + " = x_" + r + ".fma(v" + u + ", s" + r + "_" + u + ");");
            }
        }
        line(2, "}");
        for (int r = 0; r < rows; r++) {
            for (int u = 0; u < units; u++) {
                line(2, "s" + r + "_" + u + ".intoArray(out, oo + " + (r * units + u) + " * CHAINS);");
            }
        }
        line(1, "}");
    }

    /** Dot products of one unit, finished in registers: for weights that were not packed there is no scratch. */
    private String oneUnit() {
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
        return out.append("}\n").toString();
    }

    /** Rows by inputs: as many broadcast inputs as 32 registers hold beside the sums, and as 16 do; and one input, for the rest. */
    private static final int[][] STREAMS = {{1, 8}, {2, 8}, {3, 8}, {2, 4}, {2, 2}, {3, 2}, {1, 1}, {2, 1}, {3, 1}};

    /** For a few rows: passes over all units with a few inputs at a time, so that weights are read in the order they lie in. */
    private String streams() {
        head("""
                /**
                 * Passes over rows of weights as the caller has them. {@code rRjJ} adds J inputs to the sums of R rows, of all whole
                 * vectors of units: in one chain, starting from the rows of {@code start}, and into {@code out}, which may be the same.
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
        for (int[] s : STREAMS) {
            line(3, "case " + s[0] + " << 8 | " + s[1] + " -> r" + s[0] + "j" + s[1]
                    + "(units, x, xo, xStride, w, wo, start, so, startStride, out, oo);");
        }
        line(3, "default -> throw new AssertionError(\"no pass of \" + rows + \"×\" + inputs);");
        line(2, "}");
        line(1, "}");
        for (int[] s : STREAMS) {
            stream(s[0], s[1]);
        }
        return out.append("}\n").toString();
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

    private static List<Shape> halfVectorShapes() {
        List<Shape> shapes = new ArrayList<>();
        for (int chains = 1; chains <= 4; chains *= 2) {
            for (int rows = 1; rows <= 6; rows++) {
                shapes.add(new Shape(rows, 1, 0, chains));
            }
        }
        shapes.add(new Shape(1, 1, 0, 16));
        return shapes;
    }

    /** Layers of half a vector of units or more, but not a whole one, over the caller's weights. */
    private String halfVectors() {
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
        for (Shape s : halfVectorShapes()) {
            line(3, "case " + s.rows() + " << 8 | " + s.chains() + " -> r" + s.rows() + "c" + s.chains()
                    + "(inputs, units, x, xo, w, wo, bias, bo, op, out, oo, isLast);");
        }
        line(3, "default -> throw new AssertionError(\"no tile of \" + rows + \"×\" + chains);");
        line(2, "}");
        line(1, "}");
        for (Shape s : halfVectorShapes()) {
            halfVector(s);
        }
        return out.append("}\n").toString();
    }

    private void halfVector(Shape s) {
        int most = s.rows() - 1;
        line(0, "");
        line(1, "private static void r" + s.rows() + "c" + s.chains() + "(");
        line(3, "int inputs, int units, float[] x, int xo, float[] w, int wo, float[] bias, int bo, ActivationOp op, float[] out,");
        line(3, "int oo, boolean isLast) {");
        for (int r = 1; r < s.rows(); r++) {
            line(2, "int x" + r + " = xo + " + times(r, "inputs") + ";");
        }
        line(2, "FloatVector b = FloatVector.zero(SPECIES);");
        line(2, "if (bias != null) {");
        for (int k = 0; k < 15; k++) {
            line(3, "if (LANES > " + (k + 1) + " && units > " + k + ") {");
            line(4, "b = b.withLane(" + k + ", bias[bo" + plus(k) + "]);");
            line(3, "}");
        }
        line(2, "}");
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
        line(2, "FloatVector end = FloatVector.zero(SPECIES);");
        for (int k = 0; k < 15; k++) {
            line(2, "if (LANES > " + (k + 1) + " && units > " + k + ") {");
            line(3, "end = end.withLane(" + k + ", w[wj" + plus(k) + "]);");
            line(2, "}");
        }
        for (int u = 0; u < s.chains(); u++) {
            line(2, "if (j" + plus(u) + " == most) {");
            halfVectorInput(s, u, "end");
            line(2, "}");
        }
        addByHalves(s);
        activate(s);
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

    private void halfVectorInput(Shape s, int u, String weights) {
        line(3, "FloatVector w" + u + " = " + weights + ";");
        for (int r = 0; r < s.rows(); r++) {
            String sum = s.sum(r, 0, u);
            line(3, sum + " = w" + u + ".fma(FloatVector.broadcast(SPECIES, x[" + (r == 0 ? "xo" : "x" + r) + " + j" + plus(u)
                    + "]), " + sum + ");");
        }
    }

    private static String column(Shape s, int v) {
        return v == 0 && s.vectors() > 1 ? "" : v == s.vectors() - 1 ? " + last" : " + " + times(v, "LANES");
    }

    private static String plus(int n) {
        return n == 0 ? "" : " + " + n;
    }

    private static String times(int n, String name) {
        return n == 1 ? name : n + " * " + name;
    }

    private void line(int depth, String text) {
        out.append("    ".repeat(text.isEmpty() ? 0 : depth)).append(text).append('\n');
    }
}
