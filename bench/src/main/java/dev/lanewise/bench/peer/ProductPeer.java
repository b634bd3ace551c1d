package dev.lanewise.bench.peer;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.bench.model.Layer;
import java.util.List;

/**
 * A library that multiplies matrices and knows no layers. Each row of the result is set to the bias, the product is
 * added to it, and the activation is the library's own, in vectors: the peer is not to lose by a slow curve, nor by biases,
 * which narrow layers take for many rows at once.
 */
abstract class ProductPeer implements Peer {
    /** A copy of fewer floats costs its call rather than its floats. */
    private static final int NARROW = 128;

    /** 64 KiB: more would come from far caches, where one row of biases stays in the nearest. */
    private static final int MOST_BIASES = 16 * 1024;

    @Override
    public Role role() {
        return Role.COMPETITOR;
    }

    /** What adds x · weights to z; all row-major, from index 0 on. */
    abstract Runnable product(int rows, Layer layer, float[] x, float[] z);

    @Override
    public Call prepare(List<Layer> layers, int rows) {
        return new Products(layers, rows);
    }

    private final class Products extends ArrayCall {
        private final Step[] steps;

        Products(List<Layer> layers, int rows) {
            super(rows * layers.getFirst().inputs(), rows * layers.getLast().units());
            steps = new Step[layers.size()];
            float[] in = x;
            for (int l = 0; l < steps.length; l++) {
                float[] out = l == steps.length - 1 ? z : new float[rows * layers.get(l).units()];
                steps[l] = new Step(layers.get(l), rows, biases(layers.get(l), rows), out, product(rows, layers.get(l), in, out));
                in = out;
            }
        }

        @Override
        public void run() {
            for (Step step : steps) {
                step.run();
            }
        }
    }

    /** Of as many rows as there is room for where they are narrow, else of one. */
    private static float[] biases(Layer layer, int rows) {
        int units = layer.units();
        int copies = units < NARROW ? Math.min(rows, MOST_BIASES / units) : 1;
        float[] biases = new float[copies * units];
        for (int i = 0; i < copies; i++) {
            System.arraycopy(layer.bias(), 0, biases, i * units, units);
        }
        return biases;
    }

    private record Step(Layer layer, int rows, float[] biases, float[] out, Runnable product) {
        void run() {
            int units = layer.units();
            for (int at = 0; at < rows * units; at += biases.length) {
                System.arraycopy(biases, 0, out, at, Math.min(biases.length, rows * units - at));
            }
            product.run();
            if (!layer.activation().equals(Activation.IDENTITY)) {
                layer.activation().apply(Backend.VECTOR, rows, units, out, 0, out, 0);
            }
        }
    }
}
