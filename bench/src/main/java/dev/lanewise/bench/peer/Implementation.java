package dev.lanewise.bench.peer;

import dev.lanewise.Backend;
import dev.lanewise.Dense;
import dev.lanewise.DenseLayer;
import dev.lanewise.Evaluator;
import dev.lanewise.EvaluatorOptions;
import dev.lanewise.Network;
import dev.lanewise.internal.kernel.C2Loop;
import dev.lanewise.internal.kernel.TextbookLoop;
import dev.lanewise.bench.model.Layer;
import java.util.List;

/**
 * Who computes. A benchmark binds one of them to its arrays and times the {@link Runnable}: one call. That indirection
 * costs all of them the same, one to three nanoseconds.
 */
public enum Implementation {
    /** Row, unit, input, {@code s += x * w}: the formula as it stands in a textbook. */
    TEXTBOOK("textbook"),

    /** Reordered, weights and sums in scratch: the form that C2 vectorises by itself. */
    C2_LOOP("C2 loop"),

    /** {@link Backend#LOOP}: plain loops in the defined order of summation. */
    LOOP("loop"),

    /** {@link Backend#VECTOR}: the Vector API; the same bits. */
    VECTOR("vector");

    private final String title;

    Implementation(String title) {
        this.title = title;
    }

    /** The name in a table. */
    public String title() {
        return title;
    }

    /**
     * One fused layer over the row-major weights as they are, nothing prepared.
     *
     * @throws IllegalStateException if it cannot run here
     */
    public Runnable layer(Layer layer, int rows, float[] x, float[] z) {
        int inputs = layer.inputs();
        int units = layer.units();
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        return switch (this) {
            case TEXTBOOK -> () -> {
                TextbookLoop.sums(rows, inputs, units, x, 0, weights, bias, z, 0);
                layer.activation().apply(Backend.LOOP, rows, units, z, 0, z, 0);
            };
            case C2_LOOP -> {
                float[] sums = new float[units];
                float[] values = new float[units];
                yield () -> {
                    C2Loop.sums(rows, inputs, units, x, 0, weights, bias, z, 0, sums, values);
                    layer.activation().apply(Backend.LOOP, rows, units, z, 0, z, 0);
                };
            }
            case LOOP -> dense(Backend.LOOP, layer, rows, x, z);
            case VECTOR -> dense(Backend.VECTOR, layer, rows, x, z);
        };
    }

    /**
     * All layers, prepared as well as the implementation can: the library packs its weights.
     *
     * @throws IllegalStateException if it cannot run here
     */
    public Runnable network(List<Layer> layers, int rows, float[] x, float[] z) {
        return switch (this) {
            case TEXTBOOK, C2_LOOP -> layerByLayer(layers, rows, x, z);
            case LOOP -> evaluator(Backend.LOOP, layers, rows, x, z);
            case VECTOR -> evaluator(Backend.VECTOR, layers, rows, x, z);
        };
    }

    /** {@link #layer} after {@link #layer}, through an array of its own for each hidden layer. */
    public Runnable layerByLayer(List<Layer> layers, int rows, float[] x, float[] z) {
        Runnable[] calls = new Runnable[layers.size()];
        float[] in = x;
        for (int l = 0; l < calls.length; l++) {
            float[] out = l == calls.length - 1 ? z : new float[rows * layers.get(l).units()];
            calls[l] = layer(layers.get(l), rows, in, out);
            in = out;
        }
        return () -> {
            for (Runnable call : calls) {
                call.run();
            }
        };
    }

    private static Runnable dense(Backend backend, Layer layer, int rows, float[] x, float[] z) {
        requireAvailable(backend);
        int inputs = layer.inputs();
        int units = layer.units();
        return () -> Dense.forward(
                backend, rows, inputs, units, x, 0, layer.weights(), 0, layer.bias(), 0, layer.activation(), z, 0);
    }

    private static Runnable evaluator(Backend backend, List<Layer> layers, int rows, float[] x, float[] z) {
        requireAvailable(backend);
        Evaluator evaluator = networkOf(layers).evaluator(EvaluatorOptions.defaults().withBackend(backend));
        return () -> evaluator.evaluate(rows, x, 0, z, 0);
    }

    static Network networkOf(List<Layer> layers) {
        return Network.of(layers.stream()
                .map(layer -> DenseLayer.of(
                        layer.inputs(), layer.units(), layer.weights(), layer.bias(), layer.activation()))
                .toArray(DenseLayer[]::new));
    }

    /** Never time loops under the name of vectors. */
    public static void requireAvailable(Backend backend) {
        if (!backend.isAvailable()) {
            throw new IllegalStateException("backend=" + backend + " cannot be timed: " + backend.description());
        }
    }
}
