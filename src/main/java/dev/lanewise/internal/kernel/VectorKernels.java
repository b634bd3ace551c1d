package dev.lanewise.internal.kernel;

import jdk.incubator.vector.VectorShape;

/**
 * The kernels on the Vector API: takes each layer to the widest vectors that its units fill.
 *
 * <p>No access is masked and nothing is padded, so a width serves from one vector of units upwards: with 512-bit vectors
 * 16 units or more take those, 8 to 15 take 256 bits, 4 to 7 take 128, and fewer take the loops, where sums of one to
 * three units in up to 16 chains keep the FMA units busy without vectors.
 */
final class VectorKernels extends Kernels {
    private static final LoopKernels LOOP = new LoopKernels();
    private static final int LANES_128 = 4;
    private static final int LANES_256 = 8;
    private static final int LANES_512 = 16;

    private final int maxLanes;

    VectorKernels(int bits) {
        this.maxLanes = bits / Float.SIZE;
    }

    /** The widest vectors that the machine has for every element type. */
    static int preferredBits() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    /** The lanes of the widest vectors that n neighbouring floats fill, or 0. */
    private int lanesFor(int n) {
        if (n >= LANES_512 && maxLanes >= LANES_512) {
            return LANES_512;
        }
        if (n >= LANES_256 && maxLanes >= LANES_256) {
            return LANES_256;
        }
        return n >= LANES_128 ? LANES_128 : 0;
    }

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
        if (lanesFor(units) == 0) {
            LOOP.forward(rows, inputs, units, x, xOffset, w, wOffset, bias, biasOffset, op, out, outOffset);
            return;
        }
        int chains = SummationOrder.chains(inputs, units);
        panel(rows, inputs, units, chains, x, xOffset, w, wOffset, units, bias, biasOffset, op, out, outOffset, units);
        softmaxOver(op, rows, units, out, outOffset);
    }

    private void panel(
            int rows,
            int inputs,
            int width,
            int chains,
            float[] x,
            int xo,
            float[] w,
            int wo,
            int wStride,
            float[] bias,
            int bo,
            ActivationOp op,
            float[] out,
            int oo,
            int outStride) {
        switch (lanesFor(width)) {
            case LANES_512 -> Forward512.panel(
                    rows, inputs, width, chains, x, xo, w, wo, wStride, bias, bo, op, out, oo, outStride);
            case LANES_256 -> Forward256.panel(
                    rows, inputs, width, chains, x, xo, w, wo, wStride, bias, bo, op, out, oo, outStride);
            default -> Forward128.panel(
                    rows, inputs, width, chains, x, xo, w, wo, wStride, bias, bo, op, out, oo, outStride);
        }
    }

    private void softmaxOver(ActivationOp op, int rows, int units, float[] out, int outOffset) {
        if (op.isRowwise()) {
            activate(op, rows, units, out, outOffset, out, outOffset);
        }
    }

    @Override
    public void activate(ActivationOp op, int rows, int units, float[] x, int xOffset, float[] z, int zOffset) {
        if (!op.isRowwise()) {
            elementwise(op, rows * units, x, xOffset, z, zOffset);
            return;
        }
        int lanes = lanesFor(units);
        for (int i = 0; i < rows; i++) {
            int xRow = xOffset + i * units;
            int zRow = zOffset + i * units;
            switch (lanes) {
                case LANES_512 -> Softmax512.row(units, x, xRow, z, zRow);
                case LANES_256 -> Softmax256.row(units, x, xRow, z, zRow);
                case LANES_128 -> Softmax128.row(units, x, xRow, z, zRow);
                default -> LoopKernels.activateRow(op, units, x, xRow, z, zRow);
            }
        }
    }

    private void elementwise(ActivationOp op, int n, float[] x, int xOffset, float[] z, int zOffset) {
        switch (lanesFor(n)) {
            case LANES_512 -> Elementwise512.apply(op, n, x, xOffset, z, zOffset);
            case LANES_256 -> Elementwise256.apply(op, n, x, xOffset, z, zOffset);
            case LANES_128 -> Elementwise128.apply(op, n, x, xOffset, z, zOffset);
            default -> LoopKernels.activateRow(op, n, x, xOffset, z, zOffset);
        }
    }

    @Override
    public int lanes(int units) {
        return lanesFor(units);
    }

    @Override
    public int panelWidth(int units) {
        return switch (lanesFor(units)) {
            case LANES_512 -> Forward512.PANEL;
            case LANES_256 -> Forward256.PANEL;
            case LANES_128 -> Forward128.PANEL;
            default -> units;
        };
    }

    @Override
    public void forwardPanels(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] panels,
            float[] bias,
            ActivationOp op,
            float[] out,
            int outOffset) {
        int lanes = lanesFor(units);
        if (lanes == 0) { // one panel as wide as the units is row-major
            LOOP.forward(rows, inputs, units, x, xOffset, panels, 0, bias, 0, op, out, outOffset);
            return;
        }
        int chains = SummationOrder.chains(inputs, units);
        int panel = panelWidth(units);
        for (int unit = 0; unit < units; ) {
            int width = Panels.widthAt(unit, units, panel, lanes);
            panel(rows, inputs, width, chains, x, xOffset, panels, inputs * unit, width, bias, unit, op, out,
                    outOffset + unit, units);
            unit += width;
        }
        softmaxOver(op, rows, units, out, outOffset);
    }
}
