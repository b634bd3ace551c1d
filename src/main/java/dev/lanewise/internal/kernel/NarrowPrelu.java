package dev.lanewise.internal.kernel;

/**
 * PReLU of rows narrower than a vector, apart or exactly in place. No vector holds a whole row, so the slopes are laid out in
 * scratch as the floats lie, for as many rows as it holds: then what is beside a float is its slope, wherever a vector begins.
 */
final class NarrowPrelu {
    private NarrowPrelu() {}

    static void rows(
            float[] slopes, int rows, int units, float[] x, int xo, float[] z, int zo, float[] scratch) {
        assert slopes.length == units && units <= scratch.length;
        int n = rows * units;
        int tile = Math.min(rows, scratch.length / units) * units;
        System.arraycopy(slopes, 0, scratch, 0, units);
        for (int filled = units; filled < tile; filled *= 2) {
            System.arraycopy(scratch, 0, scratch, filled, Math.min(filled, tile - filled));
        }
        for (int i = 0; i < n; ) {
            int count = Math.min(tile, n - i);
            if (count >= VectorWidth.LANES) {
                ElementwiseVectors.prelu(scratch, 0, count, x, xo + i, z, zo + i);
            } else {
                few(scratch, count, x, xo + i, z, zo + i);
            }
            i += count; // a whole tile more could pass the largest int
        }
    }

    private static void few(float[] slopes, int n, float[] x, int xo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = ScalarActivations.prelu(x[xo + i], slopes[i]);
        }
    }
}
