package dev.lanewise.cli;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.Dense;
import dev.lanewise.DenseLayer;
import dev.lanewise.Evaluator;
import dev.lanewise.EvaluatorOptions;
import dev.lanewise.Network;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Layers of many shapes, with every activation and with the floats at the edges of the format, and networks of several
 * layers, through loops and through every other way to evaluate them here. Loops are also held to a digest of their own bits
 * on other machines.
 *
 * <p>The grid is gone through several times: compiled code and interpreted code are to agree, and the compilers need some
 * calls to begin. All numbers come from a seed by integer arithmetic, so that the digest is the same everywhere.
 */
final class SelfTest {
    /** Of the outputs of loops, NaN made one. A change of bits changes it, which takes a new version; so does a new grid. */
    static final String RELEASED_DIGEST = "e874b63fb5be4296faa86f99f9792f28db364f758b0887500a57c6597e1371f0";

    /** Lanes, tiles and chains of every width, one less and one more. */
    private static final int[] INPUTS = {1, 2, 3, 7, 8, 16, 17, 33, 64, 100};

    private static final int[] UNITS = {1, 2, 3, 5, 7, 8, 10, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 80, 128, 150};
    private static final int[] ROWS = {1, 2, 3, 4, 5, 8, 13, 33};

    /** Rows, inputs and units of calls that take long enough for a second thread, by rows and by units. */
    private static final int[][] WIDE = {{300, 128, 256}, {2, 600, 700}, {1, 1024, 512}};

    /** Sizes of networks: narrow, narrowing, and deep. */
    private static final int[][] NETWORKS = {{10, 16, 1}, {64, 64, 32, 10}, {20, 33, 7, 130, 24, 5}};

    private static final float[] EDGES = {
        0f, -0f, 1f, -1f, 1 + Math.ulp(1f), Float.MIN_VALUE, -Float.MIN_VALUE, 0x0.fffffep-126f, Float.MIN_NORMAL,
        Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN,
        1e-30f, -1e30f, 88.8f, -88.8f, -103.9f, 0.55f, -9.1f, 30f
    };

    /** A way to evaluate a network. */
    interface Way {
        /** For people. */
        String name();

        /** Evaluates all rows into z. */
        void evaluate(Network network, int rows, float[] x, float[] z);
    }

    private final List<Way> ways;
    private final Map<Way, String> differences = new LinkedHashMap<>();
    private final MessageDigest digest;
    private long networks;
    private long outputs;

    SelfTest(List<Way> ways) {
        this.ways = List.copyOf(ways);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256, but not this one", e);
        }
    }

    /** What is available here, loops included: a network in loops is not the layer in loops. */
    static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            if (backend.isAvailable()) {
                String name = backend == Backend.LOOP ? "loop" : "vector";
                if (backend == Backend.VECTOR) {
                    ways.add(new Forward());
                }
                ways.add(new Evaluated(name + ", row by row", backend, 1, true));
                ways.add(new Evaluated(name + ", batch", backend, 1, false));
                ways.add(new Evaluated(name + ", batch on two threads", backend, 2, false));
            }
        }
        return ways;
    }

    /** The fused operation over row-major weights. */
    private record Forward() implements Way {
        @Override
        public String name() {
            return "vector, not packed";
        }

        @Override
        public void evaluate(Network network, int rows, float[] x, float[] z) {
            forward(Backend.VECTOR, network, rows, x, z);
        }
    }

    /** With an evaluator, over packed weights. */
    private record Evaluated(String name, Backend backend, int threads, boolean rowByRow) implements Way {
        @Override
        public void evaluate(Network network, int rows, float[] x, float[] z) {
            EvaluatorOptions options = EvaluatorOptions.defaults().withBackend(backend).withThreads(threads);
            try (Evaluator evaluator = network.evaluator(options)) {
                int step = rowByRow ? 1 : rows;
                for (int row = 0; row < rows; row += step) {
                    evaluator.evaluate(step, x, row * network.inputs(), z, row * network.outputs());
                }
            }
        }
    }

    /** Layer by layer, which defines what a network gives. */
    private static void forward(Backend backend, Network network, int rows, float[] x, float[] z) {
        float[] in = x;
        for (DenseLayer layer : network.layers()) {
            float[] out = layer == network.layers().getLast() ? z : new float[rows * layer.units()];
            Dense.forward(backend, rows, layer.inputs(), layer.units(), in, 0, layer.weights(), 0, layer.biases(), 0,
                    layer.activation(), out, 0);
            in = out;
        }
    }

    /** Goes through the grid, so many times. */
    void run(int rounds) {
        List<Trial> trials = trials();
        for (int round = 0; round < rounds; round++) {
            for (Trial one : trials) {
                float[] expected = new float[one.rows() * one.network().outputs()];
                forward(Backend.LOOP, one.network(), one.rows(), one.x(), expected);
                if (round == 0) {
                    digest(expected);
                }
                for (Way way : ways) {
                    compare(way, one, expected);
                }
            }
        }
    }

    private void compare(Way way, Trial one, float[] expected) {
        float[] z = new float[expected.length];
        way.evaluate(one.network(), one.rows(), one.x(), z);
        int first = Agreement.firstDifference(expected, z);
        networks++;
        outputs += z.length;
        if (first >= 0) {
            int units = one.network().outputs();
            differences.putIfAbsent(way, one.rows() + " rows through " + describe(one.network()) + ": output "
                    + first % units + " of row " + first / units + " is " + z[first] + " and not " + expected[first]);
        }
    }

    /** Such as {@code 10-16-1 sigmoid identity}. */
    private static String describe(Network network) {
        StringBuilder sizes = new StringBuilder().append(network.inputs());
        StringBuilder activations = new StringBuilder();
        for (DenseLayer layer : network.layers()) {
            sizes.append('-').append(layer.units());
            activations.append(' ').append(layer.activation());
        }
        return sizes.append(activations).toString();
    }

    private void digest(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        for (float value : values) {
            bytes.putInt(Float.floatToIntBits(value));
        }
        digest.update(bytes.flip());
    }

    /** Networks evaluated, in all ways and rounds. */
    long networks() {
        return networks;
    }

    long outputs() {
        return outputs;
    }

    /** For each way that differs, where it did so first. */
    Map<Way, String> differences() {
        return differences;
    }

    /** Of the outputs of loops, after the run. */
    String digest() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int inputs : INPUTS) {
            for (int units : UNITS) {
                int n = trials.size();
                Activation activation = ACTIVATIONS.get(n % ACTIVATIONS.size());
                boolean edges = n / ACTIVATIONS.size() % 2 == 1;
                trials.add(layer(random, ROWS[n % ROWS.length], inputs, units, activation, edges));
            }
        }
        for (Activation activation : ACTIVATIONS) { // every edge through every activation, alone and in every lane
            for (int units : new int[] {1, 40}) {
                float[] ones = new float[units];
                Arrays.fill(ones, 1);
                DenseLayer layer = DenseLayer.of(1, units, ones, null, activation);
                trials.add(new Trial(Network.of(layer), EDGES.length, EDGES));
            }
        }
        for (int units : new int[] {1, 5, 17, 40}) { // slopes of their own, which only layers of so many units take
            trials.add(layer(random, 13, 20, units, Activation.prelu(values(random, units, 2)), true));
        }
        for (int[] wide : WIDE) {
            trials.add(layer(random, wide[0], wide[1], wide[2], Activation.TANH, false));
        }
        for (int[] sizes : NETWORKS) {
            DenseLayer[] layers = new DenseLayer[sizes.length - 1];
            for (int l = 0; l < layers.length; l++) {
                Activation activation = l < layers.length - 1 ? Activation.RELU : Activation.SOFTMAX;
                layers[l] = layer(random, 1, sizes[l], sizes[l + 1], activation, false).network().layers().getFirst();
            }
            trials.add(new Trial(Network.of(layers), 100, values(random, 100 * sizes[0], 4)));
        }
        return trials;
    }

    private static Trial layer(
            SplittableRandom random, int rows, int inputs, int units, Activation activation, boolean edges) {
        float scale = 2f / Integer.highestOneBit(inputs);
        float[] weights = values(random, inputs * units, scale);
        float[] bias = values(random, units, 1);
        float[] x = values(random, rows * inputs, 4);
        if (edges) { // one in a row, so that the other outputs still tell something
            for (int i = 0; i < rows; i++) {
                x[i * inputs + random.nextInt(inputs)] = EDGES[random.nextInt(EDGES.length)];
            }
            weights[random.nextInt(weights.length)] = EDGES[random.nextInt(EDGES.length)];
        }
        return new Trial(Network.of(DenseLayer.of(inputs, units, weights, bias, activation)), rows, x);
    }

    /** Uniform in ±scale, in steps of 2^-31 of it. */
    private static float[] values(SplittableRandom random, int count, float scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt() * 0x1p-31f * scale;
        }
        return values;
    }

    private static final List<Activation> ACTIVATIONS = List.of(
            Activation.IDENTITY, Activation.RELU, Activation.RELU6, Activation.SIGMOID, Activation.LOG_SIGMOID,
            Activation.HARD_SIGMOID, Activation.TANH, Activation.HARD_TANH, Activation.SOFTPLUS, Activation.SOFTSIGN,
            Activation.SILU, Activation.HARD_SWISH, Activation.MISH, Activation.SELU, Activation.GELU,
            Activation.GELU_TANH, Activation.EXP, Activation.SOFTMAX, Activation.LOG_SOFTMAX, Activation.leakyRelu(0.01f),
            Activation.thresholdedRelu(1.5f), Activation.elu(0.7f), Activation.celu(2.5f), Activation.softplus(3),
            Activation.silu(1.702f), Activation.softmax(0.5f), Activation.clip(-0.25f, 1.75f));
}
