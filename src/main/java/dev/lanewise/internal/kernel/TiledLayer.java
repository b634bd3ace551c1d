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

    private static int mostVectors(int chains) {
        return switch (chains) {
            case 1 -> ONE_CHAIN_VECTORS;
            case 2 -> MANY_REGISTERS ? 4 : 2;
            case 4 -> 2;
            case 8 -> MANY_REGISTERS ? 2 : 1;
            default -> 1;
        };
    }

    private static int tileRows(int chains) {
        return switch (chains) {
            case 1 -> 4;
            case 2 -> 2;
            case 4 -> MANY_REGISTERS ? 2 : 1;
            default -> 1;
        };
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
        int tileRows = tileRows(chains);
        int row = 0;
        while (row < rows) {
            int height = row + tileRows <= rows ? tileRows : 1;
            int xRow = xo + row * inputs;
            int outRow = oo + row * outStride;
            if (height == 1) {
                oneRow(vectors, chains, inputs, x, xRow, w, wo, wStride, last, bias, bo, op, out, outRow, outStride);
            } else {
                manyRows(vectors, chains, inputs, x, xRow, w, wo, wStride, last, bias, bo, op, out, outRow, outStride);
            }
            if (op.isCurve()) {
                for (int r = 0; r < height; r++) {
                    int at = outRow + r * outStride;
                    ElementwiseVectors.apply(op, width, out, at, out, at);
                }
            }
            row += height;
        }
    }

    private static void oneRow(
            int vectors,
            int chains,
            int inputs,
            float[] x,
            int xo,
            float[] w,
            int wo,
            int wStride,
            int last,
            float[] bias,
            int bo,
            ActivationOp op,
            float[] out,
            int oo,
            int outStride) {
        switch (8 * chains + vectors) {
            case 8 * 1 + 1 -> Tiles.r1v1c1(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 1 + 2 -> Tiles.r1v2c1(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 1 + 3 -> Tiles.r1v3c1(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 1 + 4 -> Tiles.r1v4c1(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 2 + 1 -> Tiles.r1v1c2(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 2 + 2 -> Tiles.r1v2c2(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 2 + 3 -> Tiles.r1v3c2(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 2 + 4 -> Tiles.r1v4c2(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 4 + 1 -> Tiles.r1v1c4(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 4 + 2 -> Tiles.r1v2c4(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 8 + 1 -> Tiles.r1v1c8(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 8 + 2 -> Tiles.r1v2c8(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 16 + 1 -> Tiles.r1v1c16(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            default -> throw new AssertionError("no tile for vectors=" + vectors + " chains=" + chains);
        }
    }

    private static void manyRows(
            int vectors,
            int chains,
            int inputs,
            float[] x,
            int xo,
            float[] w,
            int wo,
            int wStride,
            int last,
            float[] bias,
            int bo,
            ActivationOp op,
            float[] out,
            int oo,
            int outStride) {
        switch (8 * chains + vectors) {
            case 8 * 1 + 1 -> Tiles.r4v1c1(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 1 + 2 -> Tiles.r4v2c1(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 1 + 3 -> Tiles.r4v3c1(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 1 + 4 -> Tiles.r4v4c1(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 2 + 1 -> Tiles.r2v1c2(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 2 + 2 -> Tiles.r2v2c2(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 2 + 3 -> Tiles.r2v3c2(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 2 + 4 -> Tiles.r2v4c2(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 4 + 1 -> Tiles.r2v1c4(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            case 8 * 4 + 2 -> Tiles.r2v2c4(inputs, x, xo, w, wo, wStride, last, bias, bo, op, out, oo, outStride);
            default -> throw new AssertionError("no tile for vectors=" + vectors + " chains=" + chains);
        }
    }
}
