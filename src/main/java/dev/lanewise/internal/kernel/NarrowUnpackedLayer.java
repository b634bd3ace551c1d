package dev.lanewise.internal.kernel;

/**
 * A layer of half a vector of units up to 15 over row-major weights as the caller has them: less than a vector, or in 16 chains.
 * A vector of weights is units of one input, and where they are fewer than lanes some of the next ({@code NarrowUnpackedTiles}).
 *
 * <p>The last inputs, one for each chain or what is left over, go through scratch, for the last vector may read beyond the
 * weights; there an input is padded by +0 and its weight by −0, as in {@link MixedLanesLayer}. So does the last row of a layer of
 * less than a vector. One of more goes in columns, of which the last reaches back over units done before, and does them again.
 */
final class NarrowUnpackedLayer {
    private static final int LANES = VectorWidth.LANES;

    /** In scratch: the last block of inputs of the rows of a tile, of which one of 16 chains has one row. */
    private static final int INPUTS = NarrowUnpackedTiles.START + WeightLayout.CHAINS;

    /** In scratch: the last row. */
    private static final int ROW = INPUTS + 4 * NarrowUnpackedTiles.MOST_ROWS;

    /** Of up to four chains: with 16 registers more spill sums, and 64×30×6 takes 1.13 times as long by six (AVX2). */
    private static final int MOST_ROWS = RegisterTile.HAS_32_REGISTERS ? NarrowUnpackedTiles.MOST_ROWS : 3;

    private NarrowUnpackedLayer() {}

    /** Whether a layer is one of these. */
    static boolean isFor(int inputs, int units, int chains) {
        return inputs > 0 && 2 * units >= LANES && (units < LANES || chains == WeightLayout.CHAINS);
    }

    /** σ(x w + bias) for a fused σ, x w + bias for the others. */
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
            int oo,
            float[] scratch) {
        int last = (inputs - 1 & chains - 1) + 1; // no division: a layer of 16 inputs takes 60 ns
        System.arraycopy(w, wo + (inputs - last) * units, scratch, NarrowUnpackedTiles.WEIGHTS, last * units);
        for (int i = last * units; i < chains * units; i++) {
            scratch[NarrowUnpackedTiles.WEIGHTS + i] = -0f;
        }
        for (int unit = 0; unit < units; unit += LANES) {
            int from = Math.min(unit, Math.max(units - LANES, 0));
            StartVector.put(Math.min(units, LANES), bias, bo + from, scratch, NarrowUnpackedTiles.START);
            column(rows, inputs, units, from, last, chains, x, xo, w, wo, op, out, oo, scratch);
        }
    }

    /** All rows of one vector of units, from {@code unit} on. */
    private static void column(
            int rows,
            int inputs,
            int units,
            int unit,
            int last,
            int chains,
            float[] x,
            int xo,
            float[] w,
            int wo,
            ActivationOp op,
            float[] out,
            int oo,
            float[] scratch) {
        boolean padded = last < chains;
        float[] lastX = padded ? scratch : x;
        int lastStride = padded ? chains : inputs;
        int done = inputs - last;
        int blocks = done >> Integer.numberOfTrailingZeros(chains);
        int most = chains == WeightLayout.CHAINS ? 1 : MOST_ROWS;
        for (int row = 0; row < rows; ) {
            int height = RegisterTile.evenPart(rows - row, most);
            int xRow = xo + row * inputs;
            for (int r = 0; padded && r < height; r++) {
                for (int j = 0; j < chains; j++) {
                    scratch[INPUTS + r * chains + j] = j < last ? x[xRow + r * inputs + done + j] : 0f;
                }
            }
            boolean hasRoom = units >= LANES || row + height < rows;
            int at = oo + row * units + unit;
            NarrowUnpackedTiles.tile(height, chains, blocks, units, x, xRow, inputs, w, wo + unit, unit, lastX,
                    padded ? INPUTS : xRow + done, lastStride, scratch, op, out, at, hasRoom ? out : scratch,
                    hasRoom ? at + (height - 1) * units : ROW);
            row += height;
        }
        if (units < LANES) {
            System.arraycopy(scratch, ROW, out, oo + (rows - 1) * units, units);
        }
    }
}
