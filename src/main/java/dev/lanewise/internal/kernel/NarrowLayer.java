package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Layers with fewer units than a vector has lanes, over packed weights. No access is masked.
 *
 * <p>Padded to one vector, a layer is one panel, and a tile stores more than the row: the rest falls into the next row,
 * which is stored after it. The last rows, whose rest would fall behind the output, take the way over {@code spill}, as
 * do all rows of a small batch. With inputs across the lanes it is a {@link DotLayer} or a {@link BlockLayer}.
 */
final class NarrowLayer {
    private static final int LANES = VectorWidth.LANES;

    /** From so many units on a curve over a whole vector of them is faster than unit by unit. */
    private static final int LEAST_UNITS_FOR_VECTOR = 4;

    private NarrowLayer() {}

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
            float[] spill) {
        int units = layout.units();
        if (layout.kind() == WeightLayout.Kind.BY_UNIT) {
            DotLayer.forward(layout, rows, x, xo, w, out, oo, spill);
        } else if (layout.kind() == WeightLayout.Kind.BLOCKS) {
            BlockLayer.forward(rows, layout.inputs(), units, x, xo, w, op, out, oo, spill);
        } else {
            padded(layout, rows, x, xo, w, bias, op, out, oo, spill);
        }
        boolean hasActivation = layout.kind() != WeightLayout.Kind.BY_UNIT && op.isFused();
        if (!hasActivation) {
            activate(op, rows, units, out, oo, spill);
        }
    }

    private static void padded(
            WeightLayout layout,
            int rows,
            float[] x,
            int xo,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int oo,
            float[] spill) {
        int units = layout.units();
        int inputs = layout.inputs();
        int spilled = Math.min(rows, (LANES - 1) / units);
        int direct = rows - spilled;
        if (direct > 0) {
            PanelLayer.panel(layout, 0, direct, x, xo, w, bias, 0, op, out, oo, units);
        }
        PanelLayer.panel(layout, 0, spilled, x, xo + direct * inputs, w, bias, 0, op, spill, 0, LANES);
        for (int i = 0; i < spilled; i++) {
            System.arraycopy(spill, i * LANES, out, oo + (direct + i) * units, units);
        }
    }

    /** In place over rows that lie side by side. */
    static void activate(ActivationOp op, int rows, int units, float[] out, int oo, float[] spill) {
        int n = rows * units;
        if (op.isRowwise()) {
            NarrowSoftmax.rows(op, rows, units, out, oo, spill);
        } else if (op.isPerUnit()) {
            NarrowPrelu.rows(op.slopes(), rows, units, out, oo, out, oo, spill);
        } else if (n >= LANES) {
            ElementwiseVectors.apply(op, 0, n, out, oo, out, oo);
        } else if (isWorthAVector(op, n)) {
            inOneVector(op, n, out, oo, out, oo, spill);
        } else {
            LoopKernels.activateRow(op, n, out, oo, out, oo);
        }
    }

    /** Of fewer elements than lanes. */
    static boolean isWorthAVector(ActivationOp op, int n) {
        return !op.isFused() && n >= LEAST_UNITS_FOR_VECTOR;
    }

    /** A curve over fewer elements than lanes; what else is in the scratch is computed too, and not looked at. */
    static void inOneVector(ActivationOp op, int n, float[] x, int xo, float[] z, int zo, float[] scratch) {
        System.arraycopy(x, xo, scratch, 0, n);
        ElementwiseVectors.apply(op, 0, LANES, scratch, 0, scratch, 0);
        System.arraycopy(scratch, 0, z, zo, n);
    }
}
