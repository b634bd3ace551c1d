package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax and log-softmax of rows of at least one vector: the maximum; e^(x − maximum) into the output and, in the same loop,
 * its sum; the shares of that sum. Or the difference into the output, the logarithm of the sum, the difference again.
 *
 * <p>Working exactly in place is safe: see {@code ElementwiseVectors} for how the last vector overlaps.
 */
final class SoftmaxVectors {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;

    /**
     * Rows at a time. The end of a sum reads halves of vectors just stored, which has to wait until the stores are done: 20 ns
     * of a row alone, which the other rows of a block fill.
     */
    private static final int BLOCK = 4;

    private static final int TOTALS = BLOCK * SoftmaxChains.SIZE;

    private SoftmaxVectors() {}

    /** @param scratch {@link Kernels#SCRATCH_FLOATS} floats */
    static void rows(
            ActivationOp op, int rows, int units, float[] x, int xo, float[] z, int zo, float[] scratch) {
        assert units >= LANES && scratch.length >= TOTALS + BLOCK;
        for (int row = 0; row < rows; row += BLOCK) {
            int count = Math.min(BLOCK, rows - row);
            block(op, count, units, x, xo + row * units, z, zo + row * units, scratch);
        }
    }

    private static void block(
            ActivationOp op, int rows, int units, float[] x, int xo, float[] z, int zo, float[] scratch) {
        for (int i = 0; i < rows; i++) {
            int from = xo + i * units;
            int to = zo + i * units;
            int base = i * SoftmaxChains.SIZE;
            float maximum = maximum(units, x, from);
            if (op.code() == ActivationOp.LOG_SOFTMAX) {
                subtract(maximum, units, x, from, z, to);
                SoftmaxLoops.sumOfExpOfNegative(units, z, to, scratch, base);
            } else if (op.a() == 1) {
                SoftmaxLoops.sumOfExpOfDifference(maximum, units, x, from, z, to, scratch, base);
            } else {
                SoftmaxLoops.sumOfExpOfQuotient(maximum, op.a(), op.b(), units, x, from, z, to, scratch, base);
            }
        }
        for (int i = 0; i < rows; i++) {
            scratch[TOTALS + i] = SoftmaxChains.total(scratch, i * SoftmaxChains.SIZE);
        }
        for (int i = 0; i < rows; i++) {
            int to = zo + i * units;
            float sum = scratch[TOTALS + i];
            if (op.code() == ActivationOp.LOG_SOFTMAX) {
                subtract(LoopSoftmax.log(sum * Polynomials.TWO_MINUS_64), units, z, to, z, to);
            } else {
                SoftmaxLoops.share(sum, 1 / sum, units, z, to, z, to);
            }
        }
    }

    /**
     * The largest element; any float where there is a NaN, which reaches every output through the sum. Four candidates side by
     * side, because one alone waits five cycles for itself. The receiver of blend is a vector just loaded: C2 knows its class. It
     * does not know what a loop hands to its next turn before it has inlined the calls on it, and so never inlined them, but
     * where a profile told the class: each turn boxed three objects.
     */
    private static float maximum(int units, float[] x, int xo) {
        FloatVector largest0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector largest1 = largest0;
        FloatVector largest2 = largest0;
        FloatVector largest3 = largest0;
        int c = 0;
        for (; c <= units - 4 * LANES; c += 4 * LANES) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, xo + c);
            largest0 = v0.blend(largest0, v0.compare(VectorOperators.LE, largest0));
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, xo + c + LANES);
            largest1 = v1.blend(largest1, v1.compare(VectorOperators.LE, largest1));
            FloatVector v2 = FloatVector.fromArray(SPECIES, x, xo + c + 2 * LANES);
            largest2 = v2.blend(largest2, v2.compare(VectorOperators.LE, largest2));
            FloatVector v3 = FloatVector.fromArray(SPECIES, x, xo + c + 3 * LANES);
            largest3 = v3.blend(largest3, v3.compare(VectorOperators.LE, largest3));
        }
        for (; c <= units - LANES; c += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + c);
            largest0 = v.blend(largest0, v.compare(VectorOperators.LE, largest0));
        }
        FloatVector last = FloatVector.fromArray(SPECIES, x, xo + units - LANES);
        FloatVector v0 = last.blend(largest0, last.compare(VectorOperators.LE, largest0));
        FloatVector v1 = v0.blend(largest1, v0.compare(VectorOperators.LE, largest1));
        FloatVector v2 = v1.blend(largest2, v1.compare(VectorOperators.LE, largest2));
        FloatVector v3 = v2.blend(largest3, v2.compare(VectorOperators.LE, largest3));
        // As whole numbers in the order of the floats, whose greatest takes one instruction a step where that of floats takes
        // six. Order does not matter to a maximum without NaN, and the sign of a zero does not matter to what follows.
        IntVector bits = v3.reinterpretAsInts();
        IntVector magnitudeMask = bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
        IntVector ordered = bits.lanewise(VectorOperators.XOR, magnitudeMask);
        int greatest = ordered.reduceLanes(VectorOperators.MAX);
        return Float.intBitsToFloat(greatest ^ (greatest >> 31) >>> 1);
    }

    private static void subtract(float subtrahend, int units, float[] x, int xo, float[] z, int zo) {
        FloatVector last = FloatVector.fromArray(SPECIES, x, xo + units - LANES);
        for (int c = 0; c < SPECIES.loopBound(units); c += LANES) {
            FloatVector.fromArray(SPECIES, x, xo + c).sub(subtrahend).intoArray(z, zo + c);
        }
        last.sub(subtrahend).intoArray(z, zo + units - LANES);
    }
}
