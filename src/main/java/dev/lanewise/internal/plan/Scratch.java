package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;

/**
 * Room for what a block of rows leaves between two layers. Layers write one of two arrays in turn, so that none writes what
 * it reads. For one thread at a time.
 */
final class Scratch {
    private final int rows;
    private final float[] even;
    private final float[] odd;
    private final float[] withinLayer = new float[Kernels.SCRATCH_FLOATS];

    /** Room for so many rows at once; rows × the widest hidden layer fit an array. */
    Scratch(NetworkPlan plan, int rows) {
        this.rows = rows;
        this.even = new float[Math.multiplyExact(rows, plan.widestHidden(0))];
        this.odd = new float[Math.multiplyExact(rows, plan.widestHidden(1))];
    }

    int rows() {
        return rows;
    }

    /** What the kernels use within a layer. */
    float[] withinLayer() {
        return withinLayer;
    }

    /** Where a hidden layer leaves its units, by its index. */
    float[] after(int layer) {
        return (layer & 1) == 0 ? even : odd;
    }
}
