package dev.lanewise.internal.kernel;

/**
 * A panel of units in register tiles: which tile for which rows and units.
 *
 * <p>Units are walked outside, rows inside: the weights of one column of tiles stay in the nearest caches while all rows
 * pass over them. The curves run over each tile right after it was stored, at most four rows by four vectors, 1 KiB, so
 * that no layer is walked twice.
 */
final class TiledLayer {
    private static final int LANES = VectorWidth.LANES;
    private static final boolean MANY_REGISTERS = Machine.VECTOR_REGISTERS >= 32;

    /** Vectors per tile with one chain; a panel is as wide as such a tile. */
    private static final int ONE_CHAIN_VECTORS = MANY_REGISTERS ? 4 : 2;

    static final int PANEL = ONE_CHAIN_VECTORS * LANES;

    /** In place of a null bias; one tile wide. */
    private static final float[] ZEROS = new float[4 * LANES];

    private TiledLayer() {}

    /** Computes {@code units} ≥ LANES units whose weights start at {@code wo}, {@code wStride} apart from input to input. */
    static void panel(
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
            float[] tileBias = bias == null ? ZEROS : bias;
            int tileBiasOffset = bias == null ? 0 : bo + unit;
            column(rows, inputs, vectors, width, chains, x, xo, w, wo + unit, wStride, tileBias, tileBiasOffset, op, out,
                    oo + unit, outStride);
            unit += width;
        }
    }

    /** As many as leave the sums of one row in registers: 8 of 16, 16 of 32. */
    private static int mostVectors(int chains) {
        return switch (chains) {
            case 1 -> ONE_CHAIN_VECTORS;
            case 2 -> MANY_REGISTERS ? 4 : 2;
            case 4 -> 2;
            case 8 -> MANY_REGISTERS ? 2 : 1;
            default -> 1;
        };
    }

    /** As many rows as leave the sums of the tile in registers, at most four. */
    private static int mostRows(int vectors, int chains) {
        return Math.clamp((MANY_REGISTERS ? 16 : 8) / (vectors * chains), 1, 4);
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
        boolean isPanel = width == vectors * LANES && wStride == width;
        int mostRows = mostRows(vectors, chains);
        int row = 0;
        while (row < rows) {
            int height = Integer.highestOneBit(Math.min(mostRows, rows - row));
            int outRow = oo + row * outStride;
            Tiles.tile(height, vectors, chains, isPanel, inputs, x, xo + row * inputs, w, wo, wStride, last, bias, bo, op,
                    out, outRow, outStride);
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
