package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax and log-softmax of rows of at least one vector: the maximum, e^(x − maximum) into the output, its sum, the
 * division; or the difference into the output, the logarithm of the sum, the difference again.
 *
 * <p>Working exactly in place is safe: see {@code ElementwiseVectors} for how the last vector overlaps.
 */
final class SoftmaxVectors {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;

    private SoftmaxVectors() {}

    static void row(ActivationOp op, int units, float[] x, int xo, float[] z, int zo) {
        assert units >= LANES;
        float maximum = maximum(units, x, xo);
        if (op.code() == ActivationOp.LOG_SOFTMAX) {
            subtract(maximum, units, x, xo, z, zo);
            subtract(LoopSoftmax.log(SoftmaxLoops.sumOfExpOfNegative(units, z, zo)), units, z, zo, z, zo);
            return;
        }
        if (op.a() == 1) {
            SoftmaxLoops.expOfDifference(maximum, units, x, xo, z, zo);
        } else {
            SoftmaxLoops.expOfQuotient(maximum, op.a(), op.b(), units, x, xo, z, zo);
        }
        divide(SoftmaxLoops.sum(units, z, zo), units, z, zo);
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

    private static void subtract(float subtrahend, int units, float[] x, int xo, float[] z, int zo) {
        FloatVector last = FloatVector.fromArray(SPECIES, x, xo + units - LANES);
        for (int c = 0; c < SPECIES.loopBound(units); c += LANES) {
            FloatVector.fromArray(SPECIES, x, xo + c).sub(subtrahend).intoArray(z, zo + c);
        }
        last.sub(subtrahend).intoArray(z, zo + units - LANES);
    }

    private static void divide(float sum, int units, float[] z, int zo) {
        FloatVector last = FloatVector.fromArray(SPECIES, z, zo + units - LANES);
        for (int c = 0; c < SPECIES.loopBound(units); c += LANES) {
            FloatVector.fromArray(SPECIES, z, zo + c).div(sum).intoArray(z, zo + c);
        }
        last.div(sum).intoArray(z, zo + units - LANES);
    }
}
