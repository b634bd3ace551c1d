package dev.lanewise.internal.kernel;

/**
 * The seam between the engine and its loops over numbers: two implementations, {@link LoopKernels} and
 * {@link VectorKernels}, chosen in {@link KernelSelector}. It is asked once per layer call.
 *
 * <p>All arrays are row-major: x is rows × inputs, w is inputs × units, out is rows × units, each from its offset on.
 * Arguments were checked by the face; here they are only asserted. No method allocates, reads {@code out} before it has
 * written it, or keeps an array. All methods are safe to call from many threads at once.
 */
public abstract class Kernels {
    Kernels() {}

    /** out = σ(x w + bias) with the weights where the caller has them. {@code bias} may be null, which reads as zeros. */
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
            int outOffset);

    /** z = σ(x), both rows × units. The two ranges are apart or exactly the same. */
    public abstract void activate(ActivationOp op, int rows, int units, float[] x, int xOffset, float[] z, int zOffset);

    /** The width of the {@link Panels} in which {@link #forwardPanels} wants its weights, in units. */
    public abstract int panelWidth(int units);

    /** The floats of the vectors that these kernels use for a layer of so many units; no panel is narrower. */
    public abstract int lanes(int units);

    /** {@link #forward} over weights in {@link Panels} of these kernels' width. */
    public abstract void forwardPanels(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] panels,
            float[] bias,
            ActivationOp op,
            float[] out,
            int outOffset);
}
