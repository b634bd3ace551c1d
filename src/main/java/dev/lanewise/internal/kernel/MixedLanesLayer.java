package dev.lanewise.internal.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A layer of two units up to half a vector of them, and of one where 16 chains are more than a vector, over row-major weights as
 * the caller has them, in 4 or 16 chains. A vector of weights holds several inputs ({@code MixedLanesTiles}).
 *
 * <p>What the last vector would read beyond the weights, and inputs left over after whole blocks, goes through scratch:
 * there an input is padded by +0 and its weight by −0, for fma(+0, −0, s) is s for every s, −0 and NaN included.
 */
final class MixedLanesLayer {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;

    private static final int BLOCK = 16;

    /** A layer has a block of inputs or more. */
    private static final int LEAST_INPUTS = BLOCK;

    /**
     * Of weights, with 16 lanes, from where scalars are slower: 1×28×3 then takes 0.84 of their time, 1×16×5 0.76, 64×28×5
     * 0.57, and 1×20×3 would take 1.08 (Zen 4). With 8 lanes 64×20×3 would take twice as long, 64×31×3 the same: from 32 inputs
     * on.
     */
    private static final int LEAST_WEIGHTS = 64;

    /** Half a vector of units in four chains: 1×64×8 takes 0.88 of the time of a tile of half vectors, 1×40×8 would take 1.3. */
    private static final int LEAST_INPUTS_OF_HALF_VECTOR = 64;

    /**
     * Of packed panels in four chains, which take a whole vector for an input: four rows take 0.5 to 0.85 of their time, 64 rows
     * 0.4 to 0.75, and one row would take 1.1 to 1.5 (Zen 4, from 32 inputs on).
     */
    private static final int LEAST_ROWS = 4;

    /** In scratch, behind the weights and the start: the last inputs of the rows of a tile, up to two blocks each. */
    private static final int INPUTS = MixedLanesTiles.START + BLOCK;

    /** In scratch: rows of which a whole vector would reach behind the output. */
    private static final int ROWS = INPUTS + MixedLanesTiles.MOST_ROWS * 2 * BLOCK;

    /** Floats of scratch. */
    private static final int SCRATCH = ROWS + MixedLanesTiles.MOST_ROWS * BLOCK;

    private MixedLanesLayer() {}

    /** Whether it is the way of such a layer over row-major weights. */
    static boolean isFor(int inputs, int units, int chains) {
        if (!MixedLanesTiles.has(units, chains) || inputs < LEAST_INPUTS) {
            return false;
        }
        if (inputs <= FewUnitsTiles.MOST_INPUTS) {
            return LANES == 16 && inputs * units >= LEAST_WEIGHTS && 2 * units < LANES;
        }
        return 2 * units < LANES || chains == WeightLayout.CHAINS || inputs >= LEAST_INPUTS_OF_HALF_VECTOR;
    }

    /**
     * Rows from which it is faster than a packed panel, which three and four units in four chains have; with 8 lanes it seldom
     * is, 0.75 to 1.3 of the time. Nor is it for three units where whole blocks are more than 1.25 times the inputs: packed 4,
     * 16 and 64 rows of 33×3 take 0.71 to 0.98 of the time, but of 33×4, whose vectors are four whole inputs, 0.99 to 1.36 (Zen
     * 4).
     */
    static int leastRows(int inputs, int units, int chains) {
        if (LANES < 16 || chains == WeightLayout.CHAINS || inputs <= FewUnitsTiles.MOST_INPUTS || !isFor(inputs, units, chains)) {
            return Integer.MAX_VALUE;
        }
        int padded = inputs + BLOCK - 1 & -BLOCK;
        return 4 * padded > 5 * inputs && units != 4 ? Integer.MAX_VALUE : LEAST_ROWS;
    }

    /** x w + bias. */
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
            float[] out,
            int oo,
            float[] scratch) {
        assert scratch.length >= SCRATCH;
        int last = inLastBlocks(inputs, units);
        int lastBlocks = (last + BLOCK - 1) / BLOCK;
        int blocks = (inputs - last) / BLOCK;
        int done = inputs - last;
        if (last > 0) {
            int weights = MixedLanesTiles.WEIGHTS + last * units;
            System.arraycopy(w, wo + done * units, scratch, MixedLanesTiles.WEIGHTS, last * units);
            Arrays.fill(scratch, weights, MixedLanesTiles.WEIGHTS + lastBlocks * BLOCK * units, -0f);
        }
        StartVector.put(units, bias, bo, scratch, MixedLanesTiles.START);
        boolean padded = last % BLOCK > 0;
        float[] lastX = padded ? scratch : x;
        int lastStride = padded ? 2 * BLOCK : inputs;
        int xEnd = xo + rows * inputs;
        int most = MixedLanesTiles.rows(units, chains);
        int end = rows * units - LANES; // no vector of a row starts behind it
        for (int row = 0; row < rows; ) {
            int height = RegisterTile.evenPart(rows - row, most);
            int xRow = xo + row * inputs;
            int lo = padded ? INPUTS : xRow + done;
            for (int r = 0; padded && r < height; r++) {
                pad(last, x, xRow + r * inputs + done, xEnd, scratch, INPUTS + r * lastStride);
            }
            boolean isDirect = (row + height - 1) * units <= end;
            MixedLanesTiles.tile(height, units, chains, blocks, x, xRow, inputs, lastBlocks, lastX, lo, lastStride, w, wo,
                    scratch, isDirect ? out : scratch, isDirect ? oo + row * units : ROWS, isDirect ? units : LANES);
            for (int r = 0; !isDirect && r < height; r++) {
                System.arraycopy(scratch, ROWS + r * LANES, out, oo + (row + r) * units, units);
            }
            row += height;
        }
    }

    /**
     * The inputs whose weights go through scratch: those after the last whole block, and a block more where they have fewer
     * weights than the last vector before them would read.
     */
    private static int inLastBlocks(int inputs, int units) {
        int beyond = LANES - MixedLanesTiles.inputs(units) * units;
        int last = inputs % BLOCK;
        return beyond > last * units ? last + BLOCK : last;
    }

    /** Inputs left over, and +0 up to a whole block. They are read as vectors, or one by one at the {@code end} of all rows. */
    private static void pad(int count, float[] x, int at, int end, float[] scratch, int to) {
        int padded = count + BLOCK - 1 & -BLOCK;
        for (int k = 0; k < padded; k += LANES) {
            if (at + k <= end - LANES) {
                FloatVector number = FloatVector.fromArray(SPECIES, VectorWidth.LANE_NUMBERS, 0);
                FloatVector.fromArray(SPECIES, x, at + k)
                        .blend(0f, number.compare(VectorOperators.GE, (float) (count - k)))
                        .intoArray(scratch, to + k);
            } else {
                for (int i = k; i < k + LANES; i++) {
                    scratch[to + i] = i < count ? x[at + i] : 0f;
                }
            }
        }
    }
}
