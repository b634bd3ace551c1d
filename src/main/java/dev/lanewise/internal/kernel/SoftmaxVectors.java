package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Polynomials.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of rows of at least one vector: the maximum, e^(x − maximum) into the output, its sum, the division.
 *
 * <p>Working exactly in place is safe: see {@link ElementwiseVectors} for how the last vector overlaps.
 */
final class SoftmaxVectors {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;

    private SoftmaxVectors() {}

    static void row(int units, float[] x, int xo, float[] z, int zo) {
        assert units >= LANES;
        float maximum = maximum(units, x, xo);
        exponentials(maximum, units, x, xo, z, zo);
        divide(SoftmaxSum.of(units, z, zo), units, z, zo);
    }

    /**
     * The largest element; any float where there is a NaN, which reaches every output through the sum. The receiver of blend
     * is a vector just loaded: C2 knows its class. It does not know what a loop hands to its next turn before it has inlined
     * the calls on it, and so never inlined them, but where a profile told the class: each turn boxed three objects.
     */
    private static float maximum(int units, float[] x, int xo) {
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int c = 0; c < SPECIES.loopBound(units); c += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + c);
            largest = v.blend(largest, v.compare(VectorOperators.LE, largest));
        }
        FloatVector v = FloatVector.fromArray(SPECIES, x, xo + units - LANES);
        largest = v.blend(largest, v.compare(VectorOperators.LE, largest));
        // Order does not matter to a maximum without NaN, and the sign of a zero does not matter to what follows.
        return largest.reduceLanes(VectorOperators.MAX);
    }

    private static void exponentials(float maximum, int units, float[] x, int xo, float[] z, int zo) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, xo);
        for (int left = units; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, x, xo + units - Math.max(left - LANES, LANES));
            FloatVector difference = v.sub(maximum);
            FloatVector part = difference.sub(v);
            FloatVector error = v.sub(difference.sub(part)).sub(part.add(maximum));
            FloatVector d = difference.blend(EXP_FLOOR, difference.compare(VectorOperators.LT, EXP_FLOOR));
            FloatVector dLow = error.blend(0f, difference.compare(VectorOperators.LT, EXP_FLOOR));
            FloatVector rounded = d.fma(LOG2_E, ROUND);
            FloatVector n = rounded.sub(ROUND);
            FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), d);
            r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r).add(dLow);
            FloatVector q = r.fma(E6, E5)
                    .fma(r, FloatVector.broadcast(SPECIES, E4))
                    .fma(r, FloatVector.broadcast(SPECIES, E3))
                    .fma(r, FloatVector.broadcast(SPECIES, E2));
            FloatVector t = r.mul(r).fma(q, r);
            FloatVector scale =
                    rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
            t.add(1f).mul(scale).mul(TWO_MINUS_64).intoArray(z, zo + units - Math.max(left, LANES));
        }
    }

    private static void divide(float sum, int units, float[] z, int zo) {
        FloatVector next = FloatVector.fromArray(SPECIES, z, zo);
        for (int left = units; left > 0; left -= LANES) {
            FloatVector v = next;
            next = FloatVector.fromArray(SPECIES, z, zo + units - Math.max(left - LANES, LANES));
            v.div(sum).intoArray(z, zo + units - Math.max(left, LANES));
        }
    }
}
