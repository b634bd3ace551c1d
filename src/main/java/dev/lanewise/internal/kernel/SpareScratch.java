package dev.lanewise.internal.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Scratch for calls that bring none, such as an activation alone: one of a few buffers, taken and put back without a lock. The
 * search begins at a place that goes with the thread, so that threads seldom meet. Who finds all taken does without, by a
 * slower way with the same bits.
 */
final class SpareScratch {
    /** A power of two: twice the processors, which is more than run at once, and 16 at least, 26 KiB. */
    static final int BUFFERS = Math.max(16, 2 * Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

    private static final AtomicReferenceArray<float[]> FREE = new AtomicReferenceArray<>(BUFFERS);

    static {
        for (int i = 0; i < BUFFERS; i++) {
            FREE.set(i, new float[Kernels.SPILL]);
        }
    }

    private SpareScratch() {}

    /** {@link Kernels#SPILL} floats, or null. */
    static float[] take() {
        int first = first();
        for (int i = 0; i < BUFFERS; i++) {
            float[] scratch = FREE.getAndSet(first + i & BUFFERS - 1, null);
            if (scratch != null) {
                return scratch;
            }
        }
        return null;
    }

    /** Only what {@link #take} gave. There is a place for it, since no place is filled but by what was taken. */
    static void putBack(float[] scratch) {
        int place = first();
        while (!FREE.compareAndSet(place & BUFFERS - 1, null, scratch)) {
            place++;
        }
    }

    private static int first() {
        return (int) Thread.currentThread().threadId();
    }
}
