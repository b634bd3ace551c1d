package dev.lanewise.cli;

import dev.lanewise.Backend;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.internal.kernel.C2Loop;
import dev.lanewise.internal.kernel.TextbookLoop;
import java.util.List;

/**
 * A network in the textbook loop or the C2 loop, layer by layer. The activations are the library's own, in loops, so that
 * only the sums differ.
 */
final class Baseline implements Contestant {
    private final boolean c2;
    private final List<DenseLayer> layers;
    private final float[][] weights;
    private final float[][] biases;
    private final float[][] outputs;
    private final float[] sums;
    private final float[] values;

    Baseline(Network network, int maxRows, boolean c2) {
        this.c2 = c2;
        this.layers = network.layers();
        this.weights = layers.stream().map(DenseLayer::weights).toArray(float[][]::new);
        this.biases = layers.stream().map(DenseLayer::biases).toArray(float[][]::new);
        this.outputs = layers.stream().limit(layers.size() - 1L).map(layer -> new float[maxRows * layer.units()])
                .toArray(float[][]::new);
        int widest = layers.stream().mapToInt(DenseLayer::units).max().orElseThrow();
        this.sums = new float[widest];
        this.values = new float[widest];
    }

    @Override
    public void evaluate(int rows, float[] x, int xOffset, float[] z) {
        float[] in = x;
        int inOffset = xOffset;
        for (int l = 0; l < layers.size(); l++) {
            DenseLayer layer = layers.get(l);
            int units = layer.units();
            float[] out = l == layers.size() - 1 ? z : outputs[l];
            if (c2) {
                C2Loop.sums(rows, layer.inputs(), units, in, inOffset, weights[l], biases[l], out, 0, sums, values);
            } else {
                TextbookLoop.sums(rows, layer.inputs(), units, in, inOffset, weights[l], biases[l], out, 0);
            }
            layer.activation().apply(Backend.LOOP, rows, units, out, 0, out, 0);
            in = out;
            inOffset = 0;
        }
    }
}
