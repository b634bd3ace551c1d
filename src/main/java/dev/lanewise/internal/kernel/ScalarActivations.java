package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Fma.fma;
import static dev.lanewise.internal.kernel.Polynomials.*;
import static dev.lanewise.internal.kernel.TanhPieces.*;

/**
 * The definition of every activation that works element by element, one float at a time, and of what a softmax computes of an
 * element; {@link LoopSoftmax} has the rest of a softmax. The build reads this file and derives from it the loops over vectors,
 * operation by operation, and the codes of {@link ActivationCode}: see {@code src/generator/java/ActivationWriter.java}.
 *
 * <p>A method that is not private and begins with {@code x} is an activation; then come its numbers {@code a} and {@code b},
 * or {@code slope} for a number per unit. A private method is a phrase that several of them use. What may stand in either is
 * what a vector can do: locals, {@code + - * /}, {@code fma}, {@code Math.abs}, a choice between two values by one comparison,
 * integer operations on the bits with {@code Math.max}, and {@code entry} of a table. The derivation computes once what occurs
 * twice.
 *
 * <p>How the curves work, and how exact they are, is told in {@link Polynomials}. A name in {@code Low} is what rounding
 * took from its namesake, or some of it. Comparisons are written so that NaN falls through to a result that is NaN.
 */
final class ScalarActivations {
    private ScalarActivations() {}

    static float identity(float x) {
        return x;
    }

    static float relu(float x) {
        return x <= 0 ? 0 : x;
    }

    static float leakyRelu(float x, float a) {
        return x > 0 ? x : a * x;
    }

    static float prelu(float x, float slope) {
        return x > 0 ? x : slope * x;
    }

    static float thresholdedRelu(float x, float a) {
        return x <= a ? 0 : x;
    }

    static float clip(float x, float a, float b) {
        float raised = x <= a ? a : x;
        return raised >= b ? b : raised;
    }

    static float hardSigmoid(float x, float a, float b) {
        float line = fma(x, a, b);
        float raised = line <= 0 ? 0 : line;
        return raised >= 1 ? 1 : raised;
    }

    /** x (x + 3) / 6 between −3 and 3. */
    static float hardSwish(float x) {
        float shifted = x + 3;
        float shiftedLow = x - (shifted - 3);
        float product = x * shifted;
        float productLow = fma(x, shifted, -product) + x * shiftedLow;
        float sixth = product * SIXTH;
        float between = fma(fma(-sixth, 6, product) + productLow, SIXTH, sixth);
        float raised = x <= -3 ? 0 : between;
        return withSignOf(x, x >= 3 ? x : raised);
    }

    /** |x| / (1 + |x|), with the sign of x. */
    static float softsign(float x) {
        float magnitude = Math.abs(x);
        float bounded = magnitude > TWO_32 ? TWO_32 : magnitude;
        float denominator = bounded + 1;
        float part = denominator - bounded;
        float denominatorLow = (bounded - (denominator - part)) + (1 - part);
        float quotient = bounded / denominator;
        float rest = fma(-quotient, denominatorLow, fma(-quotient, denominator, bounded));
        return withSignOf(x, fma(rest, 1 / denominator, quotient));
    }

    /** e^r with e^r − 1 above −1/4, where its rounding is half of what it is below: then r needs no second part. */
    static float exp(float x) {
        float rounded = fma(x, LOG2_E, -ROUND_SHIFT) + ROUND_AND_BIAS;
        int bits = Float.floatToRawIntBits(rounded);
        int half = bits >>> 1;
        float scale = Float.intBitsToFloat(half << 23);
        float otherScale = Float.intBitsToFloat((bits - half) << 23);
        float n = rounded - ROUND_AND_BIAS;
        float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
        float square = r * r;
        float polynomial = fma(square, fma(square, E6, fma(r, E5, E4)), fma(r, E3, E2));
        float t = fma(square, polynomial, r);
        float result = fma(scale, t, scale) * otherScale;
        float finite = x > EXP_OVERFLOW ? Float.POSITIVE_INFINITY : result;
        return x < EXP_UNDERFLOW ? 0 : finite;
    }

    /** 1 / (1 + e^−x). */
    static float sigmoid(float x) {
        float denominator = logisticDenominator(-x, 0);
        float reciprocal = 1 / denominator;
        float rest = fma(-reciprocal, logisticDenominatorLow(-x, 0), fma(-reciprocal, denominator, 1));
        float result = fma(rest, reciprocal, reciprocal) * TWO_MINUS_64;
        float raised = x < EXP_FLOOR ? 0 : result;
        return x > LOGISTIC_CEILING ? 1 : raised;
    }

    /** By the polynomial of the piece that |x| lies in, with the sign of x; beyond the last piece it is 1. */
    static float tanh(float x) {
        float magnitude = Math.abs(x);
        int piece = Math.max(Float.floatToRawIntBits(magnitude) - TANH_FLOOR_BITS, 0) >>> 22;
        float t = magnitude - entry(TANH_CENTRE, piece);
        float high = fma(t, fma(t, fma(t, entry(TANH6, piece), entry(TANH5, piece)), entry(TANH4, piece)), entry(TANH3, piece));
        float result = fma(t, fma(t, fma(t, high, entry(TANH2, piece)), entry(TANH1, piece)), entry(TANH0, piece));
        return withSignOf(x, magnitude >= TANH_CEILING ? 1 : result);
    }

    /** log(1 + e^x). */
    static float softplus(float x) {
        float d = -Math.abs(x);
        float result = positivePartPlus(x, logOnePlusExp(d, 0), logOnePlusExpLow(d, 0));
        float raised = x < EXP_FLOOR ? 0 : result;
        return x > LOGISTIC_CEILING ? x : raised;
    }

    /** log(1 + e^(a x)) / a; b is 1 / a and all that a float can hold of the rest follows from both. */
    static float softplusOf(float x, float a, float b) {
        float bounded = between(x, SCALED_FLOOR * b, -SCALED_FLOOR * b);
        float magnitude = Math.abs(bounded);
        float z = magnitude * -a;
        float zLow = fma(magnitude, -a, -z);
        float bLow = fma(-b, a, 1) * b;
        float log = logOnePlusExp(z, zLow);
        float high = log * b;
        float low = fma(log, b, -high) + fma(log, bLow, logOnePlusExpLow(z, zLow) * b);
        float result = positivePartPlus(x, high, low);
        return x > Float.MAX_VALUE ? x : result;
    }

    /** −log(1 + e^−x). */
    static float logSigmoid(float x) {
        float d = -Math.abs(x);
        float result = -positivePartPlus(-x, logOnePlusExp(d, 0), logOnePlusExpLow(d, 0));
        float raised = x < -LOGISTIC_CEILING ? x : result;
        return x > -EXP_FLOOR ? -0f : raised;
    }

    /** a (e^x − 1) below 0. */
    static float elu(float x, float a) {
        return x < 0 ? scaledExpMinusOne(x, 0, a, 0) : x;
    }

    /** a (e^(x/a) − 1) below 0, which is x to 2^−33 next to 0; b is 1 / a. */
    static float celu(float x, float a, float b) {
        float bounded = x < EXP_FLOOR * a ? EXP_FLOOR * a : x;
        float z = bounded * b;
        float zLow = fma(-z, a, bounded) * b;
        return x < -TWO_MINUS_64 ? scaledExpMinusOne(z, zLow, a, 0) : x;
    }

    /** γ x, and γ α (e^x − 1) below 0. */
    static float selu(float x) {
        return x < 0 ? scaledExpMinusOne(x, 0, SELU_SCALE, SELU_SCALE_LOW) : x * SELU_GAMMA;
    }

    /** x / (1 + e^−x). */
    static float silu(float x) {
        float result = gated(x, -x, 0);
        float raised = x < EXP_FLOOR ? 0 : result;
        return withSignOf(x, x > LOGISTIC_CEILING ? x : raised);
    }

    /** x / (1 + e^(−a x)); b is 1 / a. */
    static float swish(float x, float a, float b) {
        float z = x * -a;
        float result = gated(x, z, fma(x, -a, -z));
        float raised = x < SCALED_FLOOR * b ? 0 : result;
        return withSignOf(x, x > LOGISTIC_CEILING * b ? x : raised);
    }

    /**
     * x / (1 + e^(−2u)), u = √(2/π) (x + 0.044715 x³). −2u is x times a slope in two parts; the head of its constant has so
     * few bits that subtracting it again is exact.
     */
    static float geluTanh(float x) {
        float square = x * x;
        float squareLow = fma(x, x, -square);
        float slope = fma(square, GELU_TANH_CUBIC, GELU_TANH_LINEAR);
        float slopeLow = fma(square, GELU_TANH_CUBIC, GELU_TANH_LINEAR - slope)
                + fma(squareLow, GELU_TANH_CUBIC, fma(square, GELU_TANH_CUBIC_LOW, GELU_TANH_LINEAR_LOW));
        float z = x * slope;
        float zLow = fma(x, slopeLow, fma(x, slope, -z));
        float result = gated(x, z, zLow);
        float raised = x < GELU_TANH_FLOOR ? 0 : result;
        return withSignOf(x, x > GELU_TANH_CEILING ? x : raised);
    }

    /**
     * x Φ(x): with a = |x| and T = a Φ(−a), −T below 0 and x − T above. T = s G(q) e^(−a²/2), s = a / (a + K), q = 2 s − 1.
     * The share s is scaled by 2^32, and e^(−a²/2) by 2^64.
     */
    static float gelu(float x) {
        float magnitude = Math.abs(x);
        float square = x * x;
        float squareLow = fma(x, x, -square);
        float z = square * -0.5f;
        float zLow = squareLow * -0.5f;
        float t = expMinusOne(z, zLow);

        float sum = magnitude + NORMAL_TAIL_PIVOT;
        float sumLow = magnitude - (sum - NORMAL_TAIL_PIVOT);
        float reciprocal = 1 / sum;
        float scaled = magnitude * TWO_32;
        float share = scaled * reciprocal;
        float shareLow = fma(-share, sumLow, fma(-share, sum, scaled)) * reciprocal;
        float q = fma(share, TWO_MINUS_31, -1);
        float qLow = fma(shareLow, TWO_MINUS_31, fma(share, TWO_MINUS_31, -1 - q));
        float tail = fma(q, normalTail(q), G0);
        float slope = fma(q, fma(q, G_SLOPE2, G_SLOPE1), G_SLOPE0);
        float tailLow = fma(qLow, slope, fma(q, normalTail(q), G0 - tail));
        float product = share * tail;
        float productLow = fma(share, tail, -product) + fma(share, tailLow, shareLow * tail);
        float high = fma(product, t, product);
        float low = fma(product, t, product - high) + fma(product, expMinusOneLow(z, zLow), fma(productLow, t, productLow));

        float scale = power(z, 64) * (x < 0 ? 1 : TWO_MINUS_96);
        float start = x < 0 ? 0 : x;
        float difference = fma(-high, scale, start);
        float differenceLow = fma(-high, scale, start - difference);
        float result = (difference + fma(-low, scale, differenceLow)) * (x < 0 ? TWO_MINUS_96 : 1);
        float raised = x < -GELU_CEILING ? 0 : result;
        return withSignOf(x, x > GELU_CEILING ? x : raised);
    }

    /** x N / (N + 2), N = e^x (e^x + 2). */
    static float mish(float x) {
        float exp = scaledExp(x, 0);
        float expLow = scaledExpLow(x, 0);
        float plusTwo = fma(exp, TWO_MINUS_64, 2);
        float plusTwoLow = fma(exp, TWO_MINUS_64, 2 - plusTwo);
        float n = exp * plusTwo;
        float nLow = fma(exp, plusTwo, -n) + fma(exp, plusTwoLow, expLow * fma(exp, TWO_MINUS_63, 2));
        float denominator = fma(n, TWO_MINUS_64, 2);
        float denominatorLow = fma(nLow, TWO_MINUS_64, fma(n, TWO_MINUS_64, 2 - denominator));
        float numerator = x * n;
        float numeratorLow = fma(x, n, -numerator) + x * nLow;
        float reciprocal = 1 / denominator;
        float quotient = numerator * reciprocal;
        float rest = fma(-quotient, denominator, numerator) + fma(-quotient, denominatorLow, numeratorLow);
        float result = fma(rest, reciprocal, quotient) * TWO_MINUS_64;
        float raised = x < EXP_FLOOR ? 0 : result;
        return withSignOf(x, x > MISH_CEILING ? x : raised);
    }

    // What a softmax computes of an element of its row.

    /** 2^64 e^(element − maximum). The rounding error of the difference, found by TwoDiff, is carried along. */
    static float expOfDifference(float element, float maximum) {
        float difference = element - maximum;
        float error = differenceLow(element, maximum);
        float z = difference < EXP_FLOOR ? EXP_FLOOR : difference;
        float zLow = difference < EXP_FLOOR ? 0 : error;
        return shareExp(z, zLow);
    }

    /** 2^64 e^((element − maximum) / a); b is 1 / a. */
    static float expOfQuotient(float element, float maximum, float a, float b) {
        float difference = element - maximum;
        float quotient = difference * b;
        float error = (fma(-quotient, a, difference) + differenceLow(element, maximum)) * b;
        float z = quotient < EXP_FLOOR ? EXP_FLOOR : quotient;
        float zLow = quotient < EXP_FLOOR ? 0 : error;
        return shareExp(z, zLow);
    }

    /** 2^64 e^element, for what is not above 0. */
    static float expOfNegative(float element) {
        float z = element < EXP_FLOOR ? EXP_FLOOR : element;
        return shareExp(z, 0);
    }

    /**
     * element / sum, where reciprocal is 1 / sum rounded: a product and what is missing from it, found by an fma. Its bits are
     * those of a division (Markstein) but where it is subnormal, at a quarter of the cost.
     */
    static float share(float element, float sum, float reciprocal) {
        float quotient = element * reciprocal;
        return fma(fma(-quotient, sum, element), reciprocal, quotient);
    }

    // Phrases. z and zLow are the exponent, in two parts.

    /**
     * 2^64 e^z for z from −110 to 0: whatever it is divided by will have the 2^64 too, and only the share can be subnormal. The
     * rounding of e^r − 1 is less than a quarter of an ulp of what comes out, and is left.
     */
    private static float shareExp(float z, float zLow) {
        float rounded = fma(z, LOG2_E, ROUND_AND_SCALE);
        float n = rounded - ROUND_AND_SCALE;
        float r = fma(n, -LN2_HIGH, z) + fma(n, -LN2_LOW, zLow);
        float square = r * r;
        float polynomial = fma(square, fma(square, M6, fma(r, M5, M4)), fma(r, M3, M2));
        float scale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
        return fma(scale, fma(square, polynomial, r), scale);
    }

    private static float between(float x, float low, float high) {
        float raised = x < low ? low : x;
        return x > high ? high : raised;
    }

    private static float differenceLow(float x, float y) {
        float difference = x - y;
        float part = difference - x;
        return (x - (difference - part)) - (y + part);
    }

    /** Sets the sign bit where x has it: for −0, and for a result that is a magnitude or has the sign of x already. */
    private static float withSignOf(float x, float value) {
        int sign = Float.floatToRawIntBits(x) & Integer.MIN_VALUE;
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) | sign);
    }

    /** n, the nearest whole number to z / ln 2, in the low bits. */
    private static float rounded(float z) {
        return fma(z, LOG2_E, ROUND);
    }

    /** 2^(n + exponent). */
    private static float power(float z, int exponent) {
        return Float.intBitsToFloat((Float.floatToRawIntBits(rounded(z)) + (127 + exponent)) << 23);
    }

    /** z − n ln 2 with the first 15 bits of ln 2: exact. */
    private static float unreduced(float z) {
        return fma(rounded(z) - ROUND, -LN2_HIGH, z);
    }

    /** What is missing from it. */
    private static float correction(float z, float zLow) {
        return fma(rounded(z) - ROUND, -LN2_LOW, zLow);
    }

    /** e^r − 1 without the exact part of r: the correction and r² M(r). */
    private static float expRest(float z, float zLow) {
        float r = unreduced(z) + correction(z, zLow);
        float square = r * r;
        float polynomial = fma(square, fma(square, M6, fma(r, M5, M4)), fma(r, M3, M2));
        return fma(square, polynomial, correction(z, zLow));
    }

    /** e^r − 1. */
    private static float expMinusOne(float z, float zLow) {
        return unreduced(z) + expRest(z, zLow);
    }

    private static float expMinusOneLow(float z, float zLow) {
        return expRest(z, zLow) - (expMinusOne(z, zLow) - unreduced(z));
    }

    /** (1 + e^z) 2^−64. */
    private static float logisticDenominator(float z, float zLow) {
        float scale = power(z, -64);
        return fma(scale, expMinusOne(z, zLow), scale + TWO_MINUS_64);
    }

    /** What its two additions lose. */
    private static float logisticSumLow(float z, float zLow) {
        float scale = power(z, -64);
        float start = scale + TWO_MINUS_64;
        float startLow = TWO_MINUS_64 - (start - scale);
        return fma(scale, expMinusOne(z, zLow), start - logisticDenominator(z, zLow)) + startLow;
    }

    /** That, and what e^z itself loses. */
    private static float logisticDenominatorLow(float z, float zLow) {
        return fma(power(z, -64), expMinusOneLow(z, zLow), logisticSumLow(z, zLow));
    }

    /** x / (1 + e^z), without what e^z itself loses: 1.08 ulp where it would be 0.77, and three operations fewer. */
    private static float gated(float x, float z, float zLow) {
        float denominator = logisticDenominator(z, zLow);
        float reciprocal = 1 / denominator;
        float quotient = x * reciprocal;
        float rest = fma(-quotient, logisticSumLow(z, zLow), fma(-quotient, denominator, x));
        return fma(rest, reciprocal, quotient) * TWO_MINUS_64;
    }

    /** a (e^x − 1), for x ≤ 0 and a ≥ 0, both in two parts. */
    private static float scaledExpMinusOne(float x, float xLow, float a, float aLow) {
        float z = x < EXPM1_FLOOR ? EXPM1_FLOOR : x;
        float zLow = x < EXPM1_FLOOR ? 0 : xLow;
        float scale = power(z, 0);
        float unreduced = unreduced(z);
        float correction = correction(z, zLow);
        float r = unreduced + correction;
        float square = r * r;
        float polynomial = fma(square, fma(square, fma(r, N7, N6), fma(r, N5, N4)), fma(r, N3, N2));
        float rest = fma(square, polynomial, correction);
        float t = unreduced + rest;
        float tLow = rest - (t - unreduced);
        float start = scale - 1;
        float startLow = scale - (start + 1);
        float high = fma(scale, t, start);
        float low = fma(scale, tLow, fma(scale, t, start - high) + startLow);
        float product = high * a;
        return withSignOf(x, product + fma(low, a, fma(high, aLow, fma(high, a, -product))));
    }

    /** log(1 + e^z) 2^64, z ≤ 0, without what the division left: 2 e / (2 + e). */
    private static float logOnePlusExp(float z, float zLow) {
        return 2 * atanhArgument(z, zLow);
    }

    /** Its rest: the division's, and the polynomial. */
    private static float logOnePlusExpLow(float z, float zLow) {
        float share = atanhArgument(z, zLow);
        float reciprocal = 1 / atanhDenominator(z, zLow);
        float rest = fma(-share, atanhDenominator(z, zLow), scaledExp(z, zLow))
                + fma(-share, atanhDenominatorLow(z, zLow), scaledExpLow(z, zLow));
        float unscaled = share * TWO_MINUS_64;
        float square = unscaled * unscaled;
        float polynomial = fma(square, fma(square, fma(square, A3, A2), A1), A0);
        return fma(share * square, polynomial, 2 * (rest * reciprocal));
    }

    /** s of log(1 + e) = 2 atanh s, times 2^64. */
    private static float atanhArgument(float z, float zLow) {
        return scaledExp(z, zLow) * (1 / atanhDenominator(z, zLow));
    }

    private static float atanhDenominator(float z, float zLow) {
        return fma(scaledExp(z, zLow), TWO_MINUS_64, 2);
    }

    private static float atanhDenominatorLow(float z, float zLow) {
        return fma(scaledExpLow(z, zLow), TWO_MINUS_64,
                fma(scaledExp(z, zLow), TWO_MINUS_64, 2 - atanhDenominator(z, zLow)));
    }

    /** e^z 2^64. */
    private static float scaledExp(float z, float zLow) {
        float scale = power(z, 64);
        return fma(scale, expMinusOne(z, zLow), scale);
    }

    private static float scaledExpLow(float z, float zLow) {
        float scale = power(z, 64);
        float sumLow = fma(scale, expMinusOne(z, zLow), scale - scaledExp(z, zLow));
        return fma(scale, expMinusOneLow(z, zLow), sumLow);
    }

    /** max(x, 0) + (high + low) 2^−64. */
    private static float positivePartPlus(float x, float high, float low) {
        float unscale = x < 0 ? 1 : TWO_MINUS_64;
        float start = x < 0 ? 0 : x;
        float scaled = high * unscale;
        float sum = start + scaled;
        float part = sum - start;
        float sumLow = fma(low, unscale, (start - (sum - part)) + (scaled - part));
        return (sum + sumLow) * (x < 0 ? TWO_MINUS_64 : 1);
    }

    /** (G(q) − G0) / q. */
    private static float normalTail(float q) {
        float square = q * q;
        float low = fma(square, fma(q, G4, G3), fma(q, G2, G1));
        float high = fma(square, fma(q, G8, G7), fma(q, G6, G5));
        float fourth = square * square;
        return fma(fourth, fma(fourth, G9, high), low);
    }
}
