package dev.lanewise.internal.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Scratch for calls that bring none, such as an activation alone, and native memory for weights packed for a call: one of a
 * few buffers, taken and put back without a lock. The search begins at a place that goes with the thread, so that threads
 * seldom meet. Who finds all taken does without, by a slower way with the same bits.
 */
final class SpareScratch {
    /**
     * A power of two: twice the processors at least, for threads that are interrupted with one in hand, up to four times, and
     * 16 at least, 96 KiB.
     */
    static final int BUFFERS = Math.max(16, 2 * Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

    /**
     * 128 KiB, a quarter of a small L2 cache: 512 inputs by a panel of four vectors. With half of it 256×784×512 takes 1.03
     * times as long over weights packed for the call, with a quarter 960×1024×1024 1.05 times (Zen 5).
     */
    static final int NATIVE_FLOATS = 32 * 1024;

    private static final float[][] FLOATS = new float[BUFFERS][Kernels.SCRATCH_FLOATS];

    /** Written by who has taken the buffer. */
    private static final MemorySegment[] NATIVE = new MemorySegment[BUFFERS];

    /**
     * Whether -XX:MaxDirectMemorySize was reached, after which nobody asks again, for that takes a collection and half a
     * second. Buffers that had none by then stay without, and have a slower way with the same bits.
     */
    private static volatile boolean isNativeMemoryShort;

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

    /** {@link Kernels#SCRATCH_FLOATS} floats. */
    static float[] floats(int taken) {
        return FLOATS[taken];
    }

    /**
     * {@link #NATIVE_FLOATS} floats of native memory that start on a cache line, made when first asked for; null where there
     * was no memory left.
     */
    static MemorySegment nativeFloats(int taken) {
        MemorySegment made = NATIVE[taken];
        return made != null || isNativeMemoryShort ? made : makeNative(taken);
    }

    private static MemorySegment makeNative(int taken) {
        try {
            NATIVE[taken] = Arena.ofAuto().allocate(Float.BYTES * (long) NATIVE_FLOATS, WeightLayout.ALIGNMENT);
        } catch (OutOfMemoryError none) {
            isNativeMemoryShort = true;
        }
        return NATIVE[taken];
    }

    /** Only who has taken it; a store without an exchange is enough, since others may only mark as taken what is taken. */
    static void putBack(int taken) {
        MARKS.setRelease(taken * APART, FREE);
    }
}
