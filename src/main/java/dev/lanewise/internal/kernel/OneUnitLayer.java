package dev.lanewise.internal.kernel;

/**
 * A layer of one unit and 32 inputs or more on vectors of 16 lanes, never packed, for its weights are a stream as they lie. The
 * 16 chains of a row are the lanes of one vector.
 */
final class OneUnitLayer {
    private static final int CHAINS = WeightLayout.CHAINS;

    /** Rows of {@code OneUnitTiles.r4}. */
    static final int HEIGHT = 4;

    /**
     * Rows of {@code OneUnitTiles.r8}: with four, four FMAs share the latency of one. 256×512×1 takes 0.95 of the time of fours,
     * 64×64×1 0.81, 256×784×1 0.86; sixteens take 0.96 to 1.2 of that again, twos 1.22 to 1.46 (Zen 5).
     */
    private static final int TALL = 8;

    private OneUnitLayer() {}

    /** x w + bias; faster with {@code scratch} than with null. */
    static void forward(
            int rows,
            int inputs,
            float[] x,
            int xo,
            float[] w,
            int wo,
            float bias,
            float[] out,
            int oo,
            float[] scratch) {
        int row = 0;
        if (scratch != null) {
            while (row <= rows - HEIGHT) {
                int count = Math.min(rows - row & -HEIGHT, LaneChains.MOST);
                int tall = count & -TALL;
                for (int r = 0; r < tall; r += TALL) {
                    OneUnitTiles.r8(inputs, x, xo + (row + r) * inputs, w, wo, bias, scratch, r * CHAINS);
                }
                if (tall < count) {
                    OneUnitTiles.r4(inputs, x, xo + (row + tall) * inputs, w, wo, bias, scratch, tall * CHAINS);
                }
                addLeftOver(count, inputs, x, xo + row * inputs, w, wo, scratch);
                LaneChains.add(count, scratch);
                for (int r = 0; r < count; r++) {
                    out[oo + row + r] = scratch[r];
                }
                row += count;
            }
        }
        for (; row < rows; row++) {
            out[oo + row] = OneUnitTiles.row(inputs, x, xo + row * inputs, w, wo, bias);
        }
    }

    private static void addLeftOver(int rows, int inputs, float[] x, int xo, float[] w, int wo, float[] sums) {
        int left = inputs & CHAINS - 1;
        int whole = inputs - left;
        for (int r = 0; r < rows; r++) {
            int xRow = xo + r * inputs + whole;
            for (int k = 0; k < left; k++) {
                sums[r * CHAINS + k] = Fma.fma(x[xRow + k], w[wo + whole + k], sums[r * CHAINS + k]);
            }
        }
    }
}
