package dev.lanewise.internal.kernel;

/**
 * A range of units, over row-major weights of any stride, in register tiles: which tile for which rows and units.
 *
 * <p>Units are walked outside, rows inside: the weights of one column of tiles stay in the nearest caches while all rows
 * pass over them. The curves run over each tile right after it was stored, at most four rows by four vectors, 1 KiB, so
 * that no layer is walked twice.
 */
final class UnpackedLayer {
    private static final int LANES = VectorWidth.LANES;

    /** In place of a null bias; one tile wide. */
    private static final float[] ZEROS = new float[4 * LANES];

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
        int most = RegisterTile.unpackedVectors(chains);
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
        int most = RegisterTile.unpackedRows(vectors, chains);
        for (int row = 0; row < rows; ) {
            int height = RegisterTile.next(rows - row, most);
            UnpackedTiles.tile(height, vectors, chains, inputs, x, xo + row * inputs, inputs, w, wo, wStride, last, bias, bo,
                    0, op, out, oo + row * outStride, outStride);
            row += height;
        }
    }
}
