package dev.lanewise.internal.kernel;

/**
 * The constants behind the curves of {@link ScalarActivations}, and how the curves work.
 *
 * <p>tanh is in {@link TanhPieces}. Everything else rests on e^z, z in two floats, as 2^n (1 + t + tLow):
 * <pre>
 *   n = round(z / ln 2)                  by adding and subtracting a large number
 *   u = z − n LN2_HIGH                   exact: LN2_HIGH has 15 bits (Cody and Waite)
 *   c = zLow − n LN2_LOW                 what is missing, so that r = u + c is z − n ln 2
 *   s = c + r² M(r)                      e^r − 1 without its exact part
 *   t = u + s,  tLow = s − (t − u)       rounded, and what the rounding took (Dekker)
 * </pre>
 * The sum 1 + e^z is then fma(2^n, t, 2^n + 1), and e^z − 1 is fma(2^n, t, 2^n − 1), each with the rounding error that fma
 * finds; a quotient is corrected by one step of Newton with the errors of both sides. That leaves little more than the half
 * ulp of the last rounding: sigmoid is off by 0.80 ulp at worst, SiLU, which saves the tLow, by 1.07. Where a result can be
 * subnormal everything is scaled by 2^64 and the last multiplication by 2^−64 rounds once.
 *
 * <p>log(1 + e^z) is 2 atanh(e^z / (2 + e^z)). GELU is a Φ(−a) = s G(q) e^(−a²/2) with s = a / (a + 5), which keeps its
 * relative error out to where it vanishes; a² in two floats. Its tanh form is x / (1 + e^−2u) with 2u in two floats: at −10 a
 * relative error of 2^−24 in 2u = 87 would be 56 ulp of the result.
 *
 * <p>The coefficients, their intervals and errors are what {@code java src/generator/java/PolynomialFit.java} prints: E
 * relative to e^r; M and N relative to e^r − 1; A to atanh; G to itself. {@code PolynomialsTest} compares them, and holds
 * what is said here of the other constants.
 */
final class Polynomials {
    /** 1 / ln 2, rounded. It only chooses n: an error in it moves r, not the result. */
    static final float LOG2_E = 0x1.715476p0f;

    /** The first 15 bits of ln 2: n · LN2_HIGH is exact for |n| < 2^9. Then the rest, rounded: together ln 2 to 2^−43. */
    static final float LN2_HIGH = 0x1.62e400p-1f;

    static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** log2 (3/2) − 1/2: subtracted first, it rounds so that r lies between log (3/4) and log (3/2). */
    static final float ROUND_SHIFT = 0.0849625f;

    /** Adding it rounds to a whole number, which is then found in the low bits. */
    static final float ROUND = 0x1.8p23f;

    /** The same and 254 more, the biases of two exponents. */
    static final float ROUND_AND_BIAS = 0x1.8p23f + 254;

    /** The same and the biased exponent of 2^64. */
    static final float ROUND_AND_SCALE = 0x1.8p23f + 127 + 64;

    // [-0.2878, 0.4056], degree 4, error 2^-28.4
    static final float E2 = 0x1.000006p-1f;
    static final float E3 = 0x1.5554d8p-3f;
    static final float E4 = 0x1.554416p-5f;
    static final float E5 = 0x1.11f0c4p-7f;
    static final float E6 = 0x1.7fdb92p-10f;

    // [-0.34668, 0.34668], degree 4, error 2^-26.1
    static final float M2 = 0x1.fffffep-2f;
    static final float M3 = 0x1.5554b4p-3f;
    static final float M4 = 0x1.5556f2p-5f;
    static final float M5 = 0x1.122544p-7f;
    static final float M6 = 0x1.6b9c7ap-10f;

    // [-0.34668, 0.34668], degree 5, error 2^-31.1
    static final float N2 = 0x1.0p-1f;
    static final float N3 = 0x1.555554p-3f;
    static final float N4 = 0x1.5554f8p-5f;
    static final float N5 = 0x1.1112dap-7f;
    static final float N6 = 0x1.6d3a44p-10f;
    static final float N7 = 0x1.9e6e74p-13f;

    // [1.0E-9, 0.1111111111111111], degree 3, error 2^-27.7
    static final float A0 = 0x1.555502p-1f;
    static final float A1 = 0x1.99d1ccp-2f;
    static final float A2 = 0x1.1ec03ep-2f;
    static final float A3 = 0x1.1eca2ep-2f;

    /** K of GELU: q is 0 at a = K. Chosen by hand: the error of G is 2^−26.4 with it. */
    static final float NORMAL_TAIL_PIVOT = 5;

    // [-1.0, 0.5], degree 9, error 2^-26.4
    static final float G0 = 0x1.89d3acp-1f;
    static final float G1 = -0x1.54ad04p-1f;
    static final float G2 = 0x1.fb3182p-2f;
    static final float G3 = -0x1.410eecp-2f;
    static final float G4 = 0x1.51f0bcp-3f;
    static final float G5 = -0x1.1b1b4cp-4f;
    static final float G6 = 0x1.55d9b2p-6f;
    static final float G7 = -0x1.843d32p-9f;
    static final float G8 = -0x1.f52e32p-11f;
    static final float G9 = 0x1.b1fd72p-12f;

    /**
     * G′(q) for q in [−1, 1/2], to 0.18 G(q): what the rounding of q, 2^−25 at most, is multiplied by. Chosen by hand: any slope
     * so near will do.
     */
    static final float G_SLOPE0 = -0.63f;

    static final float G_SLOPE1 = 1.18f;
    static final float G_SLOPE2 = -1.5f;

    // Scales that keep what is small out of the subnormals. From TWO_32 on softsign, 1 − 2^−32, rounds to 1.
    static final float TWO_32 = 0x1p32f;
    static final float TWO_MINUS_31 = 0x1p-31f;
    static final float TWO_MINUS_63 = 0x1p-63f;
    static final float TWO_MINUS_64 = 0x1p-64f;
    static final float TWO_MINUS_96 = 0x1p-96f;
    static final float SIXTH = 1 / 6f;

    /** The bits of √½. */
    static final int SQRT_HALF_BITS = 0x3f3504f3;

    /** Below this e^z rounds to 0, and so does z e^z to −0: 110 e^−110 is 2^−151.9. */
    static final float EXP_FLOOR = -110;

    /** Below this e^z times anything up to 2^39.1, as x in x e^(βx) or 1/β is where β is 2^−32 or more, rounds to 0. */
    static final float SCALED_FLOOR = -131.5f;

    /** e^−104 is 2^−150.04 and rounds to 0; e^89 is 2^128.4 and overflows. */
    static final float EXP_UNDERFLOW = -104;

    static final float EXP_OVERFLOW = 89;

    /** e^−30 − 1 is −1 to 2^−43. */
    static final float EXPM1_FLOOR = -30;

    /** Above this 1 + e^−x is 1 to 2^−43, and x / (1 + e^−x) rounds to x. */
    static final float LOGISTIC_CEILING = 30;

    /** From here on tanh is 1 to less than 2^−24.9; an ulp of what is below 1 is 2^−24. */
    static final float TANH_CEILING = 9;

    /** Above this x Φ(x) rounds to x; at −15 it is −2^−163.6. */
    static final float GELU_CEILING = 15;

    /** −√(8/π) and −0.044715 √(8/π), each in two floats, the first of the former of seven bits. */
    private static final double LINEAR = -1.5957691216057308;

    private static final double CUBIC = 0.044715 * LINEAR;

    static final float GELU_TANH_LINEAR = -1.59375f;
    static final float GELU_TANH_LINEAR_LOW = (float) (LINEAR - GELU_TANH_LINEAR);
    static final float GELU_TANH_CUBIC = (float) CUBIC;
    static final float GELU_TANH_CUBIC_LOW = (float) (CUBIC - GELU_TANH_CUBIC);

    /** 2u is −109.8 there and e^2u is 2^−158.4; at the ceiling it is 25, and x / (1 + e^−25) rounds to x. */
    static final float GELU_TANH_FLOOR = -10.9f;

    static final float GELU_TANH_CEILING = 6;

    /** Above this 2 / (N + 2) is less than 2^−25, and Mish rounds to x. */
    static final float MISH_CEILING = 9.02f;

    /** ONNX's floats, and their product in two. */
    static final float SELU_GAMMA = 1.05070102214813232421875f;

    static final float SELU_ALPHA = 1.67326319217681884765625f;
    static final float SELU_SCALE = (float) ((double) SELU_GAMMA * SELU_ALPHA);
    static final float SELU_SCALE_LOW = (float) ((double) SELU_GAMMA * SELU_ALPHA - SELU_SCALE);

    private Polynomials() {}
}
