package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Polynomials.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations over n contiguous floats, 512 bits at a time: each method is its namesake in {@link ScalarActivations},
 * operation by operation. The build copies this class to the other widths.
 *
 * <p>n is at least one vector. What is left over at the end is covered by a last vector that overlaps the one before; it
 * is loaded before the loop stores anything, so that working exactly in place is safe.
 */
final class Elementwise512 {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    static final int LANES = SPECIES.length();

    private Elementwise512() {}

    static void apply(ActivationOp op, int n, float[] x, int xo, float[] z, int zo) {
        assert n >= LANES;
        switch (op.code()) {
            case ActivationOp.IDENTITY -> System.arraycopy(x, xo, z, zo, n);
            case ActivationOp.RELU -> relu(n, x, xo, z, zo);
            case ActivationOp.LEAKY_RELU -> leakyRelu(op.a(), n, x, xo, z, zo);
            case ActivationOp.CLIP -> clip(op.a(), op.b(), n, x, xo, z, zo);
            case ActivationOp.HARD_SIGMOID -> hardSigmoid(op.a(), op.b(), n, x, xo, z, zo);
            case ActivationOp.SIGMOID -> sigmoid(n, x, xo, z, zo);
            case ActivationOp.TANH -> tanh(n, x, xo, z, zo);
            case ActivationOp.SILU -> silu(n, x, xo, z, zo);
            default -> throw new AssertionError("not element by element: " + op);
        }
    }

    private static void relu(int n, float[] x, int xo, float[] z, int zo) {
        FloatVector tail = relu(FloatVector.fromArray(SPECIES, x, xo + n - LANES));
        for (int i = 0; i < SPECIES.loopBound(n); i += LANES) {
            relu(FloatVector.fromArray(SPECIES, x, xo + i)).intoArray(z, zo + i);
        }
        tail.intoArray(z, zo + n - LANES);
    }

    private static void leakyRelu(float slope, int n, float[] x, int xo, float[] z, int zo) {
        FloatVector tail = leakyRelu(FloatVector.fromArray(SPECIES, x, xo + n - LANES), slope);
        for (int i = 0; i < SPECIES.loopBound(n); i += LANES) {
            leakyRelu(FloatVector.fromArray(SPECIES, x, xo + i), slope).intoArray(z, zo + i);
        }
        tail.intoArray(z, zo + n - LANES);
    }

    private static void clip(float low, float high, int n, float[] x, int xo, float[] z, int zo) {
        FloatVector tail = clip(FloatVector.fromArray(SPECIES, x, xo + n - LANES), low, high);
        for (int i = 0; i < SPECIES.loopBound(n); i += LANES) {
            clip(FloatVector.fromArray(SPECIES, x, xo + i), low, high).intoArray(z, zo + i);
        }
        tail.intoArray(z, zo + n - LANES);
    }

    private static void hardSigmoid(float factor, float summand, int n, float[] x, int xo, float[] z, int zo) {
        FloatVector tail = hardSigmoid(FloatVector.fromArray(SPECIES, x, xo + n - LANES), factor, summand);
        for (int i = 0; i < SPECIES.loopBound(n); i += LANES) {
            hardSigmoid(FloatVector.fromArray(SPECIES, x, xo + i), factor, summand).intoArray(z, zo + i);
        }
        tail.intoArray(z, zo + n - LANES);
    }

    private static void sigmoid(int n, float[] x, int xo, float[] z, int zo) {
        FloatVector tail = sigmoid(FloatVector.fromArray(SPECIES, x, xo + n - LANES));
        for (int i = 0; i < SPECIES.loopBound(n); i += LANES) {
            sigmoid(FloatVector.fromArray(SPECIES, x, xo + i)).intoArray(z, zo + i);
        }
        tail.intoArray(z, zo + n - LANES);
    }

    private static void tanh(int n, float[] x, int xo, float[] z, int zo) {
        FloatVector tail = tanh(FloatVector.fromArray(SPECIES, x, xo + n - LANES));
        for (int i = 0; i < SPECIES.loopBound(n); i += LANES) {
            tanh(FloatVector.fromArray(SPECIES, x, xo + i)).intoArray(z, zo + i);
        }
        tail.intoArray(z, zo + n - LANES);
    }

    private static void silu(int n, float[] x, int xo, float[] z, int zo) {
        FloatVector tail = silu(FloatVector.fromArray(SPECIES, x, xo + n - LANES));
        for (int i = 0; i < SPECIES.loopBound(n); i += LANES) {
            silu(FloatVector.fromArray(SPECIES, x, xo + i)).intoArray(z, zo + i);
        }
        tail.intoArray(z, zo + n - LANES);
    }

    private static FloatVector relu(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LE, 0f));
    }

    private static FloatVector leakyRelu(FloatVector x, float slope) {
        return x.mul(slope).blend(x, x.compare(VectorOperators.GT, 0f));
    }

    private static FloatVector clip(FloatVector x, float low, float high) {
        FloatVector raised = x.blend(low, x.compare(VectorOperators.LE, low));
        return raised.blend(high, raised.compare(VectorOperators.GE, high));
    }

    private static FloatVector hardSigmoid(FloatVector x, float factor, float summand) {
        return clip(x.fma(factor, summand), 0, 1);
    }

    private static FloatVector sigmoid(FloatVector x) {
        FloatVector z = atLeastFloor(x.abs().neg());
        FloatVector rounded = z.fma(LOG2_E, ROUND);
        FloatVector t = expm1(reduce(z, rounded));
        FloatVector scale = scale(rounded);
        FloatVector sum = t.add(1f);
        FloatVector high = sum.mul(scale);
        FloatVector low = t.sub(sum.sub(1f)).mul(scale);

        FloatVector e = high.mul(TWO_MINUS_64);
        FloatVector denominator = e.add(1f);
        FloatVector denominatorLow = low.fma(splat(TWO_MINUS_64), e.sub(denominator.sub(1f)));
        FloatVector numerator = splat(TWO_64).blend(high, x.compare(VectorOperators.LT, 0f));
        FloatVector numeratorLow = splat(0).blend(low, x.compare(VectorOperators.LT, 0f));
        return quotient(numerator, numeratorLow, denominator, denominatorLow).mul(TWO_MINUS_64);
    }

    private static FloatVector silu(FloatVector x) {
        FloatVector bounded = atLeastFloor(x);
        FloatVector z = atLeastFloor(x.abs().neg());
        FloatVector rounded = z.fma(LOG2_E, ROUND);
        FloatVector t = expm1(reduce(z, rounded));
        FloatVector scale = scale(rounded);
        FloatVector sum = t.add(1f);
        FloatVector high = sum.mul(scale);
        FloatVector low = t.sub(sum.sub(1f)).mul(scale);

        FloatVector e = high.mul(TWO_MINUS_64);
        FloatVector denominator = e.add(1f);
        FloatVector denominatorLow = low.fma(splat(TWO_MINUS_64), e.sub(denominator.sub(1f)));
        FloatVector factor = splat(1).blend(high, x.compare(VectorOperators.LT, 0f));
        FloatVector factorLow = splat(0).blend(low, x.compare(VectorOperators.LT, 0f));
        FloatVector unscale = splat(1).blend(TWO_MINUS_64, x.compare(VectorOperators.LT, 0f));
        FloatVector numerator = bounded.mul(factor);
        FloatVector numeratorLow = bounded.fma(factorLow, bounded.fma(factor, numerator.neg()));
        FloatVector result = quotient(numerator, numeratorLow, denominator, denominatorLow).mul(unscale);
        return result.blend(x, x.compare(VectorOperators.GT, SILU_CEILING));
    }

    private static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector square = a.mul(a);
        FloatVector p = square.fma(T4, T3).fma(square, splat(T2)).fma(square, splat(T1)).fma(square, splat(T0));
        FloatVector near = a.mul(square).fma(p, a);

        FloatVector bounded = a.blend(TANH_CEILING, a.compare(VectorOperators.GT, TANH_CEILING));
        FloatVector z = bounded.mul(-2f);
        FloatVector rounded = z.fma(LOG2_E, ROUND);
        FloatVector t = expm1(reduce(z, rounded));
        FloatVector scale = scale(rounded).mul(TWO_MINUS_64);
        FloatVector sum = t.add(1f);
        FloatVector high = sum.mul(scale);
        FloatVector low = t.sub(sum.sub(1f)).mul(scale);
        FloatVector numerator = splat(1).sub(high);
        FloatVector numeratorLow = splat(1).sub(numerator).sub(high).sub(low);
        FloatVector denominator = high.add(1f);
        FloatVector denominatorLow = high.sub(denominator.sub(1f)).add(low);
        FloatVector far = quotient(numerator, numeratorLow, denominator, denominatorLow);

        FloatVector magnitude = far.blend(near, a.compare(VectorOperators.LT, TANH_SPLIT));
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        return magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    /** (n + nLow) / (d + dLow), the quotient of the leading parts corrected by its remainder. */
    private static FloatVector quotient(FloatVector n, FloatVector nLow, FloatVector d, FloatVector dLow) {
        FloatVector reciprocal = splat(1).div(d);
        FloatVector quotient = n.mul(reciprocal);
        FloatVector minus = quotient.neg();
        FloatVector rest = minus.fma(d, n).add(minus.fma(dLow, nLow));
        return rest.fma(reciprocal, quotient);
    }

    private static FloatVector atLeastFloor(FloatVector x) {
        return x.blend(EXP_FLOOR, x.compare(VectorOperators.LT, EXP_FLOOR));
    }

    private static FloatVector reduce(FloatVector z, FloatVector rounded) {
        FloatVector n = rounded.sub(ROUND);
        return n.fma(splat(-LN2_LOW), n.fma(splat(-LN2_HIGH), z));
    }

    private static FloatVector expm1(FloatVector r) {
        FloatVector q = r.fma(E6, E5).fma(r, splat(E4)).fma(r, splat(E3)).fma(r, splat(E2));
        return r.mul(r).fma(q, r);
    }

    private static FloatVector scale(FloatVector rounded) {
        return rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
    }

    private static FloatVector splat(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
