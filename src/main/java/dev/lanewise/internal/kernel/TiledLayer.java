package dev.lanewise.internal.kernel;

/**
 * A range of units, over row-major weights of any stride, in register tiles: which tile for which rows and units.
 *
 * <p>Units are walked outside, rows inside: the weights of one column of tiles stay in the nearest caches while all rows
 * pass over them. The curves run over each tile right after it was stored, at most four rows by four vectors, 1 KiB, so
 * that no layer is walked twice.
 */
final class TiledLayer {
    private static final int LANES = VectorWidth.LANES;

    /** Sums per tile: half of the registers, the other half is for weights, inputs and the compiler. */
    private static final int SUMS = Machine.VECTOR_REGISTERS >= 32 ? 16 : 8;

    /** Vectors per tile with one chain; four rows of them fill the sums. */
    private static final int MOST_VECTORS = SUMS / 4;

    /** A packed panel is as wide as the widest tile. */
    static final int PANEL_WIDTH = MOST_VECTORS * LANES;

    /** In place of a null bias; one tile wide. */
    private static final float[] ZEROS = new float[4 * LANES];

    private TiledLayer() {}

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
        int most = mostVectors(chains);
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

    private static int mostVectors(int chains) {
        return Math.clamp(SUMS / chains, 1, MOST_VECTORS);
    }

    private static int mostRows(int vectors, int chains) {
        return Math.clamp(SUMS / (vectors * chains), 1, 4);
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
        boolean hasConstantStride = wStride == vectors * LANES;
        assert !hasConstantStride || width == wStride;
        int mostRows = mostRows(vectors, chains);
        int row = 0;
        while (row < rows) {
            int height = Integer.highestOneBit(Math.min(mostRows, rows - row));
            int outRow = oo + row * outStride;
            Tiles.tile(height, vectors, chains, hasConstantStride, inputs, x, xo + row * inputs, w, wo, wStride, last, bias,
                    bo, op, out, outRow, outStride);
            if (op.isCurve()) {
                for (int r = 0; r < height; r++) {
                    int at = outRow + r * outStride;
                    ElementwiseVectors.apply(op, width, out, at, out, at);
                }
            }
            row += height;
        }
    }
}
