package dev.lanewise.testing;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.Dense;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import java.util.Random;

/** Networks and rows drawn from a seed, and the way to evaluate them that uses neither plan nor packing. */
public final class Networks {
    private Networks() {}

    public static DenseLayer layer(long seed, int inputs, int units, Activation activation) {
        Random random = new Random(seed);
        float scale = (float) (1 / Math.sqrt(inputs));
        return DenseLayer.of(
                inputs, units, gaussian(random, inputs * units, scale), gaussian(random, units, scale), activation);
    }

    /** Hidden layers and output all with the same activation. */
    public static Network random(long seed, Activation activation, int... sizes) {
        DenseLayer[] layers = new DenseLayer[sizes.length - 1];
        for (int l = 0; l < layers.length; l++) {
            layers[l] = layer(seed + l, sizes[l], sizes[l + 1], activation);
        }
        return Network.of(layers);
    }

    public static float[] rows(long seed, int rows, int inputs) {
        return gaussian(new Random(seed), rows * inputs, 1);
    }

    private static float[] gaussian(Random random, int n, float scale) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return values;
    }

    /** The network by {@link Dense#forward} with {@link Backend#LOOP}, layer by layer. */
    public static float[] layerByLayer(Network network, int rows, float[] x) {
        float[] in = x;
        for (DenseLayer layer : network.layers()) {
            float[] out = new float[rows * layer.units()];
            Dense.forward(
                    Backend.LOOP, rows, layer.inputs(), layer.units(), in, 0, layer.weights(), 0, layer.biases(), 0,
                    layer.activation(), out, 0);
            in = out;
        }
        return in;
    }
}
