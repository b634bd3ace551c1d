package dev.lanewise.internal.kernel;

/**
 * The constants behind the curves, shared by the scalar and the vector form so that both compute the same bits.
 *
 * <p>Everything rests on e^z for z ≤ 0, kept as an unevaluated sum of two floats and scaled by 2^64:
 * <pre>
 *   n = round(z / ln 2)                      by adding and subtracting a large number
 *   r = z − n ln 2                           in two fma, ln 2 split into two floats (Cody and Waite)
 *   t = r + r² (E2 + E3 r + … + E6 r⁴)       e^r − 1, error 2^−28.2 of e^r on |r| ≤ 0.3467
 *   high = 1 + t,  low = t − (high − 1)      the rounding error of the sum, exactly (Dekker)
 *   e^z 2^64 = (high + low) · 2^(n + 64)
 * </pre>
 * The factor 2^64 keeps all that follows out of the subnormals; the last multiplication by 2^−64 then rounds a
 * subnormal result once. The half ulp that {@code low} carries takes tanh to 0.73 ulp at worst over all floats. It left
 * sigmoid at 1.005 and SiLU at 1.02, so these two carry the rounding errors of r and t as well: 0.78 and 0.79.
 *
 * <p>Coefficients: weighted minimax fits on this interval, rounded to float one by one from the lowest, each followed by
 * a new fit of the rest.
 */
final class Polynomials {
    static final float LOG2_E = 0x1.715476p0f;
    static final float LN2_HIGH = 0x1.62e400p-1f; // 15 bits: n · LN2_HIGH is exact for |n| < 2^9
    static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** 1.5·2^23 + (127 + 64): adding it rounds to an integer and leaves the exponent field of 2^(n+64) in the low bits. */
    static final float ROUND = 0x1.8p23f + 191;

    static final int EXPONENT_SHIFT = 23;
    static final float E2 = 0x1.fffffcp-2f;
    static final float E3 = 0x1.555492p-3f;
    static final float E4 = 0x1.5558b0p-5f;
    static final float E5 = 0x1.12398ep-7f;
    static final float E6 = 0x1.6a4d60p-10f;

    static final float TWO_64 = 0x1p64f;
    static final float TWO_MINUS_64 = 0x1p-64f;

    /** Below this e^z rounds to 0, and so does z e^z to −0: 110 e^−110 is 2^−151.9. */
    static final float EXP_FLOOR = -110;

    /** Above this 1 + e^−x is 1 to 2^−43, and x / (1 + e^−x) rounds to x. */
    static final float SILU_CEILING = 30;

    /** tanh x = x + x³ (T0 + T1 x² + … + T4 x⁸), error 2^−29.7, below this; by way of e^−2x above. */
    static final float TANH_SPLIT = 0.55f;

    /** From here tanh rounds to 1: 1 − tanh 10 is 4·10^−9. */
    static final float TANH_CEILING = 10;

    static final float T0 = -0x1.55554ap-2f;
    static final float T1 = 0x1.110ceep-3f;
    static final float T2 = -0x1.b91e7ep-5f;
    static final float T3 = 0x1.58e518p-6f;
    static final float T4 = -0x1.9921a2p-8f;

    private Polynomials() {}
}
