package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.pack.Packing;
import java.util.HashMap;
import java.util.Map;

/**
 * How a network is computed: layer after layer, in blocks of rows small enough that what one layer writes is still in
 * cache when the next reads it. Immutable but for the packed weights, which are made once; safe to share.
 */
public final class NetworkPlan {
    private final LayerPlan[] layers;
    private final int widestHidden;
    private final long workPerRow;
    private final Map<Kernels, float[][]> packed = new HashMap<>();

    /** Keeps {@code layers}, which fit together and are one or more. */
    public NetworkPlan(LayerPlan[] layers) {
        this.layers = layers;
        int widest = 0;
        for (int l = 0; l < layers.length - 1; l++) {
            widest = Math.max(widest, layers[l].units());
        }
        this.widestHidden = widest;
        long work = 0;
        for (LayerPlan layer : layers) {
            work += (long) layer.inputs() * layer.units();
        }
        this.workPerRow = work;
    }

    int inputs() {
        return layers[0].inputs();
    }

    int outputs() {
        return layers[layers.length - 1].units();
    }

    /** Multiply-adds per row. */
    long workPerRow() {
        return workPerRow;
    }

    /** The units of the widest layer but the last: what a row needs of scratch, twice. */
    int widestHidden() {
        return widestHidden;
    }

    /** The weights of each layer as these kernels want them: packed on the first call, the same arrays ever after. */
    public synchronized float[][] weightsFor(Kernels kernels) {
        return packed.computeIfAbsent(kernels, this::pack);
    }

    private float[][] pack(Kernels kernels) {
        float[][] panels = new float[layers.length][];
        for (int l = 0; l < layers.length; l++) {
            LayerPlan layer = layers[l];
            int units = layer.units();
            panels[l] = Packing.pack(
                    layer.inputs(), units, layer.weights(), kernels.panelWidth(units), kernels.lanes(units));
        }
        return panels;
    }

    /**
     * Runs rows through all layers on the calling thread.
     *
     * @param weights from {@link #weightsFor} of the same kernels
     */
    public void run(
            Kernels kernels, float[][] weights, Scratch scratch, int rows, float[] x, int xOffset, float[] z, int zOffset) {
        for (int done = 0; done < rows; ) {
            int block = Math.min(scratch.rows(), rows - done);
            runBlock(kernels, weights, scratch, block, x, xOffset + done * inputs(), z, zOffset + done * outputs());
            done += block;
        }
    }

    private void runBlock(
            Kernels kernels, float[][] weights, Scratch scratch, int rows, float[] x, int xOffset, float[] z, int zOffset) {
        float[] in = x;
        int inOffset = xOffset;
        for (int l = 0; l < layers.length; l++) {
            LayerPlan layer = layers[l];
            boolean last = l == layers.length - 1;
            float[] out = last ? z : (l & 1) == 0 ? scratch.even() : scratch.odd();
            int outOffset = last ? zOffset : 0;
            kernels.forwardPanels(rows, layer.inputs(), layer.units(), in, inOffset, weights[l], layer.bias(),
                    layer.op(), out, outOffset);
            in = out;
            inOffset = outOffset;
        }
    }
}
