package dev.lanewise.internal.kernel;

/**
 * The sums of a layer as a textbook writes them, for timing only and without the activation: for each row and unit one
 * sum, multiply then add. The weights of a unit lie {@code units} floats apart, and each addition waits for the one
 * before; no compiler mends either.
 */
public final class TextbookLoop {
    private TextbookLoop() {}

    /** out = x w + bias, row-major, everything from index 0 on but the rows of x and out. */
    public static void sums(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] w,
            float[] bias,
            float[] out,
            int outOffset) {
        for (int i = 0; i < rows; i++) {
            for (int m = 0; m < units; m++) {
                float s = bias[m];
                for (int j = 0; j < inputs; j++) {
                    s += x[xOffset + i * inputs + j] * w[j * units + m];
                }
                out[outOffset + i * units + m] = s;
            }
        }
    }
}
