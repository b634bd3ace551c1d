package dev.lanewise.internal.kernel;

import java.util.Arrays;

/**
 * A layer of one chain for a few rows, over row-major weights as the caller has them. A column of register tiles would
 * take a few floats of every row of weights, a page or so apart, and one row of x has nothing to do meanwhile. So here the
 * weights are read in the order they lie in: a few inputs at a time, all units, with the sums kept in {@code out},
 * those of the units beyond the last whole vector in scratch.
 */
final class StreamedLayer {
    private static final int LANES = VectorWidth.LANES;

    /** Rows at most: three by eight inputs are 24 broadcasts, which leaves room for sums and a vector of weights. */
    static final int MOST_ROWS = 3;

    /**
     * Inputs per pass at most: one row of 1024×1024 streams 49 to 69 GB/s by eight, 55 to 59 by four, 52 by two, 49 by one (Zen
     * 5).
     */
    private static final int MOST_INPUTS = 8;

    private StreamedLayer() {}

    /** Whether a layer has units beyond its last whole vector, whose sums are kept in scratch. */
    static boolean usesScratch(int units) {
        return units % LANES != 0;
    }

    /**
     * x w + bias. The layer is at least one vector wide.
     *
     * @param scratch a vector for each row, or null: then units beyond the last whole vector are computed apart
     */
    static void forward(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xo,
            float[] w,
            int wo,
            float[] bias,
            int bo,
            float[] out,
            int oo,
            float[] scratch) {
        assert units >= LANES && rows >= 1 && rows <= MOST_ROWS;
        int step = RegisterTile.HAS_32_REGISTERS ? MOST_INPUTS : MOST_INPUTS >> rows - 1;
        if (bias == null) {
            Arrays.fill(out, oo, oo + rows * units, 0f);
        }
        boolean keepsLast = usesScratch(units) && scratch != null;
        int last = units - LANES;
        for (int r = 0; keepsLast && r < rows; r++) {
            System.arraycopy(bias == null ? out : bias, bias == null ? oo : bo + last, scratch, r * LANES, LANES);
        }
        for (int j = 0; j < inputs; ) {
            int count = j + step <= inputs ? step : 1;
            boolean fromBias = j == 0 && bias != null;
            StreamTiles.pass(rows, count, units, x, xo + j, inputs, w, wo + j * units, fromBias ? bias : out,
                    fromBias ? bo : oo, fromBias ? 0 : units, out, oo);
            if (keepsLast) {
                StreamTiles.last(rows, count, units, x, xo + j, inputs, w, wo + j * units + last, scratch);
            }
            j += count;
        }
        if (keepsLast) {
            int left = units % LANES;
            for (int r = 0; r < rows; r++) {
                System.arraycopy(scratch, (r + 1) * LANES - left, out, oo + (r + 1) * units - left, left);
            }
        } else if (usesScratch(units)) {
            UnpackedLayer.lastVector(rows, inputs, units, 1, x, xo, w, wo, bias, bo, ActivationOp.NONE, out, oo);
        }
    }
}
