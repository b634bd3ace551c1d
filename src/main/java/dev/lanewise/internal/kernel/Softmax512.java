package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Polynomials.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of rows of at least one vector, 512 bits at a time: the maximum, e^(x − maximum) into the output, its sum, the
 * division. The build copies this class to the other widths.
 *
 * <p>Working exactly in place is safe: see {@link Elementwise512} for how the last vector overlaps.
 */
final class Softmax512 {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
    private static final int LANES = SPECIES.length();

    private Softmax512() {}

    static void row(int units, float[] x, int xo, float[] z, int zo) {
        assert units >= LANES;
        float maximum = maximum(units, x, xo);
        exponentials(maximum, units, x, xo, z, zo);
        divide(SoftmaxSum.of(units, z, zo), units, z, zo);
    }

    /** The largest element; NaN is left out, for it reaches every output through the sum. */
    private static float maximum(int units, float[] x, int xo) {
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int c = 0; c < SPECIES.loopBound(units); c += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + c);
            largest = largest.blend(v, v.compare(VectorOperators.GT, largest));
        }
        FloatVector v = FloatVector.fromArray(SPECIES, x, xo + units - LANES);
        largest = largest.blend(v, v.compare(VectorOperators.GT, largest));
        // Order does not matter to a maximum without NaN, and the sign of a zero does not matter to what follows.
        return largest.reduceLanes(VectorOperators.MAX);
    }

    private static void exponentials(float maximum, int units, float[] x, int xo, float[] z, int zo) {
        FloatVector tail = exp(FloatVector.fromArray(SPECIES, x, xo + units - LANES), maximum);
        for (int c = 0; c < SPECIES.loopBound(units); c += LANES) {
            exp(FloatVector.fromArray(SPECIES, x, xo + c), maximum).intoArray(z, zo + c);
        }
        tail.intoArray(z, zo + units - LANES);
    }

    private static FloatVector exp(FloatVector x, float maximum) {
        FloatVector difference = x.sub(maximum);
        FloatVector part = difference.sub(x);
        FloatVector error = x.sub(difference.sub(part)).sub(part.add(maximum));
        FloatVector z = difference.blend(EXP_FLOOR, difference.compare(VectorOperators.LT, EXP_FLOOR));
        FloatVector zLow = error.blend(0f, difference.compare(VectorOperators.LT, EXP_FLOOR));
        FloatVector rounded = z.fma(LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(splat(-LN2_LOW), n.fma(splat(-LN2_HIGH), z)).add(zLow);
        FloatVector q = r.fma(E6, E5).fma(r, splat(E4)).fma(r, splat(E3)).fma(r, splat(E2));
        FloatVector t = r.mul(r).fma(q, r);
        FloatVector scale =
                rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
        return t.add(1f).mul(scale).mul(TWO_MINUS_64);
    }

    private static void divide(float sum, int units, float[] z, int zo) {
        FloatVector tail = FloatVector.fromArray(SPECIES, z, zo + units - LANES).div(sum);
        for (int c = 0; c < SPECIES.loopBound(units); c += LANES) {
            FloatVector.fromArray(SPECIES, z, zo + c).div(sum).intoArray(z, zo + c);
        }
        tail.intoArray(z, zo + units - LANES);
    }

    private static FloatVector splat(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
