package dev.lanewise.internal.kernel;

/**
 * A range of units, over row-major weights of any stride, in register tiles: which tile for which rows and units.
 *
 * <p>Units are walked outside, rows inside: the weights of one column of tiles stay in the nearest caches while all rows
 * pass over them.
 */
final class UnpackedLayer {
    private static final int LANES = VectorWidth.LANES;

    /** In place of a null bias; one tile wide. */
    private static final float[] ZEROS = new float[4 * LANES];

    /**
     * Inputs per pass over the rows with one chain; sums in between are kept in {@code out}. Rows of unpacked weights lie
     * far apart, and 512 of them are as many pages as a core remembers: 960×1024×1024 gains a fifth, 240×4096×1024 two.
     */
    private static final int BLOCK_INPUTS = 512;

    private UnpackedLayer() {}

    /** Computes {@code units} ≥ LANES units whose weights start at {@code wo}, {@code wStride} apart from input to input. */
    static void forward(
            int rows,
            int inputs,
            int units,
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
        assert units >= LANES;
        float[] tileBias = bias == null ? ZEROS : bias;
        int most = RegisterTile.vectors(chains);
        int unit = 0;
        while (unit < units) {
            int left = units - unit;
            int vectors = Math.min(most, (left + LANES - 1) / LANES);
            if (left < LANES) { // a vector that reaches back over units done before, and does them again
                unit = units - LANES;
                left = LANES;
            }
            int width = Math.min(left, vectors * LANES);
            int tileBiasOffset = bias == null ? 0 : bo + unit;
            column(rows, inputs, vectors, width, chains, x, xo, w, wo + unit, wStride, tileBias, tileBiasOffset, op, out,
                    oo + unit, outStride);
            unit += width;
        }
    }

    /** All rows of one column of tiles, {@code width} units wide. */
    private static void column(
            int rows,
            int inputs,
            int vectors,
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
        int last = width - LANES;
        int most = RegisterTile.rows(vectors, chains);
        int block = inputs <= BLOCK_INPUTS || chains > 1 || rows <= most ? inputs : BLOCK_INPUTS;
        int done = 0;
        do {
            int count = Math.min(block, inputs - done);
            ActivationOp now = done + count == inputs ? op : ActivationOp.NONE;
            for (int row = 0; row < rows; ) {
                int height = RegisterTile.next(rows - row, most);
                int outRow = oo + row * outStride;
                UnpackedTiles.tile(height, vectors, chains, count, x, xo + row * inputs + done, inputs, w,
                        wo + done * wStride, wStride, last, done == 0 ? bias : out, done == 0 ? bo : outRow,
                        done == 0 ? 0 : outStride, now, out, outRow, outStride);
                row += height;
            }
            done += count;
        } while (done < inputs);
    }
}
