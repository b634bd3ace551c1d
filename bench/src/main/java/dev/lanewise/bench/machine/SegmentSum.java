package dev.lanewise.bench.machine;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How fast this core reads: a plain sum over a segment of an automatic arena that starts at a cache line. One run is
 * one pass; the caller's other work decides from which cache. One addition per load costs nothing beside it, as long
 * as enough of them are independent; how many accumulators do best is tried. Each is the argument, not
 * the receiver, of its addition: C2 left 16 receivers as objects.
 */
public final class SegmentSum implements Runnable {
    private static final VectorSpecies<Float> S = Width.SPECIES;
    private static final long BYTES = S.vectorByteSize();

    /** What is read is a multiple of this many floats, so that every variant reads the same: 16 vectors. */
    private static final int GRAIN = 16 * S.length();

    private final MemorySegment data;
    private final long floats;
    private final int accumulators;
    /** Where results go, so that none is left out as unused. */
    private float sink;

    private SegmentSum(MemorySegment data, long floats, int accumulators) {
        this.data = data;
        this.floats = floats;
        this.accumulators = accumulators;
    }

    /** The variants, to be tried, over one buffer of at least so many floats: rounded up to whole steps. */
    public static SegmentSum[] variants(long atLeast) {
        long floats = (atLeast + GRAIN - 1) / GRAIN * GRAIN;
        MemorySegment data = Arena.ofAuto().allocate(floats * Float.BYTES, 64);
        return new SegmentSum[] {
            new SegmentSum(data, floats, 4), new SegmentSum(data, floats, 8), new SegmentSum(data, floats, 16)
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
            case 4 -> segment4(data, steps);
            case 8 -> segment8(data, steps);
            case 16 -> segment16(data, steps);
            default -> throw new AssertionError(accumulators);
        };
    }

    @Override
    public String toString() {
        return accumulators + " accumulators of " + S.vectorBitSize() + " bits";
    }

    private static float segment4(MemorySegment s, int steps) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        for (int i = 0; i < steps; i++) {
            a0 = FloatVector.fromMemorySegment(S, s, i * (4L * BYTES), LITTLE_ENDIAN).add(a0);
            a1 = FloatVector.fromMemorySegment(S, s, i * (4L * BYTES) + 1L * BYTES, LITTLE_ENDIAN).add(a1);
            a2 = FloatVector.fromMemorySegment(S, s, i * (4L * BYTES) + 2L * BYTES, LITTLE_ENDIAN).add(a2);
            a3 = FloatVector.fromMemorySegment(S, s, i * (4L * BYTES) + 3L * BYTES, LITTLE_ENDIAN).add(a3);
        }
        a0 = a0.add(a2);
        a1 = a1.add(a3);
        return a0.add(a1).lane(0);
    }

    private static float segment8(MemorySegment s, int steps) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        FloatVector a4 = FloatVector.zero(S);
        FloatVector a5 = FloatVector.zero(S);
        FloatVector a6 = FloatVector.zero(S);
        FloatVector a7 = FloatVector.zero(S);
        for (int i = 0; i < steps; i++) {
            a0 = FloatVector.fromMemorySegment(S, s, i * (8L * BYTES), LITTLE_ENDIAN).add(a0);
            a1 = FloatVector.fromMemorySegment(S, s, i * (8L * BYTES) + 1L * BYTES, LITTLE_ENDIAN).add(a1);
            a2 = FloatVector.fromMemorySegment(S, s, i * (8L * BYTES) + 2L * BYTES, LITTLE_ENDIAN).add(a2);
            a3 = FloatVector.fromMemorySegment(S, s, i * (8L * BYTES) + 3L * BYTES, LITTLE_ENDIAN).add(a3);
            a4 = FloatVector.fromMemorySegment(S, s, i * (8L * BYTES) + 4L * BYTES, LITTLE_ENDIAN).add(a4);
            a5 = FloatVector.fromMemorySegment(S, s, i * (8L * BYTES) + 5L * BYTES, LITTLE_ENDIAN).add(a5);
            a6 = FloatVector.fromMemorySegment(S, s, i * (8L * BYTES) + 6L * BYTES, LITTLE_ENDIAN).add(a6);
            a7 = FloatVector.fromMemorySegment(S, s, i * (8L * BYTES) + 7L * BYTES, LITTLE_ENDIAN).add(a7);
        }
        a0 = a0.add(a4);
        a1 = a1.add(a5);
        a2 = a2.add(a6);
        a3 = a3.add(a7);
        a0 = a0.add(a2);
        a1 = a1.add(a3);
        return a0.add(a1).lane(0);
    }

    private static float segment16(MemorySegment s, int steps) {
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
            a0 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES), LITTLE_ENDIAN).add(a0);
            a1 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 1L * BYTES, LITTLE_ENDIAN).add(a1);
            a2 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 2L * BYTES, LITTLE_ENDIAN).add(a2);
            a3 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 3L * BYTES, LITTLE_ENDIAN).add(a3);
            a4 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 4L * BYTES, LITTLE_ENDIAN).add(a4);
            a5 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 5L * BYTES, LITTLE_ENDIAN).add(a5);
            a6 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 6L * BYTES, LITTLE_ENDIAN).add(a6);
            a7 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 7L * BYTES, LITTLE_ENDIAN).add(a7);
            a8 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 8L * BYTES, LITTLE_ENDIAN).add(a8);
            a9 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 9L * BYTES, LITTLE_ENDIAN).add(a9);
            a10 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 10L * BYTES, LITTLE_ENDIAN).add(a10);
            a11 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 11L * BYTES, LITTLE_ENDIAN).add(a11);
            a12 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 12L * BYTES, LITTLE_ENDIAN).add(a12);
            a13 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 13L * BYTES, LITTLE_ENDIAN).add(a13);
            a14 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 14L * BYTES, LITTLE_ENDIAN).add(a14);
            a15 = FloatVector.fromMemorySegment(S, s, i * (16L * BYTES) + 15L * BYTES, LITTLE_ENDIAN).add(a15);
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
