package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Polynomials.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations over n contiguous floats: each method is its namesake in {@link ScalarActivations}, operation by operation.
 *
 * <p>n is at least one vector. What is left over at the end is covered by a last vector that overlaps the one before.
 * Each turn loads the vector of the next turn before it stores its own, so that working exactly in place is safe.
 *
 * <p>Each curve is one loop in one method that calls nothing but the Vector API, although they share half their lines. A
 * vector that crosses a call which C2 does not inline becomes an object, and after some forty vector operations in one
 * method C2 may stop inlining calls that are not marked as forced (NodeCountInliningCutoff): a shared helper would be the
 * first.
 */
final class ElementwiseVectors {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;

    private ElementwiseVectors() {}

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
        FloatVector next = FloatVector.fromArray(SPECIES, x, xo);
        for (int left = n; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, x, xo + n - Math.max(left - LANES, LANES));
            v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(z, zo + n - Math.max(left, LANES));
        }
    }

    private static void leakyRelu(float slope, int n, float[] x, int xo, float[] z, int zo) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, xo);
        for (int left = n; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, x, xo + n - Math.max(left - LANES, LANES));
            v.mul(slope).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(z, zo + n - Math.max(left, LANES));
        }
    }

    private static void clip(float low, float high, int n, float[] x, int xo, float[] z, int zo) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, xo);
        for (int left = n; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, x, xo + n - Math.max(left - LANES, LANES));
            FloatVector raised = v.blend(low, v.compare(VectorOperators.LE, low));
            raised.blend(high, raised.compare(VectorOperators.GE, high)).intoArray(z, zo + n - Math.max(left, LANES));
        }
    }

    private static void hardSigmoid(float slope, float offset, int n, float[] x, int xo, float[] z, int zo) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, xo);
        for (int left = n; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, x, xo + n - Math.max(left - LANES, LANES));
            FloatVector line = v.fma(slope, offset);
            FloatVector raised = line.blend(0f, line.compare(VectorOperators.LE, 0f));
            raised.blend(1f, raised.compare(VectorOperators.GE, 1f)).intoArray(z, zo + n - Math.max(left, LANES));
        }
    }

    private static void sigmoid(int n, float[] x, int xo, float[] z, int zo) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, xo);
        for (int left = n; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, x, xo + n - Math.max(left - LANES, LANES));
            FloatVector c = v.abs().neg();
            c = c.blend(EXP_FLOOR, c.compare(VectorOperators.LT, EXP_FLOOR));
            FloatVector rounded = c.fma(LOG2_E, ROUND);
            FloatVector whole = rounded.sub(ROUND);
            FloatVector unreduced = whole.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), c);
            FloatVector r = whole.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), unreduced);
            FloatVector rLow = whole.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), unreduced.sub(r));
            FloatVector q = r.fma(E6, E5)
                    .fma(r, FloatVector.broadcast(SPECIES, E4))
                    .fma(r, FloatVector.broadcast(SPECIES, E3))
                    .fma(r, FloatVector.broadcast(SPECIES, E2));
            FloatVector p = r.mul(r).fma(q, rLow);
            FloatVector t = r.add(p);
            FloatVector tLow = p.sub(t.sub(r));
            FloatVector scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                    .reinterpretAsFloats();
            FloatVector sum = t.add(1f);
            FloatVector high = sum.mul(scale);
            FloatVector low = t.sub(sum.sub(1f)).add(tLow).mul(scale);

            FloatVector e = high.mul(TWO_MINUS_64);
            FloatVector denominator = e.add(1f);
            FloatVector denominatorLow = low.fma(FloatVector.broadcast(SPECIES, TWO_MINUS_64), e.sub(denominator.sub(1f)));
            FloatVector numerator = FloatVector.broadcast(SPECIES, TWO_64).blend(high, v.compare(VectorOperators.LT, 0f));
            FloatVector numeratorLow = FloatVector.zero(SPECIES).blend(low, v.compare(VectorOperators.LT, 0f));

            FloatVector reciprocal = FloatVector.broadcast(SPECIES, 1).div(denominator);
            FloatVector quotient = numerator.mul(reciprocal);
            FloatVector minus = quotient.neg();
            FloatVector rest = minus.fma(denominator, numerator).add(minus.fma(denominatorLow, numeratorLow));
            FloatVector result = rest.fma(reciprocal, quotient).mul(TWO_MINUS_64);
            result.intoArray(z, zo + n - Math.max(left, LANES));
        }
    }

    private static void silu(int n, float[] x, int xo, float[] z, int zo) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, xo);
        for (int left = n; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, x, xo + n - Math.max(left - LANES, LANES));
            FloatVector c = v.abs().neg();
            c = c.blend(EXP_FLOOR, c.compare(VectorOperators.LT, EXP_FLOOR));
            FloatVector rounded = c.fma(LOG2_E, ROUND);
            FloatVector whole = rounded.sub(ROUND);
            FloatVector unreduced = whole.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), c);
            FloatVector r = whole.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), unreduced);
            FloatVector rLow = whole.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), unreduced.sub(r));
            FloatVector q = r.fma(E6, E5)
                    .fma(r, FloatVector.broadcast(SPECIES, E4))
                    .fma(r, FloatVector.broadcast(SPECIES, E3))
                    .fma(r, FloatVector.broadcast(SPECIES, E2));
            FloatVector p = r.mul(r).fma(q, rLow);
            FloatVector t = r.add(p);
            FloatVector tLow = p.sub(t.sub(r));
            FloatVector scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                    .reinterpretAsFloats();
            FloatVector sum = t.add(1f);
            FloatVector high = sum.mul(scale);
            FloatVector low = t.sub(sum.sub(1f)).add(tLow).mul(scale);

            FloatVector e = high.mul(TWO_MINUS_64);
            FloatVector denominator = e.add(1f);
            FloatVector denominatorLow = low.fma(FloatVector.broadcast(SPECIES, TWO_MINUS_64), e.sub(denominator.sub(1f)));
            FloatVector factor = FloatVector.broadcast(SPECIES, 1).blend(high, v.compare(VectorOperators.LT, 0f));
            FloatVector factorLow = FloatVector.zero(SPECIES).blend(low, v.compare(VectorOperators.LT, 0f));
            FloatVector unscale = FloatVector.broadcast(SPECIES, 1).blend(TWO_MINUS_64, v.compare(VectorOperators.LT, 0f));
            FloatVector bounded = v.blend(EXP_FLOOR, v.compare(VectorOperators.LT, EXP_FLOOR));
            FloatVector numerator = bounded.mul(factor);
            FloatVector numeratorLow = bounded.fma(factorLow, bounded.fma(factor, numerator.neg()));

            FloatVector reciprocal = FloatVector.broadcast(SPECIES, 1).div(denominator);
            FloatVector quotient = numerator.mul(reciprocal);
            FloatVector minus = quotient.neg();
            FloatVector rest = minus.fma(denominator, numerator).add(minus.fma(denominatorLow, numeratorLow));
            FloatVector result = rest.fma(reciprocal, quotient).mul(unscale);
            result = result.blend(v, v.compare(VectorOperators.GT, SILU_CEILING));
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            result.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(z, zo + n - Math.max(left, LANES));
        }
    }

    private static void tanh(int n, float[] x, int xo, float[] z, int zo) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, xo);
        for (int left = n; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, x, xo + n - Math.max(left - LANES, LANES));
            FloatVector a = v.abs();
            FloatVector square = a.mul(a);
            FloatVector p = square.fma(T4, T3)
                    .fma(square, FloatVector.broadcast(SPECIES, T2))
                    .fma(square, FloatVector.broadcast(SPECIES, T1))
                    .fma(square, FloatVector.broadcast(SPECIES, T0));
            FloatVector near = a.mul(square).fma(p, a);

            FloatVector c = a.blend(TANH_CEILING, a.compare(VectorOperators.GT, TANH_CEILING)).mul(-2f);
            FloatVector rounded = c.fma(LOG2_E, ROUND);
            FloatVector whole = rounded.sub(ROUND);
            FloatVector r = whole.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), c);
            r = whole.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
            FloatVector q = r.fma(E6, E5)
                    .fma(r, FloatVector.broadcast(SPECIES, E4))
                    .fma(r, FloatVector.broadcast(SPECIES, E3))
                    .fma(r, FloatVector.broadcast(SPECIES, E2));
            FloatVector t = r.mul(r).fma(q, r);
            FloatVector scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                    .reinterpretAsFloats()
                    .mul(TWO_MINUS_64);
            FloatVector sum = t.add(1f);
            FloatVector high = sum.mul(scale);
            FloatVector low = t.sub(sum.sub(1f)).mul(scale);
            FloatVector numerator = FloatVector.broadcast(SPECIES, 1).sub(high);
            FloatVector numeratorLow = FloatVector.broadcast(SPECIES, 1).sub(numerator).sub(high).sub(low);
            FloatVector denominator = high.add(1f);
            FloatVector denominatorLow = high.sub(denominator.sub(1f)).add(low);

            FloatVector reciprocal = FloatVector.broadcast(SPECIES, 1).div(denominator);
            FloatVector quotient = numerator.mul(reciprocal);
            FloatVector minus = quotient.neg();
            FloatVector rest = minus.fma(denominator, numerator).add(minus.fma(denominatorLow, numeratorLow));
            FloatVector far = rest.fma(reciprocal, quotient);
            FloatVector magnitude = far.blend(near, a.compare(VectorOperators.LT, TANH_SPLIT));
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(z, zo + n - Math.max(left, LANES));
        }
    }
}
