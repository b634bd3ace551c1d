package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Polynomials.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of rows narrower than a vector, exactly in place. A few rows take a vector each. More are turned, so that rows lie
 * across the lanes: a column is then one vector, and maximum, sum and division need no operation between lanes.
 */
final class NarrowSoftmax {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;

    /** Columns of the turned block: the chains of the sum, those without an element being 0. */
    private static final int COLUMNS = WeightLayout.CHAINS;

    private static final int MAXIMUM = (COLUMNS - 1) * LANES;

    /** From so many rows on turning pays. */
    private static final int LEAST_ROWS = 4;

    private NarrowSoftmax() {}

    static void rows(int rows, int units, float[] z, int zo, float[] spill) {
        assert units < LANES;
        int row = 0;
        for (; rows - row >= LEAST_ROWS; row += LANES) {
            block(Math.min(LANES, rows - row), units, z, zo + row * units, spill);
        }
        for (; row < rows; row++) {
            row(units, z, zo + row * units, spill);
        }
    }

    /** One row, as the first units of a vector: the others are −∞ and add nothing. */
    private static void row(int units, float[] z, int zo, float[] spill) {
        for (int m = 0; m < LANES; m++) {
            spill[m] = m < units ? z[zo + m] : Float.NEGATIVE_INFINITY;
        }
        SoftmaxVectors.row(LANES, spill, 0, spill, 0);
        for (int m = 0; m < units; m++) {
            z[zo + m] = spill[m];
        }
    }

    private static void block(int rows, int units, float[] z, int zo, float[] spill) {
        for (int r = 0; r < rows; r++) {
            for (int m = 0; m < units; m++) {
                spill[m * LANES + r] = z[zo + r * units + m];
            }
        }
        maximum(units, spill);
        exponentials(units, spill);
        for (int i = units * LANES; i < COLUMNS * LANES; i++) {
            spill[i] = 0f;
        }
        divide(units, spill);
        for (int r = 0; r < rows; r++) {
            for (int m = 0; m < units; m++) {
                z[zo + r * units + m] = spill[m * LANES + r];
            }
        }
    }

    /**
     * The largest column of each row, as in {@link SoftmaxVectors}, into the last one, which no unit has. Not handed on in a
     * register: with a loop that found it before the loop that subtracts it, C2 boxed both now and then.
     */
    private static void maximum(int units, float[] spill) {
        FloatVector maximum = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int m = 0; m < units; m++) {
            FloatVector v = FloatVector.fromArray(SPECIES, spill, m * LANES);
            maximum = v.blend(maximum, v.compare(VectorOperators.LE, maximum));
        }
        maximum.intoArray(spill, MAXIMUM);
    }

    /** Each column minus the maximum of its row, then e to that power: {@link ScalarActivations#expOfDifference}. */
    private static void exponentials(int units, float[] spill) {
        for (int m = 0; m < units; m++) {
            FloatVector v = FloatVector.fromArray(SPECIES, spill, m * LANES);
            FloatVector maximum = FloatVector.fromArray(SPECIES, spill, MAXIMUM);
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
            t.add(1f).mul(scale).mul(TWO_MINUS_64).intoArray(spill, m * LANES);
        }
    }

    /** Every row has at most one element per chain, so the errors are 0 and the chains are the columns. */
    private static void divide(int units, float[] spill) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, spill, 0).add(FloatVector.fromArray(SPECIES, spill, 8 * LANES));
        FloatVector s1 = FloatVector.fromArray(SPECIES, spill, LANES).add(FloatVector.fromArray(SPECIES, spill, 9 * LANES));
        FloatVector s2 = FloatVector.fromArray(SPECIES, spill, 2 * LANES).add(FloatVector.fromArray(SPECIES, spill, 10 * LANES));
        FloatVector s3 = FloatVector.fromArray(SPECIES, spill, 3 * LANES).add(FloatVector.fromArray(SPECIES, spill, 11 * LANES));
        FloatVector s4 = FloatVector.fromArray(SPECIES, spill, 4 * LANES).add(FloatVector.fromArray(SPECIES, spill, 12 * LANES));
        FloatVector s5 = FloatVector.fromArray(SPECIES, spill, 5 * LANES).add(FloatVector.fromArray(SPECIES, spill, 13 * LANES));
        FloatVector s6 = FloatVector.fromArray(SPECIES, spill, 6 * LANES).add(FloatVector.fromArray(SPECIES, spill, 14 * LANES));
        FloatVector s7 = FloatVector.fromArray(SPECIES, spill, 7 * LANES).add(FloatVector.fromArray(SPECIES, spill, 15 * LANES));
        FloatVector sum = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
        for (int m = 0; m < units; m++) {
            FloatVector.fromArray(SPECIES, spill, m * LANES).div(sum).intoArray(spill, m * LANES);
        }
    }
}
