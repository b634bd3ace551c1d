package dev.lanewise.internal.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Scratch for calls that bring none, such as an activation alone: one of a few buffers, picked by the number of the thread,
 * taken and put back without a lock. Who finds it taken does without, by a slower way with the same bits.
 */
final class SpareScratch {
    private static final int BUFFERS = 16; // a power of two; 20 KiB in all

    private static final AtomicReferenceArray<float[]> FREE = new AtomicReferenceArray<>(BUFFERS);

    static {
        for (int i = 0; i < BUFFERS; i++) {
            FREE.set(i, new float[Kernels.SPILL]);
        }
    }

    private SpareScratch() {}

    /** {@link Kernels#SPILL} floats, or null. */
    static float[] take() {
        return FREE.getAndSet(index(), null);
    }

    /** Only what {@link #take} gave to this thread. */
    static void putBack(float[] scratch) {
        FREE.set(index(), scratch);
    }

    private static int index() {
        return (int) Thread.currentThread().threadId() & BUFFERS - 1;
    }
}
