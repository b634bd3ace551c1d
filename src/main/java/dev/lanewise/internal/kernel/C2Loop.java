package dev.lanewise.internal.kernel;

/**
 * The loop that C2 vectorises by itself, for timing only and without the activation: what an engineer reaches without the
 * Vector API.
 *
 * <p>The inputs are walked outside and the units inside, so that weights are read in the order they lie. Each row of
 * weights is copied to scratch first and the sums are kept in scratch too, both from index 0 on: only then does C2 see
 * that the two do not overlap at different indices. Over {@code w} and {@code out} themselves it stays scalar. One sum per
 * unit, multiply then add.
 */
public final class C2Loop {
    private C2Loop() {}

    /**
     * out = x w + bias, row-major, everything from index 0 on but the rows of x and out.
     *
     * @param sums scratch of at least {@code units} floats
     * @param values scratch of at least {@code units} floats
     */
    public static void sums(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] w,
            float[] bias,
            float[] out,
            int outOffset,
            float[] sums,
            float[] values) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(bias, 0, sums, 0, units);
            for (int j = 0; j < inputs; j++) {
                System.arraycopy(w, j * units, values, 0, units);
                addScaled(units, x[xOffset + i * inputs + j], values, sums);
            }
            System.arraycopy(sums, 0, out, outOffset + i * units, units);
        }
    }

    private static void addScaled(int n, float factor, float[] values, float[] sums) {
        for (int m = 0; m < n; m++) {
            sums[m] += factor * values[m];
        }
    }
}
