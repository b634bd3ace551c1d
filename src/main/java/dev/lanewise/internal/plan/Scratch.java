package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.pack.PackedLayer;
import java.lang.foreign.MemorySegment;

/**
 * Room for what a block of rows leaves between two layers, and for its inputs where they are copied. Layers write one of
 * two arrays in turn, so that none writes what it reads. For one thread at a time.
 */
final class Scratch {
    private final int rows;
    private final boolean hasRoomForInputs;
    private final float[] even;
    private final float[] odd;

    /** Made once: making one where it is used allocates wherever C2 does not dissolve it. */
    private final MemorySegment evenSegment;
    private final MemorySegment oddSegment;

    private final float[] spill = new float[Kernels.SPILL];

    /** Room for so many rows at once; rows × the widest hidden layer fit an array. */
    Scratch(NetworkPlan plan, Kernels kernels, PackedLayer[] packed, int rows) {
        this.rows = rows;
        this.hasRoomForInputs = plan.hasRoomForInputs(kernels, packed, rows);
        int inputs = hasRoomForInputs ? plan.inputs() : 0;
        this.even = new float[Math.multiplyExact(rows, plan.widestHidden(0))];
        this.odd = new float[Math.multiplyExact(rows, Math.max(inputs, plan.widestHidden(1)))];
        this.evenSegment = MemorySegment.ofArray(even);
        this.oddSegment = MemorySegment.ofArray(odd);
    }

    int rows() {
        return rows;
    }

    boolean hasRoomForInputs() {
        return hasRoomForInputs;
    }

    /** What the kernels use within a layer. */
    float[] spill() {
        return spill;
    }

    /** Where a hidden layer leaves its units, by its index; where inputs are copied to, for −1. */
    float[] after(int layer) {
        return (layer & 1) == 0 ? even : odd;
    }

    /** Puts inputs into {@link #after after(−1)}, and returns that. */
    float[] copyInputs(float[] x, int xOffset, int count) {
        System.arraycopy(x, xOffset, odd, 0, count);
        return odd;
    }

    /** The array of {@link #after}, all of it, as a segment. */
    MemorySegment segmentAfter(int layer) {
        return (layer & 1) == 0 ? evenSegment : oddSegment;
    }
}
