package dev.lanewise.internal.kernel;

/**
 * The denominator of a softmax: the sum of n floats ≥ 0 in 16 compensated chains.
 *
 * <p>Element c belongs to chain c mod 16. A chain keeps a sum s and the error k of its additions: s' = s + e, then
 * k += (s − s') + e; its value is s + k. The 16 values are added by halves. With plain sums, 4,097 equal logits come out
 * 63 ulp off; so they come out within 1.
 *
 * <p>Loops and vectors both call this one method. Two additions start in each cycle, so it costs about two cycles per
 * element, a fifth of what the exponentials of a 16-lane vector cost per element in scalar code.
 */
final class SoftmaxSum {
    private static final int CHAINS = 16;

    private SoftmaxSum() {}

    static float of(int n, float[] e, int offset) {
        return byHalves(0, 1, n, e, offset);
    }

    /** The sum of chains k, k + step, k + 2 step …: level by level the same additions as chain[k] += chain[k + h]. */
    private static float byHalves(int k, int step, int n, float[] e, int offset) {
        if (step == CHAINS) {
            return chain(k, n, e, offset);
        }
        return byHalves(k, 2 * step, n, e, offset) + byHalves(k + step, 2 * step, n, e, offset);
    }

    private static float chain(int k, int n, float[] e, int offset) {
        float sum = 0;
        float error = 0;
        for (int c = k; c < n; c += CHAINS) {
            float value = e[offset + c];
            float next = sum + value;
            error += (sum - next) + value;
            sum = next;
        }
        return sum + error;
    }
}
