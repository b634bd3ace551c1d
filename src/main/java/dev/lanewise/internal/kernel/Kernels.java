package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The seam between the engine and its loops over numbers: two implementations, {@link LoopKernels} and
 * {@link VectorKernels}, chosen in {@link KernelSelector}. It is asked once per layer call.
 *
 * <p>All arrays are row-major: x is rows × inputs, w is inputs × units, out is rows × units, each from its offset on.
 * Arguments were checked by the face; here they are only asserted. No method allocates, reads {@code out} before it has
 * written it, or keeps an array. All methods are safe to call from many threads at once.
 */
public abstract class Kernels {
    /** Floats of scratch that a layer needs: most chain by chain, four chains of all sums of a tile, which are 24 vectors. */
    public static final int SCRATCH_FLOATS = 96 * WeightLayout.CHAINS;

    Kernels() {}

    /**
     * out = σ(x w + bias) with the weights where the caller has them.
     *
     * @param bias may be null, which reads as zeros
     * @param scratch {@link #SCRATCH_FLOATS} floats that nobody else uses meanwhile, or null where the caller has none
     */
    public abstract void forward(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            ActivationOp op,
            float[] out,
            int outOffset,
            float[] scratch);

    /** z = σ(x), both rows × units. The two ranges are apart or exactly the same. */
    public abstract void activate(ActivationOp op, int rows, int units, float[] x, int xOffset, float[] z, int zOffset);

    /** How these kernels want the weights of a layer of these sizes. */
    public abstract WeightLayout layout(int inputs, int units);

    /**
     * Rows from which {@link #forward} over row-major weights is faster than over packed ones. Asked once per layer.
     *
     * @param layout of these kernels, not row-major
     * @return at most {@link Integer#MAX_VALUE}, for never
     */
    public int leastRowsUnpacked(WeightLayout layout) {
        return Integer.MAX_VALUE;
    }

    /**
     * {@link #forward} over packed weights, for a block of rows that fits the caches.
     *
     * @param layout of these kernels, not row-major
     * @param w in that layout
     * @param bias one float per unit, one vector at least in {@link WeightLayout.Kind#PANELS}, or null for zeros
     * @param scratch {@link #SCRATCH_FLOATS} floats that nobody else uses meanwhile
     */
    public void forwardPacked(
            WeightLayout layout,
            int rows,
            float[] x,
            int xOffset,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int outOffset,
            float[] scratch) {
        throw noPackedWeights(layout);
    }

    /**
     * Some panels of a layer, with the activation but for a {@linkplain ActivationOp#isRowwise row-wise} one, which is the
     * caller's to apply when all panels are there.
     *
     * @param layout of these kernels, in panels, of at least one vector of units
     */
    public void forwardPanels(
            WeightLayout layout,
            int fromPanel,
            int toPanel,
            int rows,
            float[] x,
            int xOffset,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int outOffset) {
        throw noPackedWeights(layout);
    }

    /** Kernels that leave all weights as they are get none that are packed. */
    private AssertionError noPackedWeights(WeightLayout layout) {
        return new AssertionError(getClass().getSimpleName() + " reads weights as the layer has them, not as " + layout);
    }
}
