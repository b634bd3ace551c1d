package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.pack.PackedLayer;
import java.util.HashMap;
import java.util.Map;

/**
 * How a network is computed: layer after layer, in blocks of rows small enough that what one layer writes is still in
 * cache when the next reads it. Immutable but for the packed weights, which are made once; safe to share.
 */
public final class NetworkPlan {
    private static final int FEW_ROWS = 64;

    private static final int MANY_ROWS = 256;

    /** Floats of scratch that no network is too small for: 4 MiB. */
    private static final long LEAST_SCRATCH = 1 << 20;

    /** And that no array exceeds. */
    private static final long MOST_SCRATCH = 1 << 30;

    /** Weights that an L2 cache of a core does not hold beside the rows: 2 MiB. */
    private static final long MANY_WEIGHTS = 1 << 19;

    private final LayerPlan[] layers;

    /** The units of the widest hidden layer of even index, and of odd index. */
    private final int[] widestHidden = new int[2];

    private final long workPerRow;
    private final Map<Kernels, PackedLayer[]> packed = new HashMap<>();

    /** Keeps {@code layers}, which fit together and are one or more. */
    public NetworkPlan(LayerPlan[] layers) {
        this.layers = layers;
        for (int l = 0; l < layers.length - 1; l++) {
            widestHidden[l & 1] = Math.max(widestHidden[l & 1], layers[l].units());
        }
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

    LayerPlan layer(int l) {
        return layers[l];
    }

    /** Multiply-adds per row. */
    long workPerRow() {
        return workPerRow;
    }

    /** The units of the widest layer but the last; 0 where there is one layer. */
    public int widestHidden() {
        return Math.max(widestHidden[0], widestHidden[1]);
    }

    /** What a row needs of scratch after layers of even index, 0, or of odd index, 1. */
    int widestHidden(int parity) {
        return widestHidden[parity];
    }

    /**
     * Rows per block where the caller does not say. Weights that do not stay in cache are read again for each block: in blocks
     * of 256 rows instead of 64, 1024-4096-1024 takes 0.80 of the time and 479-1024-1024-512-256-1 0.96, but
     * 640-128×4-8-128×4-640 1.06, whose weights do stay (Xeon, 2 MiB of L2). Scratch is never larger than the weights or 4 MiB,
     * but for a single row.
     */
    public int usualRows() {
        long scratchPerRow = (long) widestHidden[0] + widestHidden[1];
        boolean isLarge = workPerRow >= MANY_WEIGHTS && workPerRow >= MANY_ROWS * scratchPerRow;
        long most = Math.clamp(workPerRow, LEAST_SCRATCH, MOST_SCRATCH) / Math.max(1, scratchPerRow);
        return Math.clamp(most, 1, isLarge ? MANY_ROWS : FEW_ROWS);
    }

    /** The weights of each layer as these kernels want them: packed on the first call, the same arrays ever after. */
    synchronized PackedLayer[] packedFor(Kernels kernels) {
        return packed.computeIfAbsent(kernels, this::pack);
    }

    private PackedLayer[] pack(Kernels kernels) {
        PackedLayer[] made = new PackedLayer[layers.length];
        for (int l = 0; l < layers.length; l++) {
            LayerPlan layer = layers[l];
            made[l] = PackedLayer.of(kernels, layer.inputs(), layer.units(), layer.weights(), layer.bias());
        }
        return made;
    }

    /**
     * Runs rows through all layers on the calling thread.
     *
     * @param packed from {@link #packedFor} of the same kernels
     */
    void run(
            Kernels kernels, PackedLayer[] packed, Scratch scratch, int rows, float[] x, int xOffset, float[] z, int zOffset) {
        for (int done = 0; done < rows; ) {
            int block = Math.min(scratch.rows(), rows - done);
            runBlock(kernels, packed, scratch, block, x, xOffset + done * inputs(), z, zOffset + done * outputs());
            done += block;
        }
    }

    private void runBlock(
            Kernels kernels, PackedLayer[] packed, Scratch scratch, int rows, float[] x, int xOffset, float[] z, int zOffset) {
        float[] in = x;
        int inOffset = xOffset;
        for (int l = 0; l < layers.length; l++) {
            boolean last = l == layers.length - 1;
            float[] out = last ? z : scratch.after(l);
            int outOffset = last ? zOffset : 0;
            runLayer(kernels, packed, scratch, l, rows, in, inOffset, out, outOffset);
            in = out;
            inOffset = outOffset;
        }
    }

    /** One layer, over rows that fit the scratch. */
    void runLayer(
            Kernels kernels,
            PackedLayer[] packed,
            Scratch scratch,
            int l,
            int rows,
            float[] in,
            int inOffset,
            float[] out,
            int outOffset) {
        LayerPlan layer = layers[l];
        PackedLayer p = packed[l];
        if (rows >= p.leastRowsUnpacked()) {
            kernels.forward(rows, layer.inputs(), layer.units(), in, inOffset, layer.weights(), 0, layer.bias(), 0,
                    layer.op(), out, outOffset, scratch.withinLayer());
        } else {
            kernels.forwardPacked(p.layout(), rows, in, inOffset, p.weights(), p.bias(), layer.op(), out, outOffset,
                    scratch.withinLayer());
        }
    }
}
