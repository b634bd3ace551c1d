package dev.lanewise.internal.kernel;

import static dev.lanewise.internal.kernel.Fma.fma;

/**
 * {@link SummationOrder} in plain loops over the row-major weights, to the letter: the definition that the vectors are
 * held against, and what answers where there are none. It never sees packed weights, so it can see a packing bug.
 *
 * <p>Start reading here: everything in the vector kernels is an equivalent of this class.
 */
final class LoopKernels extends Kernels {
    static final LoopKernels INSTANCE = new LoopKernels();

    private LoopKernels() {}

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
            int outOffset,
            float[] scratch) {
        int chains = SummationOrder.chains(inputs, units);
        for (int i = 0; i < rows; i++) {
            int xRow = xOffset + i * inputs;
            int outRow = outOffset + i * units;
            if (chains == 1) {
                oneChain(inputs, units, x, xRow, w, wOffset, bias, biasOffset, out, outRow);
            } else {
                for (int m = 0; m < units; m++) {
                    float start = bias == null ? 0f : bias[biasOffset + m];
                    out[outRow + m] = chained(chains, start, inputs, x, xRow, w, wOffset + m, units);
                }
            }
            activateRow(op, units, out, outRow, out, outRow);
        }
    }

    /** One chain per unit, all units of a row side by side in {@code out}: the weights are read in the order they lie. */
    private static void oneChain(
            int inputs,
            int units,
            float[] x,
            int xRow,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            float[] out,
            int outRow) {
        for (int m = 0; m < units; m++) {
            out[outRow + m] = bias == null ? 0f : bias[biasOffset + m];
        }
        for (int j = 0; j < inputs; j++) {
            float xj = x[xRow + j];
            int wRow = wOffset + j * units;
            for (int m = 0; m < units; m++) {
                out[outRow + m] = fma(xj, w[wRow + m], out[outRow + m]);
            }
        }
    }

    /** One unit's sum in two chains or more. */
    private static float chained(
            int chains, float start, int inputs, float[] x, int xRow, float[] w, int wUnit, int units) {
        return switch (chains) {
            case 2 -> twoChains(start, inputs, x, xRow, w, wUnit, units);
            case 4 -> fourChains(0, 1, start, inputs, x, xRow, w, wUnit, units);
            case 16 -> (fourChains(0, 4, start, inputs, x, xRow, w, wUnit, units)
                            + fourChains(2, 4, 0f, inputs, x, xRow, w, wUnit, units))
                    + (fourChains(1, 4, 0f, inputs, x, xRow, w, wUnit, units)
                            + fourChains(3, 4, 0f, inputs, x, xRow, w, wUnit, units));
            default -> throw new AssertionError("chains=" + chains);
        };
    }

    private static float twoChains(float start, int inputs, float[] x, int xRow, float[] w, int wUnit, int units) {
        float c0 = start;
        float c1 = 0;
        int j = 0;
        for (; j + 1 < inputs; j += 2) {
            c0 = fma(x[xRow + j], w[wUnit + j * units], c0);
            c1 = fma(x[xRow + j + 1], w[wUnit + (j + 1) * units], c1);
        }
        if (j < inputs) {
            c0 = fma(x[xRow + j], w[wUnit + j * units], c0);
        }
        return c0 + c1;
    }

    /**
     * The chains k, k + C/4, k + C/2 and k + 3C/4, side by side, and their part of the additions by halves: with h = C/2
     * and C/4 exactly these four meet. {@code quarter} is C/4.
     */
    private static float fourChains(
            int k, int quarter, float start, int inputs, float[] x, int xRow, float[] w, int wUnit, int units) {
        float c0 = start;
        float c1 = 0;
        float c2 = 0;
        float c3 = 0;
        int j0 = k;
        int j1 = k + quarter;
        int j2 = k + 2 * quarter;
        int j3 = k + 3 * quarter;
        for (; j3 < inputs; j0 += 4 * quarter, j1 += 4 * quarter, j2 += 4 * quarter, j3 += 4 * quarter) {
            c0 = fma(x[xRow + j0], w[wUnit + j0 * units], c0);
            c1 = fma(x[xRow + j1], w[wUnit + j1 * units], c1);
            c2 = fma(x[xRow + j2], w[wUnit + j2 * units], c2);
            c3 = fma(x[xRow + j3], w[wUnit + j3 * units], c3);
        }
        if (j0 < inputs) {
            c0 = fma(x[xRow + j0], w[wUnit + j0 * units], c0);
        }
        if (j1 < inputs) {
            c1 = fma(x[xRow + j1], w[wUnit + j1 * units], c1);
        }
        if (j2 < inputs) {
            c2 = fma(x[xRow + j2], w[wUnit + j2 * units], c2);
        }
        return (c0 + c2) + (c1 + c3);
    }

    @Override
    public void activate(ActivationOp op, int rows, int units, float[] x, int xOffset, float[] z, int zOffset) {
        for (int i = 0; i < rows; i++) {
            activateRow(op, units, x, xOffset + i * units, z, zOffset + i * units);
        }
    }

    static void activateRow(ActivationOp op, int units, float[] x, int xRow, float[] z, int zRow) {
        if (op.isRowwise()) {
            LoopSoftmax.row(op, units, x, xRow, z, zRow);
        } else {
            activateElements(op, 0, units, x, xRow, z, zRow);
        }
    }

    /** n floats, of which the first belongs to {@code unit}. */
    static void activateElements(ActivationOp op, int unit, int n, float[] x, int xo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = ActivationSwitch.apply(op, x[xo + i], unit + i);
        }
    }

    @Override
    public WeightLayout layout(int inputs, int units) {
        return WeightLayout.rowMajor(inputs, units);
    }
}
