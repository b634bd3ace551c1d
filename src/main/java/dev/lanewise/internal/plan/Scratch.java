package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;

/**
 * Room for what a block of rows leaves between two layers. Layers write {@link #even} and {@link #odd} in turn, so that
 * none writes what it reads. For one thread at a time.
 */
public final class Scratch {
    private final int rows;
    private final float[] even;
    private final float[] odd;
    private final float[] spill = new float[Kernels.SPILL];

    /** Room for so many rows at once of any network up to this plan's width. */
    public Scratch(NetworkPlan plan, int rows) {
        long size = (long) rows * plan.widestHidden();
        if (size > Integer.MAX_VALUE - 8) { // the longest array that HotSpot makes
            throw new IllegalArgumentException("maxRows=" + rows + " times the widest hidden layer's units="
                    + plan.widestHidden() + " is " + size + " floats, more than one array holds; use fewer rows");
        }
        this.rows = rows;
        this.even = new float[(int) size];
        this.odd = new float[(int) size];
    }

    int rows() {
        return rows;
    }

    /** What the kernels use within a layer. */
    float[] spill() {
        return spill;
    }

    float[] even() {
        return even;
    }

    float[] odd() {
        return odd;
    }
}
