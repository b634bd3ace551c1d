package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Fma.fma;
import static dev.lanewise.internal.kernel.Polynomials.*;

/**
 * The definition of every activation, one float at a time. The vector kernels repeat these operations in this order and
 * give the same bits; the formulas and their error are in {@link Polynomials}.
 *
 * <p>Comparisons are written so that NaN falls through to a result that is NaN.
 */
public final class ScalarActivations {
    private ScalarActivations() {}

    /** σ(x) for an activation that works element by element. */
    public static float apply(ActivationOp op, float x) {
        return switch (op.code()) {
            case ActivationOp.IDENTITY -> x;
            case ActivationOp.RELU -> x <= 0 ? 0f : x;
            case ActivationOp.LEAKY_RELU -> x > 0 ? x : op.a() * x;
            case ActivationOp.CLIP -> clip(x, op.a(), op.b());
            case ActivationOp.HARD_SIGMOID -> clip(fma(op.a(), x, op.b()), 0, 1);
            case ActivationOp.SIGMOID -> sigmoid(x);
            case ActivationOp.TANH -> tanh(x);
            case ActivationOp.SILU -> silu(x);
            default -> throw new AssertionError("not element by element: " + op);
        };
    }

    private static float clip(float x, float low, float high) {
        float raised = x <= low ? low : x;
        return raised >= high ? high : raised;
    }

    /** 1/(1+e) for x ≥ 0 and e/(1+e) for x &lt; 0, with e = e^−|x| in two parts and one correction of the quotient. */
    static float sigmoid(float x) {
        float z = -Math.abs(x);
        z = z < EXP_FLOOR ? EXP_FLOOR : z;
        float rounded = fma(z, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float unreduced = fma(n, -LN2_HIGH, z);
        float r = fma(n, -LN2_LOW, unreduced);
        float rLow = fma(n, -LN2_LOW, unreduced - r);
        float p = fma(r * r, polynomial(r), rLow);
        float t = r + p;
        float tLow = p - (t - r);
        float scale = scale(rounded);
        float sum = 1 + t;
        float high = sum * scale;
        float low = ((t - (sum - 1)) + tLow) * scale;

        float e = high * TWO_MINUS_64;
        float denominator = 1 + e;
        float denominatorLow = fma(low, TWO_MINUS_64, e - (denominator - 1));
        float numerator = x < 0 ? high : TWO_64;
        float numeratorLow = x < 0 ? low : 0f;

        float reciprocal = 1 / denominator;
        float quotient = numerator * reciprocal;
        float rest = fma(-quotient, denominator, numerator) + fma(-quotient, denominatorLow, numeratorLow);
        return fma(rest, reciprocal, quotient) * TWO_MINUS_64;
    }

    /** x/(1+e) for x ≥ 0 and x e/(1+e) for x &lt; 0: the sigmoid with x multiplied into its numerator. */
    static float silu(float x) {
        float bounded = x < EXP_FLOOR ? EXP_FLOOR : x;
        float z = -Math.abs(x);
        z = z < EXP_FLOOR ? EXP_FLOOR : z;
        float rounded = fma(z, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float unreduced = fma(n, -LN2_HIGH, z);
        float r = fma(n, -LN2_LOW, unreduced);
        float rLow = fma(n, -LN2_LOW, unreduced - r);
        float p = fma(r * r, polynomial(r), rLow);
        float t = r + p;
        float tLow = p - (t - r);
        float scale = scale(rounded);
        float sum = 1 + t;
        float high = sum * scale;
        float low = ((t - (sum - 1)) + tLow) * scale;

        float e = high * TWO_MINUS_64;
        float denominator = 1 + e;
        float denominatorLow = fma(low, TWO_MINUS_64, e - (denominator - 1));
        float factor = x < 0 ? high : 1f;
        float factorLow = x < 0 ? low : 0f;
        float unscale = x < 0 ? TWO_MINUS_64 : 1f;
        float numerator = bounded * factor;
        float numeratorLow = fma(bounded, factorLow, fma(bounded, factor, -numerator));

        float reciprocal = 1 / denominator;
        float quotient = numerator * reciprocal;
        float rest = fma(-quotient, denominator, numerator) + fma(-quotient, denominatorLow, numeratorLow);
        float result = fma(rest, reciprocal, quotient) * unscale;
        return withSignOf(x, x > SILU_CEILING ? x : result);
    }

    /** An odd polynomial near 0, else (1−e)/(1+e) with e = e^−2|x| in two parts; the sign bit of x at the end. */
    static float tanh(float x) {
        float a = Math.abs(x);
        float square = a * a;
        float p = fma(fma(fma(fma(T4, square, T3), square, T2), square, T1), square, T0);
        float near = fma(a * square, p, a);

        float bounded = a > TANH_CEILING ? TANH_CEILING : a;
        float z = -2 * bounded;
        float rounded = fma(z, LOG2_E, ROUND);
        float t = expm1(reduce(z, rounded));
        float scale = scale(rounded) * TWO_MINUS_64;
        float sum = 1 + t;
        float high = sum * scale;
        float low = (t - (sum - 1)) * scale;
        float numerator = 1 - high;
        float numeratorLow = ((1 - numerator) - high) - low;
        float denominator = 1 + high;
        float denominatorLow = (high - (denominator - 1)) + low;
        float reciprocal = 1 / denominator;
        float quotient = numerator * reciprocal;
        float rest = fma(-quotient, denominator, numerator) + fma(-quotient, denominatorLow, numeratorLow);
        float far = fma(rest, reciprocal, quotient);

        return withSignOf(x, a < TANH_SPLIT ? near : far);
    }

    /** e^(x − maximum) for a softmax. The rounding error of the difference, found by TwoDiff, is carried along. */
    static float expOfDifference(float x, float maximum) {
        float difference = x - maximum;
        float part = difference - x;
        float error = (x - (difference - part)) - (maximum + part);
        float z = difference < EXP_FLOOR ? EXP_FLOOR : difference;
        float zLow = difference < EXP_FLOOR ? 0f : error;
        float rounded = fma(z, LOG2_E, ROUND);
        float t = expm1(reduce(z, rounded) + zLow);
        return ((1 + t) * scale(rounded)) * TWO_MINUS_64;
    }

    /** r = z − n ln 2. */
    private static float reduce(float z, float rounded) {
        float n = rounded - ROUND;
        return fma(n, -LN2_LOW, fma(n, -LN2_HIGH, z));
    }

    /** e^r − 1 for |r| up to ln 2 / 2. */
    private static float expm1(float r) {
        return fma(r * r, polynomial(r), r);
    }

    /** (e^r − 1 − r) / r². */
    private static float polynomial(float r) {
        return fma(fma(fma(fma(E6, r, E5), r, E4), r, E3), r, E2);
    }

    /** Sets the sign bit where x has it: for −0, and for a result that is a magnitude or has the sign of x already. */
    private static float withSignOf(float x, float value) {
        int sign = Float.floatToRawIntBits(x) & Integer.MIN_VALUE;
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) | sign);
    }

    /** 2^(n+64). */
    private static float scale(float rounded) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << EXPONENT_SHIFT);
    }
}
