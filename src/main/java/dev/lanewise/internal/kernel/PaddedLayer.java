package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Layers with fewer units than a vector has lanes, over weights packed in one panel, which is padded to a vector. No access is
 * masked: a tile stores more than the row, and the rest falls into the next row, which is stored after it. The last rows,
 * whose rest would fall behind the output, take the way over scratch, as do all rows of a small batch.
 */
final class PaddedLayer {
    private static final int LANES = VectorWidth.LANES;

    private PaddedLayer() {}

    /** σ(x w + bias) for a fused σ, x w + bias for the others. */
    static void forward(
            WeightLayout layout,
            int rows,
            float[] x,
            int xo,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int oo,
            float[] scratch) {
        int units = layout.units();
        int inputs = layout.inputs();
        int last = Math.min(rows, (LANES - 1) / units);
        int direct = rows - last;
        if (direct > 0) {
            PanelLayer.panel(layout, 0, direct, x, xo, w, bias, 0, op, out, oo, units);
        }
        PanelLayer.panel(layout, 0, last, x, xo + direct * inputs, w, bias, 0, op, scratch, 0, LANES);
        for (int i = 0; i < last; i++) {
            System.arraycopy(scratch, i * LANES, out, oo + (direct + i) * units, units);
        }
    }
}
