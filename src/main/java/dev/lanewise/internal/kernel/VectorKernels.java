package dev.lanewise.internal.kernel;

/**
 * The kernels on the Vector API. Which way a layer goes is a matter of its units and of whether its weights are packed:
 *
 * <ul>
 *   <li>at least as many units as a vector has lanes: {@link TiledLayer}, packed or not;
 *   <li>fewer, packed: {@link NarrowLayer}, or the loops where a layer is tiny;
 *   <li>fewer, where the caller has them: the loops, for nothing may be read or written beyond the caller's ranges.
 * </ul>
 */
final class VectorKernels extends Kernels {
    private static final LoopKernels LOOP = LoopKernels.INSTANCE;
    private static final int LANES = VectorWidth.LANES;
    private static final WeightLayout PANELS =
            new WeightLayout(WeightLayout.Kind.PANELS, TiledLayer.PANEL_WIDTH, VectorWidth.LANES);

    @Override
    public void forward(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            ActivationOp op,
            float[] out,
            int outOffset) {
        if (units < LANES) {
            LOOP.forward(rows, inputs, units, x, xOffset, w, wOffset, bias, biasOffset, op, out, outOffset);
            return;
        }
        int chains = SummationOrder.chains(inputs, units);
        int block = blockRows(op, rows);
        for (int done = 0; done < rows; done += block) {
            int count = Math.min(block, rows - done);
            int outBlock = outOffset + done * units;
            TiledLayer.forward(
                    count, inputs, units, chains, x, xOffset + done * inputs, w, wOffset, units, bias, biasOffset, op, out,
                    outBlock, units);
            activateRowwise(op, count, units, out, outBlock);
        }
    }

    /** All rows at once, or so few that a softmax finds the sums of its rows in cache. */
    private static int blockRows(ActivationOp op, int rows) {
        return op.isRowwise() ? Math.min(16, rows) : rows;
    }

    private static void activateRowwise(ActivationOp op, int rows, int units, float[] out, int outOffset) {
        if (op.isRowwise()) {
            softmax(op, rows, units, out, outOffset, out, outOffset);
        }
    }

    @Override
    public void activate(ActivationOp op, int rows, int units, float[] x, int xOffset, float[] z, int zOffset) {
        if (op.isRowwise()) {
            softmax(op, rows, units, x, xOffset, z, zOffset);
        } else {
            elementwise(op, rows * units, x, xOffset, z, zOffset);
        }
    }

    private static void softmax(
            ActivationOp op, int rows, int units, float[] x, int xOffset, float[] z, int zOffset) {
        for (int i = 0; i < rows; i++) {
            int xRow = xOffset + i * units;
            int zRow = zOffset + i * units;
            if (units < LANES) {
                LoopKernels.activateRow(op, units, x, xRow, z, zRow);
            } else {
                SoftmaxVectors.row(units, x, xRow, z, zRow);
            }
        }
    }

    private static void elementwise(ActivationOp op, int n, float[] x, int xOffset, float[] z, int zOffset) {
        if (n < LANES) {
            LoopKernels.activateRow(op, n, x, xOffset, z, zOffset);
        } else {
            ElementwiseVectors.apply(op, n, x, xOffset, z, zOffset);
        }
    }

    @Override
    public WeightLayout layout(int inputs, int units) {
        return units < LANES ? NarrowLayer.layout(inputs, units) : PANELS;
    }

    @Override
    public void forwardPacked(
            WeightLayout layout,
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int outOffset,
            float[] spill) {
        assert spill.length >= SPILL;
        int chains = SummationOrder.chains(inputs, units);
        switch (layout.kind()) {
            case PANELS -> { // rows come in blocks already, so a softmax finds their sums in cache
                panels(layout, rows, inputs, units, chains, x, xOffset, w, bias, op, out, outOffset);
                activateRowwise(op, rows, units, out, outOffset);
            }
            case PADDED -> NarrowLayer.padded(
                    rows, inputs, units, chains, x, xOffset, w, bias, op, out, outOffset, spill);
            case BY_UNIT -> NarrowLayer.byUnit(rows, inputs, units, x, xOffset, w, op, out, outOffset, spill);
            case ROW_MAJOR -> LOOP.forward(rows, inputs, units, x, xOffset, w, 0, bias, 0, op, out, outOffset);
        }
    }

    private static void panels(
            WeightLayout layout,
            int rows,
            int inputs,
            int units,
            int chains,
            float[] x,
            int xOffset,
            float[] w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int outOffset) {
        for (int unit = 0; unit < units; ) {
            int width = layout.panelAt(unit, units);
            TiledLayer.forward(
                    rows, inputs, width, chains, x, xOffset, w, inputs * unit, width, bias, unit, op, out,
                    outOffset + unit, units);
            unit += width;
        }
    }
}
