package dev.lanewise.internal.kernel;

/**
 * An activation as the kernels see it: a code, and up to two numbers whose meaning goes with the code.
 *
 * <p>There are three kinds, by what a kernel has to do. Identity and ReLU are applied to the sums while they are in
 * registers. The others that work element by element run over a block of rows after its sums were stored, while it is in
 * the nearest caches: a piecewise linear one costs four cycles per vector there, a curve most of the register file. The
 * row-wise ones need the whole row.
 *
 * <p>To add an activation: a code here, its scalar definition in {@link ScalarActivations}, its vector form in
 * {@code ElementwiseVectors}, a constant or factory in the face. The tests take it from there.
 *
 * @param code one of the constants of this class
 * @param a slope, or lower bound; 0 where there is none
 * @param b upper bound, or offset; 0 where there is none
 */
public record ActivationOp(int code, float a, float b) {
    /** x. */
    public static final int IDENTITY = 0;

    /** x where x &gt; 0 or NaN, else +0. */
    public static final int RELU = 1;

    /** x where x &gt; 0, else a·x. */
    public static final int LEAKY_RELU = 2;

    /** a where x ≤ a, b where x ≥ b, else x. */
    public static final int CLIP = 3;

    /** The clip to [0, 1] of a·x + b, one fma. */
    public static final int HARD_SIGMOID = 4;

    /** 1 / (1 + e^−x). */
    public static final int SIGMOID = 5;

    /** The hyperbolic tangent. */
    public static final int TANH = 6;

    /** x / (1 + e^−x). */
    public static final int SILU = 7;

    /** e^x over the sum of e^x in the row. */
    public static final int SOFTMAX = 8;

    /** Leaves the sums as they are: for those over a part of the inputs. */
    static final ActivationOp NONE = new ActivationOp(IDENTITY, 0, 0);

    private static final int LAST_FUSED = RELU;
    private static final int FIRST_ROWWISE = SOFTMAX;

    /** Whether the activation is applied to the sums in registers. */
    boolean isFused() {
        return code <= LAST_FUSED;
    }

    /** Whether an output depends on the whole row. */
    public boolean isRowwise() {
        return code >= FIRST_ROWWISE;
    }
}
