package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Fma.fma;
import static dev.lanewise.internal.kernel.Polynomials.*;

/** Softmax and log-softmax of one row in plain loops: the definition of both. The row may be its own output. */
final class LoopSoftmax {
    private LoopSoftmax() {}

    static void row(ActivationOp op, int units, float[] x, int xRow, float[] z, int zRow) {
        float maximum = maximum(units, x, xRow);
        if (op.code() == ActivationOp.LOG_SOFTMAX) {
            logSoftmax(maximum, units, x, xRow, z, zRow);
        } else {
            softmax(op, maximum, units, x, xRow, z, zRow);
        }
    }

    private static float maximum(int units, float[] x, int xRow) {
        float maximum = Float.NEGATIVE_INFINITY;
        for (int m = 0; m < units; m++) {
            maximum = x[xRow + m] > maximum ? x[xRow + m] : maximum;
        }
        return maximum;
    }

    private static void softmax(ActivationOp op, float maximum, int units, float[] x, int xRow, float[] z, int zRow) {
        for (int m = 0; m < units; m++) {
            float element = x[xRow + m];
            z[zRow + m] = op.a() == 1
                    ? ScalarActivations.expOfDifference(element, maximum)
                    : ScalarActivations.expOfQuotient(element, maximum, op.a(), op.b());
        }
        float sum = SoftmaxSum.of(units, z, zRow);
        float reciprocal = 1 / sum;
        for (int m = 0; m < units; m++) {
            z[zRow + m] = ScalarActivations.share(z[zRow + m], sum, reciprocal);
        }
    }

    /** x − maximum − log Σ e^(x − maximum), with the differences rounded once and kept in the output. */
    private static void logSoftmax(float maximum, int units, float[] x, int xRow, float[] z, int zRow) {
        for (int m = 0; m < units; m++) {
            z[zRow + m] = x[xRow + m] - maximum;
        }
        float log = log(SoftmaxSum.ofExp(units, z, zRow) * TWO_MINUS_64);
        for (int m = 0; m < units; m++) {
            z[zRow + m] -= log;
        }
    }

    /**
     * The natural logarithm of a sum from 1 on: n ln 2 + 2 atanh((m − 1) / (m + 1)) with m in [√½, √2], in which atanh is the
     * polynomial of softplus. Off by 2⁻²³ of its value or of 1, whichever is more.
     */
    static float log(float sum) {
        int bits = Float.floatToRawIntBits(sum);
        int n = (bits - SQRT_HALF_BITS) >> 23;
        float m = Float.intBitsToFloat(bits - (n << 23));
        float s = (m - 1) / (m + 1);
        float square = s * s;
        float polynomial = fma(square, fma(square, fma(square, A3, A2), A1), A0);
        float high = fma(n, LN2_HIGH, 2 * s);
        float low = fma(n, LN2_LOW, s * square * polynomial);
        return sum < Float.POSITIVE_INFINITY ? high + low : Float.NaN;
    }
}
