package dev.lanewise.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How fast this core reads: a plain sum over a float array, which starts wherever the heap puts it. One run is one
 * pass; the caller's other work decides from which cache. One addition per load costs nothing beside it, as long as
 * enough of them are independent; how many accumulators do best is tried. Each is the argument, not
 * the receiver, of its addition: C2 left 16 receivers as objects.
 */
public final class ArraySum implements Runnable {
    private static final VectorSpecies<Float> S = Width.SPECIES;
    private static final int LANES = S.length();

    /** What is read is a multiple of this many floats, so that every variant reads the same: 16 vectors. */
    private static final int GRAIN = 16 * S.length();

    private final float[] data;
    private final long floats;
    private final int accumulators;
    /** Where results go, so that none is left out as unused. */
    private float sink;

    private ArraySum(float[] data, long floats, int accumulators) {
        this.data = data;
        this.floats = floats;
        this.accumulators = accumulators;
    }

    /** The variants, to be tried, over one buffer of at least so many floats: rounded up to whole steps. */
    public static ArraySum[] variants(long atLeast) {
        long floats = (atLeast + GRAIN - 1) / GRAIN * GRAIN;
        float[] data = new float[(int) floats];
        return new ArraySum[] {
            new ArraySum(data, floats, 4), new ArraySum(data, floats, 8), new ArraySum(data, floats, 16)
        };
    }

    /** Floats read per {@link #run}. */
    public long floats() {
        return floats;
    }

    @Override
    public void run() {
        int steps = (int) (floats / S.length() / accumulators);
        sink += switch (accumulators) {
            case 4 -> array4(data, steps);
            case 8 -> array8(data, steps);
            case 16 -> array16(data, steps);
            default -> throw new AssertionError(accumulators);
        };
    }

    @Override
    public String toString() {
        return accumulators + " accumulators of " + S.vectorBitSize() + " bits";
    }

    private static float array4(float[] s, int steps) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        for (int i = 0; i < steps; i++) {
            a0 = FloatVector.fromArray(S, s, i * (4 * LANES)).add(a0);
            a1 = FloatVector.fromArray(S, s, i * (4 * LANES) + 1 * LANES).add(a1);
            a2 = FloatVector.fromArray(S, s, i * (4 * LANES) + 2 * LANES).add(a2);
            a3 = FloatVector.fromArray(S, s, i * (4 * LANES) + 3 * LANES).add(a3);
        }
        a0 = a0.add(a2);
        a1 = a1.add(a3);
        return a0.add(a1).lane(0);
    }

    private static float array8(float[] s, int steps) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        FloatVector a4 = FloatVector.zero(S);
        FloatVector a5 = FloatVector.zero(S);
        FloatVector a6 = FloatVector.zero(S);
        FloatVector a7 = FloatVector.zero(S);
        for (int i = 0; i < steps; i++) {
            a0 = FloatVector.fromArray(S, s, i * (8 * LANES)).add(a0);
            a1 = FloatVector.fromArray(S, s, i * (8 * LANES) + 1 * LANES).add(a1);
            a2 = FloatVector.fromArray(S, s, i * (8 * LANES) + 2 * LANES).add(a2);
            a3 = FloatVector.fromArray(S, s, i * (8 * LANES) + 3 * LANES).add(a3);
            a4 = FloatVector.fromArray(S, s, i * (8 * LANES) + 4 * LANES).add(a4);
            a5 = FloatVector.fromArray(S, s, i * (8 * LANES) + 5 * LANES).add(a5);
            a6 = FloatVector.fromArray(S, s, i * (8 * LANES) + 6 * LANES).add(a6);
            a7 = FloatVector.fromArray(S, s, i * (8 * LANES) + 7 * LANES).add(a7);
        }
        a0 = a0.add(a4);
        a1 = a1.add(a5);
        a2 = a2.add(a6);
        a3 = a3.add(a7);
        a0 = a0.add(a2);
        a1 = a1.add(a3);
        return a0.add(a1).lane(0);
    }

    private static float array16(float[] s, int steps) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        FloatVector a4 = FloatVector.zero(S);
        FloatVector a5 = FloatVector.zero(S);
        FloatVector a6 = FloatVector.zero(S);
        FloatVector a7 = FloatVector.zero(S);
        FloatVector a8 = FloatVector.zero(S);
        FloatVector a9 = FloatVector.zero(S);
        FloatVector a10 = FloatVector.zero(S);
        FloatVector a11 = FloatVector.zero(S);
        FloatVector a12 = FloatVector.zero(S);
        FloatVector a13 = FloatVector.zero(S);
        FloatVector a14 = FloatVector.zero(S);
        FloatVector a15 = FloatVector.zero(S);
        for (int i = 0; i < steps; i++) {
            a0 = FloatVector.fromArray(S, s, i * (16 * LANES)).add(a0);
            a1 = FloatVector.fromArray(S, s, i * (16 * LANES) + 1 * LANES).add(a1);
            a2 = FloatVector.fromArray(S, s, i * (16 * LANES) + 2 * LANES).add(a2);
            a3 = FloatVector.fromArray(S, s, i * (16 * LANES) + 3 * LANES).add(a3);
            a4 = FloatVector.fromArray(S, s, i * (16 * LANES) + 4 * LANES).add(a4);
            a5 = FloatVector.fromArray(S, s, i * (16 * LANES) + 5 * LANES).add(a5);
            a6 = FloatVector.fromArray(S, s, i * (16 * LANES) + 6 * LANES).add(a6);
            a7 = FloatVector.fromArray(S, s, i * (16 * LANES) + 7 * LANES).add(a7);
            a8 = FloatVector.fromArray(S, s, i * (16 * LANES) + 8 * LANES).add(a8);
            a9 = FloatVector.fromArray(S, s, i * (16 * LANES) + 9 * LANES).add(a9);
            a10 = FloatVector.fromArray(S, s, i * (16 * LANES) + 10 * LANES).add(a10);
            a11 = FloatVector.fromArray(S, s, i * (16 * LANES) + 11 * LANES).add(a11);
            a12 = FloatVector.fromArray(S, s, i * (16 * LANES) + 12 * LANES).add(a12);
            a13 = FloatVector.fromArray(S, s, i * (16 * LANES) + 13 * LANES).add(a13);
            a14 = FloatVector.fromArray(S, s, i * (16 * LANES) + 14 * LANES).add(a14);
            a15 = FloatVector.fromArray(S, s, i * (16 * LANES) + 15 * LANES).add(a15);
        }
        a0 = a0.add(a8);
        a1 = a1.add(a9);
        a2 = a2.add(a10);
        a3 = a3.add(a11);
        a4 = a4.add(a12);
        a5 = a5.add(a13);
        a6 = a6.add(a14);
        a7 = a7.add(a15);
        a0 = a0.add(a4);
        a1 = a1.add(a5);
        a2 = a2.add(a6);
        a3 = a3.add(a7);
        a0 = a0.add(a2);
        a1 = a1.add(a3);
        return a0.add(a1).lane(0);
    }
}
