package dev.lanewise.internal.kernel;

/**
 * The denominator of a softmax: the sum of n floats ≥ 0 in 16 compensated chains.
 *
 * <p>Element c belongs to chain c mod 16. A chain keeps a sum s and the error k of its additions: s' = s + e, then
 * k += (s − s') + e; its value is s + k. The 16 values are added by halves, and the errors of these additions, found by
 * TwoSum, are added by halves beside them and to the sum at the end. With plain sums, 4,097 equal logits come out 63 ulp
 * off; with compensated chains, 1; and where only the chains are, an element of a softmax was seen 5.3 ulp off.
 *
 * <p>Here in loops; {@code SoftmaxLoops} has the chains in vectors, {@link SoftmaxChains} and {@link NarrowSoftmax} the halves.
 */
final class SoftmaxSum {
    static final int CHAINS = 16;

    private SoftmaxSum() {}

    static float of(int n, float[] e, int offset) {
        return byHalves(
                chain(0, n, e, offset),
                chain(1, n, e, offset),
                chain(2, n, e, offset),
                chain(3, n, e, offset),
                chain(4, n, e, offset),
                chain(5, n, e, offset),
                chain(6, n, e, offset),
                chain(7, n, e, offset),
                chain(8, n, e, offset),
                chain(9, n, e, offset),
                chain(10, n, e, offset),
                chain(11, n, e, offset),
                chain(12, n, e, offset),
                chain(13, n, e, offset),
                chain(14, n, e, offset),
                chain(15, n, e, offset));
    }

    /** The same of 2^64 e^d, for n floats d ≤ 0. */
    static float ofExp(int n, float[] d, int offset) {
        return byHalves(
                chainOfExp(0, n, d, offset),
                chainOfExp(1, n, d, offset),
                chainOfExp(2, n, d, offset),
                chainOfExp(3, n, d, offset),
                chainOfExp(4, n, d, offset),
                chainOfExp(5, n, d, offset),
                chainOfExp(6, n, d, offset),
                chainOfExp(7, n, d, offset),
                chainOfExp(8, n, d, offset),
                chainOfExp(9, n, d, offset),
                chainOfExp(10, n, d, offset),
                chainOfExp(11, n, d, offset),
                chainOfExp(12, n, d, offset),
                chainOfExp(13, n, d, offset),
                chainOfExp(14, n, d, offset),
                chainOfExp(15, n, d, offset));
    }

    private static float chain(int chain, int n, float[] e, int offset) {
        float s = 0;
        float k = 0;
        for (int c = chain; c < n; c += CHAINS) {
            float t = s + e[offset + c];
            k += (s - t) + e[offset + c];
            s = t;
        }
        return s + k;
    }

    private static float chainOfExp(int chain, int n, float[] d, int offset) {
        float s = 0;
        float k = 0;
        for (int c = chain; c < n; c += CHAINS) {
            float e = ScalarActivations.expOfNegative(d[offset + c]);
            float t = s + e;
            k += (s - t) + e;
            s = t;
        }
        return s + k;
    }

    /** The 16 values of the chains: v0 + v8 and so on, down to one. */
    private static float byHalves(
            float v0, float v1, float v2, float v3, float v4, float v5, float v6, float v7,
            float v8, float v9, float v10, float v11, float v12, float v13, float v14, float v15) {
        float s8_0 = v0 + v8;
        float s8_1 = v1 + v9;
        float s8_2 = v2 + v10;
        float s8_3 = v3 + v11;
        float s8_4 = v4 + v12;
        float s8_5 = v5 + v13;
        float s8_6 = v6 + v14;
        float s8_7 = v7 + v15;
        return ofHalves(
                s8_0,
                error(v0, v8, s8_0),
                s8_1,
                error(v1, v9, s8_1),
                s8_2,
                error(v2, v10, s8_2),
                s8_3,
                error(v3, v11, s8_3),
                s8_4,
                error(v4, v12, s8_4),
                s8_5,
                error(v5, v13, s8_5),
                s8_6,
                error(v6, v14, s8_6),
                s8_7,
                error(v7, v15, s8_7));
    }

    /** The same from where eight sums are left, each with its error. */
    static float ofHalves(
            float s8_0, float l8_0, float s8_1, float l8_1, float s8_2, float l8_2, float s8_3, float l8_3,
            float s8_4, float l8_4, float s8_5, float l8_5, float s8_6, float l8_6, float s8_7, float l8_7) {
        float s4_0 = s8_0 + s8_4;
        float l4_0 = (l8_0 + l8_4) + error(s8_0, s8_4, s4_0);
        float s4_1 = s8_1 + s8_5;
        float l4_1 = (l8_1 + l8_5) + error(s8_1, s8_5, s4_1);
        float s4_2 = s8_2 + s8_6;
        float l4_2 = (l8_2 + l8_6) + error(s8_2, s8_6, s4_2);
        float s4_3 = s8_3 + s8_7;
        float l4_3 = (l8_3 + l8_7) + error(s8_3, s8_7, s4_3);
        float s2_0 = s4_0 + s4_2;
        float l2_0 = (l4_0 + l4_2) + error(s4_0, s4_2, s2_0);
        float s2_1 = s4_1 + s4_3;
        float l2_1 = (l4_1 + l4_3) + error(s4_1, s4_3, s2_1);
        float s1_0 = s2_0 + s2_1;
        float l1_0 = (l2_0 + l2_1) + error(s2_0, s2_1, s1_0);
        return s1_0 + l1_0;
    }

    /** a + b − sum, exactly, where sum is a + b rounded (Knuth's TwoSum). */
    private static float error(float a, float b, float sum) {
        float part = sum - a;
        return (a - (sum - part)) + (b - part);
    }
}
