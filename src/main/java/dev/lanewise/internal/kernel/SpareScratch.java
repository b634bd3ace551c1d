package dev.lanewise.internal.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Scratch for calls that bring none, such as an activation alone: one of a few buffers, taken and put back without a lock. The
 * search begins at a place that goes with the thread, so that threads seldom meet. Who finds all taken does without, by a
 * slower way with the same bits.
 */
final class SpareScratch {
    /** A power of two: twice the processors, for threads that are interrupted with one in hand, and 16 at least, 26 KiB. */
    static final int BUFFERS = Math.max(16, 2 * Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

    /** Half of a nearest cache of 32 KiB. */
    static final int NATIVE_FLOATS = 4096;

    private static final float[][] FLOATS = new float[BUFFERS][Kernels.SPILL];

    /** Marks are so many ints apart, a cache line. */
    private static final int APART = 16;

    private static final int FREE = 0;
    private static final int TAKEN = 1;

    private static final AtomicIntegerArray MARKS = new AtomicIntegerArray(BUFFERS * APART);

    private SpareScratch() {}

    /** Which buffer is the caller's now, or −1. */
    static int take() {
        int first = (int) Thread.currentThread().threadId();
        for (int i = 0; i < BUFFERS; i++) {
            int buffer = first + i & BUFFERS - 1;
            if (MARKS.getAndSet(buffer * APART, TAKEN) == FREE) {
                return buffer;
            }
        }
        return -1;
    }

    /** {@link Kernels#SPILL} floats. */
    static float[] floats(int taken) {
        return FLOATS[taken];
    }

    /** {@link #NATIVE_FLOATS} floats of native memory that start on a cache line; null where there was no memory left. */
    static MemorySegment nativeFloats(int taken) {
        return Native.SEGMENTS[taken];
    }

    /** Apart, so that only those who ask for it take memory outside the heap: 256 KiB for 16 buffers. */
    private static final class Native {
        private static final MemorySegment[] SEGMENTS = new MemorySegment[BUFFERS];

        static {
            long bytes = Float.BYTES * (long) NATIVE_FLOATS;
            try {
                MemorySegment all = Arena.ofAuto().allocate(BUFFERS * bytes, WeightLayout.ALIGNMENT);
                for (int buffer = 0; buffer < BUFFERS; buffer++) {
                    SEGMENTS[buffer] = all.asSlice(buffer * bytes, bytes);
                }
            } catch (OutOfMemoryError none) {
                // -XX:MaxDirectMemorySize is reached: a slower way has the same bits
            }
        }
    }

    /** Only who has taken it; a store without an exchange is enough, since others may only mark as taken what is taken. */
    static void putBack(int taken) {
        MARKS.setRelease(taken * APART, FREE);
    }
}
