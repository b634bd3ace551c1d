package dev.lanewise.internal.kernel;

/**
 * The loop that C2 vectorises by itself, for timing only: what an engineer reaches without the Vector API.
 *
 * <p>The inputs are walked outside and the units inside, so that weights are read in the order they lie, and each row of
 * weights is copied to scratch first. Without the copy C2 cannot prove that the sums and the weights are different
 * arrays and stays scalar: 6.5 GFLOP/s against 17 (one core of a Zen 4). One sum per unit, multiply then add.
 */
public final class C2Loop {
    private C2Loop() {}

    /**
     * out = σ(x w + bias), row-major, everything from index 0 on but the rows of x and out.
     *
     * @param scratch at least {@code units} floats
     */
    public static void forward(
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
            float[] scratch) {
        for (int i = 0; i < rows; i++) {
            int row = outOffset + i * units;
            System.arraycopy(bias, 0, out, row, units);
            for (int j = 0; j < inputs; j++) {
                System.arraycopy(w, j * units, scratch, 0, units);
                addScaled(units, x[xOffset + i * inputs + j], scratch, out, row);
            }
            LoopKernels.activateRow(op, units, out, row, out, row);
        }
    }

    private static void addScaled(int n, float factor, float[] values, float[] sums, int offset) {
        for (int m = 0; m < n; m++) {
            sums[offset + m] += factor * values[m];
        }
    }
}
