package dev.lanewise;

import dev.lanewise.internal.kernel.Kernels;
import java.util.Objects;

/** The fused operation itself, H = σ(X W + b), over the caller's own arrays, with nothing prepared before the call. */
public final class Dense {
    private Dense() {}

    /**
     * Computes out = σ(x · weights + bias), all row-major. Keeps nothing, and allocates nothing but scratch that all calls
     * share, up to 128 KiB outside the heap for each of 16 calls at once, or up to four per processor. May be called by many
     * threads at once, each with its own output. For weights used more than once a {@link Network} is faster: it packs them.
     * Nothing is read or written beyond the ranges given.
     *
     * @param backend who computes; both give the same bits
     * @param rows n, 0 or more
     * @param inputs p, 0 or more; with 0 every row is σ(bias)
     * @param units M, 0 or more
     * @param x n·p floats from {@code xOffset} on
     * @param xOffset index of the first
     * @param weights p·M floats from {@code weightsOffset} on; the weight of input j to unit m at {@code j * units + m}
     * @param weightsOffset index of the first
     * @param bias M floats from {@code biasOffset} on, or null for zeros
     * @param biasOffset index of the first; not looked at where {@code bias} is null
     * @param activation σ
     * @param out receives n·M floats from {@code outOffset} on; never read; shares no float with the other arrays
     * @param outOffset index of the first
     * @throws IllegalArgumentException if a size is negative, the output overlaps an input, or {@code units} is not the
     *     number of slopes of a per-unit activation
     * @throws IndexOutOfBoundsException if a range reaches outside its array
     * @throws IllegalStateException if the backend is not available
     */
    public static void forward(
            Backend backend,
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] weights,
            int weightsOffset,
            float[] bias,
            int biasOffset,
            Activation activation,
            float[] out,
            int outOffset) {
        Objects.requireNonNull(activation, "activation");
        Arguments.atLeast(0, "rows", rows);
        Arguments.atLeast(0, "inputs", inputs);
        Arguments.atLeast(0, "units", units);
        activation.requireUnits(units);
        long xSize = (long) rows * inputs;
        long weightsSize = (long) inputs * units;
        long outSize = (long) rows * units;
        Arguments.range("x", x, xOffset, xSize);
        Arguments.range("weights", weights, weightsOffset, weightsSize);
        if (bias != null) {
            Arguments.range("bias", bias, biasOffset, units);
        }
        Arguments.range("out", out, outOffset, outSize);
        if (bias != null) {
            Arguments.apart("bias", bias, biasOffset, units, "out", out, outOffset, outSize);
        }
        Arguments.apart("x", x, xOffset, xSize, "out", out, outOffset, outSize);
        Arguments.apart("weights", weights, weightsOffset, weightsSize, "out", out, outOffset, outSize);
        Kernels kernels = backend.kernels();
        if (outSize > 0) {
            kernels.forward(rows, inputs, units, x, xOffset, weights, weightsOffset, bias, biasOffset, activation.op(),
                    out, outOffset, null);
        }
    }
}
