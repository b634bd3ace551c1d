package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of rows narrower than a vector, exactly in place. A few rows take a vector each, and so do those of a log-softmax.
 * More are turned, so that rows lie across the lanes: a column is then one vector, and maximum, sum and division need no
 * operation between lanes.
 */
final class NarrowSoftmax {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;

    /** Columns of the turned block: the chains of the sum, those without an element being 0. */
    private static final int COLUMNS = SoftmaxSum.CHAINS;

    private static final int MAXIMUM = (COLUMNS - 1) * LANES;
    private static final int SUM = COLUMNS * LANES;
    private static final int RECIPROCAL = SUM + LANES;

    /** A row alone, behind the scratch of its sum. */
    private static final int ROW = SoftmaxChains.SIZE;

    /** From so many rows on turning pays. */
    private static final int LEAST_ROWS = 4;

    private NarrowSoftmax() {}

    static void rows(ActivationOp op, int rows, int units, float[] z, int zo, float[] scratch) {
        assert units < LANES;
        boolean turns = op.code() == ActivationOp.SOFTMAX;
        int row = 0;
        while (turns && rows - row >= LEAST_ROWS) {
            int count = Math.min(LANES, rows - row); // a whole block more could pass the largest int
            block(op, count, units, z, zo + row * units, scratch);
            row += count;
        }
        for (; row < rows; row++) {
            row(op, units, z, zo + row * units, scratch);
        }
    }

    /** One row, as the first units of a vector: the others are −∞ and add nothing. */
    private static void row(ActivationOp op, int units, float[] z, int zo, float[] scratch) {
        for (int m = 0; m < LANES; m++) {
            scratch[ROW + m] = m < units ? z[zo + m] : Float.NEGATIVE_INFINITY;
        }
        SoftmaxVectors.rows(op, 1, LANES, scratch, ROW, scratch, ROW, scratch);
        for (int m = 0; m < units; m++) {
            z[zo + m] = scratch[ROW + m];
        }
    }

    private static void block(ActivationOp op, int rows, int units, float[] z, int zo, float[] scratch) {
        for (int r = 0; r < rows; r++) {
            for (int m = 0; m < units; m++) {
                scratch[m * LANES + r] = z[zo + r * units + m];
            }
        }
        maximum(units, scratch);
        if (op.a() == 1) {
            SoftmaxLoops.expOfDifference(units, scratch, MAXIMUM);
        } else {
            SoftmaxLoops.expOfQuotient(op.a(), op.b(), units, scratch, MAXIMUM);
        }
        for (int i = units * LANES; i < COLUMNS * LANES; i++) {
            scratch[i] = 0f;
        }
        sum(scratch);
        SoftmaxLoops.share(units, scratch, SUM, RECIPROCAL);
        for (int r = 0; r < rows; r++) {
            for (int m = 0; m < units; m++) {
                z[zo + r * units + m] = scratch[m * LANES + r];
            }
        }
    }

    /**
     * The largest column of each row, as in {@link SoftmaxVectors}, into the last one, which no unit has. Not handed on in a
     * register: with a loop that found it before the loop that subtracts it, C2 boxed both now and then.
     */
    private static void maximum(int units, float[] scratch) {
        FloatVector maximum = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int m = 0; m < units; m++) {
            FloatVector v = FloatVector.fromArray(SPECIES, scratch, m * LANES);
            maximum = v.blend(maximum, v.compare(VectorOperators.LE, maximum));
        }
        maximum.intoArray(scratch, MAXIMUM);
    }

    /** Each row has at most one element per chain, so the chains are the columns: {@link SoftmaxSum#byHalves} of all rows. */
    private static void sum(float[] scratch) {
        FloatVector v0 = FloatVector.fromArray(SPECIES, scratch, 0);
        FloatVector v1 = FloatVector.fromArray(SPECIES, scratch, LANES);
        FloatVector v2 = FloatVector.fromArray(SPECIES, scratch, 2 * LANES);
        FloatVector v3 = FloatVector.fromArray(SPECIES, scratch, 3 * LANES);
        FloatVector v4 = FloatVector.fromArray(SPECIES, scratch, 4 * LANES);
        FloatVector v5 = FloatVector.fromArray(SPECIES, scratch, 5 * LANES);
        FloatVector v6 = FloatVector.fromArray(SPECIES, scratch, 6 * LANES);
        FloatVector v7 = FloatVector.fromArray(SPECIES, scratch, 7 * LANES);
        FloatVector v8 = FloatVector.fromArray(SPECIES, scratch, 8 * LANES);
        FloatVector v9 = FloatVector.fromArray(SPECIES, scratch, 9 * LANES);
        FloatVector v10 = FloatVector.fromArray(SPECIES, scratch, 10 * LANES);
        FloatVector v11 = FloatVector.fromArray(SPECIES, scratch, 11 * LANES);
        FloatVector v12 = FloatVector.fromArray(SPECIES, scratch, 12 * LANES);
        FloatVector v13 = FloatVector.fromArray(SPECIES, scratch, 13 * LANES);
        FloatVector v14 = FloatVector.fromArray(SPECIES, scratch, 14 * LANES);
        FloatVector v15 = FloatVector.fromArray(SPECIES, scratch, 15 * LANES);
        FloatVector s8_0 = v0.add(v8);
        FloatVector p8_0 = s8_0.sub(v0);
        FloatVector l8_0 = v0.sub(s8_0.sub(p8_0)).add(v8.sub(p8_0));
        FloatVector s8_1 = v1.add(v9);
        FloatVector p8_1 = s8_1.sub(v1);
        FloatVector l8_1 = v1.sub(s8_1.sub(p8_1)).add(v9.sub(p8_1));
        FloatVector s8_2 = v2.add(v10);
        FloatVector p8_2 = s8_2.sub(v2);
        FloatVector l8_2 = v2.sub(s8_2.sub(p8_2)).add(v10.sub(p8_2));
        FloatVector s8_3 = v3.add(v11);
        FloatVector p8_3 = s8_3.sub(v3);
        FloatVector l8_3 = v3.sub(s8_3.sub(p8_3)).add(v11.sub(p8_3));
        FloatVector s8_4 = v4.add(v12);
        FloatVector p8_4 = s8_4.sub(v4);
        FloatVector l8_4 = v4.sub(s8_4.sub(p8_4)).add(v12.sub(p8_4));
        FloatVector s8_5 = v5.add(v13);
        FloatVector p8_5 = s8_5.sub(v5);
        FloatVector l8_5 = v5.sub(s8_5.sub(p8_5)).add(v13.sub(p8_5));
        FloatVector s8_6 = v6.add(v14);
        FloatVector p8_6 = s8_6.sub(v6);
        FloatVector l8_6 = v6.sub(s8_6.sub(p8_6)).add(v14.sub(p8_6));
        FloatVector s8_7 = v7.add(v15);
        FloatVector p8_7 = s8_7.sub(v7);
        FloatVector l8_7 = v7.sub(s8_7.sub(p8_7)).add(v15.sub(p8_7));
        FloatVector s4_0 = s8_0.add(s8_4);
        FloatVector p4_0 = s4_0.sub(s8_0);
        FloatVector l4_0 = l8_0.add(l8_4).add(s8_0.sub(s4_0.sub(p4_0)).add(s8_4.sub(p4_0)));
        FloatVector s4_1 = s8_1.add(s8_5);
        FloatVector p4_1 = s4_1.sub(s8_1);
        FloatVector l4_1 = l8_1.add(l8_5).add(s8_1.sub(s4_1.sub(p4_1)).add(s8_5.sub(p4_1)));
        FloatVector s4_2 = s8_2.add(s8_6);
        FloatVector p4_2 = s4_2.sub(s8_2);
        FloatVector l4_2 = l8_2.add(l8_6).add(s8_2.sub(s4_2.sub(p4_2)).add(s8_6.sub(p4_2)));
        FloatVector s4_3 = s8_3.add(s8_7);
        FloatVector p4_3 = s4_3.sub(s8_3);
        FloatVector l4_3 = l8_3.add(l8_7).add(s8_3.sub(s4_3.sub(p4_3)).add(s8_7.sub(p4_3)));
        FloatVector s2_0 = s4_0.add(s4_2);
        FloatVector p2_0 = s2_0.sub(s4_0);
        FloatVector l2_0 = l4_0.add(l4_2).add(s4_0.sub(s2_0.sub(p2_0)).add(s4_2.sub(p2_0)));
        FloatVector s2_1 = s4_1.add(s4_3);
        FloatVector p2_1 = s2_1.sub(s4_1);
        FloatVector l2_1 = l4_1.add(l4_3).add(s4_1.sub(s2_1.sub(p2_1)).add(s4_3.sub(p2_1)));
        FloatVector s1_0 = s2_0.add(s2_1);
        FloatVector p1_0 = s1_0.sub(s2_0);
        FloatVector l1_0 = l2_0.add(l2_1).add(s2_0.sub(s1_0.sub(p1_0)).add(s2_1.sub(p1_0)));
        FloatVector sum = s1_0.add(l1_0);
        sum.intoArray(scratch, SUM);
        FloatVector.broadcast(SPECIES, 1f).div(sum).intoArray(scratch, RECIPROCAL);
    }
}
