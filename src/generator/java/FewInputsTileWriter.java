import java.util.ArrayList;
import java.util.List;

/** Layers of few inputs, without a loop over inputs: rows one by one, or two by two where a panel is one vector. */
final class FewInputsTileWriter extends TileWriter {
    /** Which layers go this way, is told in RegisterTile, which chooses. */
    private static final int LEAST_INPUTS = 2;

    private static final int MOST_INPUTS = 16;

    private static final int MOST_VECTORS = 4;

    private record Layer(int inputs, int panel, int chains) {}

    /** One method: rows at a turn, by vectors of a panel of some width. */
    private record Shape(int inputs, int rows, int vectors, int panel, int chains) {
        String method() {
            return "j" + inputs + "r" + rows + "v" + vectors + (vectors == panel ? "" : "of" + panel) + "c" + chains;
        }

        TileShape tile() {
            return new TileShape(rows, vectors, 0, chains);
        }
    }

    FewInputsTileWriter() {
        super(true);
    }

    private static List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        for (int panel = 1; panel <= MOST_VECTORS; panel++) {
            for (int chains = 1; chains <= 4; chains *= 2) {
                for (int inputs = LEAST_INPUTS; inputs <= MOST_INPUTS; inputs++) {
                    if (hasTile(inputs, panel, chains)) {
                        layers.add(new Layer(inputs, panel, chains));
                    }
                }
            }
        }
        return layers;
    }

    /** The rule of RegisterTile.isByRow, but for the rows. */
    private static boolean hasTile(int inputs, int panel, int chains) {
        int most = Integer.highestOneBit(inputs / 2);
        return panel < MOST_VECTORS ? chains == Math.min(most, 4) : chains <= Math.min(most, 2);
    }

    @Override
    String write() {
        head("""
                /**
                 * Rows of few inputs, side by side in {@code x}. {@code jJrRvVcC} computes R rows of J inputs at a turn, by V
                 * vectors of units, each sum in C chains. The ranges of x and of the weights are checked once, before the loop
                 * over rows, and those of {@code out}, whose stride is no constant, at each row. A tile checks all of them for
                 * every few rows: one of six rows by 10 inputs took 38 ns to begin, with 24 ranges of x, and to end, and 17 for
                 * its FMAs (Zen 4).
                 *
                 * <p>C2 takes weights out of the loop as far as there are registers, and with more sums at a turn spills the
                 * sums for them. C1 gave up ("out of virtual registers") on such methods of 90 loads, broadcasts and FMAs, took
                 * those of 84, and a method that it gives up on may stay interpreted for seconds; so a panel of three or four
                 * vectors goes in two parts, {@code vVofP}.
                 *
                 * <p>Weights are packed as a panel, {@code wo} is in bytes. Chain 0 starts from {@code start} at {@code so},
                 * the same for every row. The vectors of units are at {@code first} and {@code second} in {@code start} and
                 * {@code out}. Rows are stored in rising order.
                 */
                final class FewInputsTiles {
                """);
        line(1, "private FewInputsTiles() {}");
        dispatch();
        layers().forEach(this::methods);
        return end();
    }

    private void methods(Layer layer) {
        int inputs = layer.inputs();
        int panel = layer.panel();
        int chains = layer.chains();
        if (panel == 1) {
            method(new Shape(inputs, 2, 1, panel, chains));
        } else {
            method(new Shape(inputs, 1, 2, panel, chains));
        }
        if (panel % 2 == 1) {
            method(new Shape(inputs, 1, 1, panel, chains));
        }
    }

    private void dispatch() {
        line(0, "");
        line(1, "/** All rows by a panel of this width; the last of its vectors at {@code last}. */");
        line(1, "static void rows(");
        line(3, "int inputs, int panel, int chains, int rows, float[] x, int xo, MemorySegment w, long wo, int last,");
        line(3, "float[] start, int so, ActivationOp op, float[] out, int oo, int outStride) {");
        line(2, "switch (inputs << 16 | panel << 8 | chains) {");
        layers().forEach(this::choice);
        line(3, "default -> throw new AssertionError(\"no tile of \" + inputs + \"×\" + panel + \"×\" + chains);");
        line(2, "}");
        line(1, "}");
    }

    private void choice(Layer layer) {
        int inputs = layer.inputs();
        int panel = layer.panel();
        int chains = layer.chains();
        line(3, "case " + inputs + " << 16 | " + panel + " << 8 | " + chains + " -> {");
        if (panel == 1) {
            call(new Shape(inputs, 2, 1, panel, chains), 4, "rows, x, xo", "wo, last, 0", "oo");
            line(4, "if ((rows & 1) != 0) {");
            call(new Shape(inputs, 1, 1, panel, chains), 5, "1, x, xo + (rows - 1) * " + inputs, "wo, last, 0",
                    "oo + (rows - 1) * outStride");
            line(4, "}");
        } else {
            call(new Shape(inputs, 1, 2, panel, chains), 4, "rows, x, xo", "wo, 0, " + (panel == 2 ? "last" : "LANES"), "oo");
        }
        if (panel == 3) {
            call(new Shape(inputs, 1, 1, panel, chains), 4, "rows, x, xo", "wo + 2 * BYTES, last, 0", "oo");
        } else if (panel == 4) {
            call(new Shape(inputs, 1, 2, panel, chains), 4, "rows, x, xo", "wo + 2 * BYTES, 2 * LANES, last", "oo");
        }
        line(3, "}");
    }

    private void call(Shape shape, int depth, String x, String w, String out) {
        line(depth, shape.method() + "(" + x + ", w, " + w + ", start, so, op, out, " + out + ", outStride);");
    }

    private void method(Shape shape) {
        TileShape s = shape.tile();
        line(0, "");
        line(1, "private static void " + shape.method() + "(");
        line(3, "int rows, float[] x, int xo, MemorySegment w, long wo, int first, int second, float[] start, int so,");
        line(3, "ActivationOp op, float[] out, int oo, int outStride) {");
        requireNativeMemory();
        for (int v = 0; v < s.vectors(); v++) {
            line(2, "FloatVector start" + v + " = FloatVector.fromArray(SPECIES, start, so + " + column(v) + ");");
        }
        line(2, "for (int row = 0; row <= rows - " + s.rows() + "; row += " + s.rows() + ") {");
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v++) {
                for (int c = 0; c < s.chains(); c++) {
                    line(3, "FloatVector " + s.sum(r, v, c) + " = " + (c == 0 ? "start" + v : "FloatVector.zero(SPECIES)") + ";");
                }
            }
        }
        for (int j = 0; j < shape.inputs(); j++) {
            multiplyAdd(shape, j);
        }
        addByHalves(3, s);
        activate(3, s);
        for (int r = 0; r < s.rows(); r++) {
            for (int v = 0; v < s.vectors(); v++) {
                line(3, s.sum(r, v, 0) + ".intoArray(out, oo + (row" + plus(r) + ") * outStride + " + column(v) + ");");
            }
        }
        line(2, "}");
        line(1, "}");
    }

    private void multiplyAdd(Shape shape, int j) {
        TileShape s = shape.tile();
        for (int v = 0; v < s.vectors(); v++) {
            line(3, "FloatVector w" + j + "_" + v + " = " + segment("w", "wo + " + (j * shape.panel() + v) + " * BYTES") + ";");
        }
        for (int r = 0; r < s.rows(); r++) {
            String x = "x" + j + "_" + r;
            line(3, "FloatVector " + x + " = FloatVector.broadcast(SPECIES, x[xo + row * " + shape.inputs()
                    + plus(r * shape.inputs() + j) + "]);");
            for (int v = 0; v < s.vectors(); v++) {
                String sum = s.sum(r, v, j % s.chains());
                line(3, sum + " = " + x + ".fma(w" + j + "_" + v + ", " + sum + ");");
            }
        }
    }

    private static String column(int v) {
        return v == 0 ? "first" : "second";
    }
}
