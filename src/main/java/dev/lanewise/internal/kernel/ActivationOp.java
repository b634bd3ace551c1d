package dev.lanewise.internal.kernel;

import java.util.Arrays;

/**
 * An activation as the kernels see it: a code, and its numbers, whose meaning goes with the code.
 *
 * <p>There are three kinds, by what a kernel has to do. Identity and ReLU are applied to the sums while they are in
 * registers. The others that work element by element run over a block of rows after its sums were stored, while it is in
 * the nearest caches: a piecewise linear one costs four cycles per vector there, a curve most of the register file. The
 * row-wise ones need the whole row.
 *
 * @param code one of {@link ActivationCode}, or {@link #SOFTMAX} or {@link #LOG_SOFTMAX}
 * @param a the first number; 0 where there is none
 * @param b the second; 0 where there is none
 * @param slopes one number per unit; null where there are none
 */
public record ActivationOp(int code, float a, float b, float[] slopes) {
    /** e^(x/a) over the sum of e^(x/a) in the row; b is 1 / a. */
    public static final int SOFTMAX = ActivationCode.COUNT;

    /** x minus the logarithm of the sum of e^x in the row. */
    public static final int LOG_SOFTMAX = ActivationCode.COUNT + 1;

    /** Leaves the sums as they are: for those over a part of the inputs. */
    public static final ActivationOp NONE = new ActivationOp(ActivationCode.IDENTITY);

    /** One without numbers. */
    public ActivationOp(int code) {
        this(code, 0, 0, null);
    }

    /** One with one or two numbers. */
    public ActivationOp(int code, float a, float b) {
        this(code, a, b, null);
    }

    /** Whether the activation is applied to the sums in registers. */
    boolean isFused() {
        return code == ActivationCode.IDENTITY || code == ActivationCode.RELU;
    }

    /** Whether an output depends on the whole row. */
    public boolean isRowwise() {
        return code >= ActivationCode.COUNT;
    }

    /** Whether each unit has a number of its own. */
    public boolean isPerUnit() {
        return slopes != null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ActivationOp op
                && op.code == code
                && Float.compare(op.a, a) == 0
                && Float.compare(op.b, b) == 0
                && Arrays.equals(op.slopes, slopes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * code + Float.hashCode(a)) + Float.hashCode(b) + Arrays.hashCode(slopes);
    }
}
