package dev.lanewise.internal.kernel;

/**
 * A layer over row-major weights as the caller has them, in register tiles: which tile for which rows and units.
 *
 * <p>Units are walked outside, rows inside: the weights of one column of tiles stay in the nearest caches while all rows
 * pass over them.
 */
final class UnpackedLayer {
    private static final int LANES = VectorWidth.LANES;

    /**
     * Inputs per pass over the rows with one chain; sums in between are kept in {@code out}. Beside
     * 240×256×256 in the same run, 960×1024×1024 gains a fifth by it and 240×4096×1024 nearly a half; 256 and 128 gain less.
     */
    private static final int BLOCK_INPUTS = 512;

    private UnpackedLayer() {}

    /** σ(x w + bias) for a fused σ, x w + bias for the others. The layer is at least one vector wide. */
    static void forward(
            int rows,
            int inputs,
            int units,
            int chains,
            float[] x,
            int xo,
            float[] w,
            int wo,
            float[] bias,
            int bo,
            ActivationOp op,
            float[] out,
            int oo) {
        assert units >= LANES;
        int most = RegisterTile.vectors(rows, chains);
        int unit = 0;
        while (units - unit >= LANES) {
            int vectors = Math.min(most, (units - unit - 1) / LANES + 1);
            int width = Math.min(units - unit, vectors * LANES);
            column(rows, inputs, units, unit, vectors, width, chains, x, xo, w, wo, bias, bo, op, out, oo);
            unit += width;
        }
        if (unit < units) {
            lastVector(rows, inputs, units, chains, x, xo, w, wo, bias, bo, op, out, oo);
        }
    }

    /** The last vector of units, which reaches back over units done before, and does them again. */
    static void lastVector(
            int rows,
            int inputs,
            int units,
            int chains,
            float[] x,
            int xo,
            float[] w,
            int wo,
            float[] bias,
            int bo,
            ActivationOp op,
            float[] out,
            int oo) {
        column(rows, inputs, units, units - LANES, 1, LANES, chains, x, xo, w, wo, bias, bo, op, out, oo);
    }

    /** All rows of one column of tiles: {@code width} units from {@code unit} on. */
    private static void column(
            int rows,
            int inputs,
            int units,
            int unit,
            int vectors,
            int width,
            int chains,
            float[] x,
            int xo,
            float[] w,
            int wo,
            float[] bias,
            int bo,
            ActivationOp op,
            float[] out,
            int oo) {
        int last = width - LANES;
        float[] tileBias = bias == null ? StartVector.ZEROS : bias;
        int tileBiasOffset = bias == null ? LANES : bo + unit;
        int most = RegisterTile.rows(vectors, chains);
        int block = inputs <= BLOCK_INPUTS || chains > 1 || rows <= most ? inputs : BLOCK_INPUTS;
        int done = 0;
        do {
            int count = Math.min(block, inputs - done);
            ActivationOp now = done + count == inputs ? op : ActivationOp.NONE;
            for (int row = 0; row < rows; ) {
                int height = RegisterTile.evenPart(rows - row, most);
                int outRow = oo + row * units + unit;
                UnpackedTiles.tile(height, vectors, chains, count, x, xo + row * inputs + done, inputs, w,
                        wo + done * units + unit, units, last, done == 0 ? tileBias : out, done == 0 ? tileBiasOffset : outRow,
                        done == 0 ? 0 : units, now, out, outRow, units);
                row += height;
            }
            done += count;
        } while (done < inputs);
    }
}
