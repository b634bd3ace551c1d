package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Layers of four chains over weights packed in {@link WeightLayout.Kind#BLOCKS}, with 16 lanes. A vector more than the units
 * fill costs four of them and not 16, and a row's inputs are spread over the lanes once for all units.
 *
 * <p>Inputs beyond the last four are padded by +0, their weights by −0: fma(+0, −0, s) is s for every s, −0 and NaN included.
 */
final class BlockLayer {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;
    private static final int SIDE = WeightLayout.SIDE;

    private BlockLayer() {}

    /**
     * Whether a layer is one of these, which is where they are faster than panels (Zen 4). One row takes 0.74 to 0.97 of the
     * time and 64 rows of 64×10 0.86, of 128×10 0.72, of 256×10 0.65, of 128×16 0.90, of 128×17 0.73, of 128×22 0.91, but of
     * 32×10 1.07, of 64×16 1.07, and of 128×27 1.01.
     */
    static boolean isFor(int inputs, int units, int chains) {
        return chains == SIDE && LANES == SIDE * SIDE && inputs >= switch (WeightLayout.blockVectors(units)) {
            case 2 -> LANES + 1;
            case 3 -> 40;
            case 5 -> 64;
            case 4, 6 -> 128;
            default -> Integer.MAX_VALUE;
        };
    }

    /**
     * Rows from which {@link MixedLanesLayer} is faster, to which half vectors of eight units come in handy: 64 rows of 64×8
     * take 1.24 times as long here, of 32×5 1.26 times, of 100×5 0.83 and of 100×6 0.84.
     */
    static int leastRowsUnpacked(int inputs, int units) {
        return units < 8 && inputs >= 96 ? Integer.MAX_VALUE : MixedLanesLayer.leastRows(inputs, units, SIDE);
    }

    /** σ(x w + bias) for a fused σ, x w + bias for the others. */
    static void forward(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xo,
            MemorySegment w,
            ActivationOp op,
            float[] out,
            int oo,
            float[] scratch) {
        float floor = op.code() == ActivationCode.RELU ? 0f : Float.NaN;
        int vectors = WeightLayout.blockVectors(units);
        int xEnd = xo + rows * inputs;
        int end = oo + rows * units - LANES - (vectors - 1 & -SIDE) * SIDE; // no row starts behind it whose last vector fits
        for (int row = 0; row < rows; ) {
            int height = height(rows - row, vectors);
            int xRow = xo + row * inputs;
            int at = oo + row * units;
            boolean isDirect = at + (height - 1) * units <= end;
            float[] to = isDirect ? out : scratch;
            int stride = isDirect ? units : vectors * LANES;
            if (height == 1 && vectors <= BlockTiles.MOST_VECTORS_OF_ONE) {
                one(vectors, inputs, x, xRow, w, floor, to, isDirect ? at : 0, scratch);
            } else {
                tile(height, vectors, inputs, x, xRow, xEnd, w, scratch);
                LaneChains.addFours(height, vectors, scratch, floor, to, isDirect ? at : 0, stride);
            }
            for (int r = 0; !isDirect && r < height; r++) {
                System.arraycopy(scratch, r * stride, out, at + r * units, units);
            }
            row += height;
        }
    }

    /**
     * Rows of the next tile. Five by two vectors and three by four are missing, for C2 unrolls their loops until sums are
     * spilled.
     */
    private static int height(int rowsLeft, int vectors) {
        int most = BlockTiles.mostRows(vectors);
        int next = RegisterTile.evenPart(rowsLeft, most);
        return BlockTiles.has(next, vectors) ? next : rowsLeft > most ? most : (next + 1) / 2;
    }

    /** In the scratch: the last inputs. */
    private static void one(
            int vectors, int inputs, float[] x, int xo, MemorySegment w, float floor, float[] out, int oo, float[] scratch) {
        int groups = (inputs + SIDE - 1) / SIDE - SIDE;
        int lo = xo + SIDE * groups;
        float[] lastX = x;
        if (inputs % SIDE > 0) {
            putLast(1, inputs, x, xo, scratch, LANES);
            lo = LANES + SIDE * groups - (inputs - LANES);
            lastX = scratch;
        }
        BlockTiles.one(vectors, groups, x, xo, lastX, lo, w, floor, out, oo);
    }

    /** In the scratch: the chains of all sums, and behind them the last inputs, as far as they are not read from x. */
    private static void tile(
            int rows, int vectors, int inputs, float[] x, int xo, int xEnd, MemorySegment w, float[] scratch) {
        int allGroups = (inputs + SIDE - 1) / SIDE;
        int beyond = xEnd - LANES - (xo + (rows - 1) * inputs);
        int groups = Math.min(inputs / SIDE, beyond / SIDE + 1);
        int last = rows * vectors * LANES;
        assert last + 2 * LANES * rows <= scratch.length;
        if (groups < allGroups) {
            putLast(rows, inputs, x, xo, scratch, last);
        }
        int lo = last + SIDE * groups - (inputs - LANES);
        BlockTiles.tile(rows, vectors, groups, x, xo, inputs, allGroups - groups, scratch, lo, 2 * LANES, w, scratch);
    }

    /** The last vector of each row of x, and one of zeros behind it. */
    private static void putLast(int rows, int inputs, float[] x, int xo, float[] scratch, int at) {
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(SPECIES, x, xo + (r + 1) * inputs - LANES).intoArray(scratch, at + 2 * LANES * r);
            FloatVector.zero(SPECIES).intoArray(scratch, at + 2 * LANES * r + LANES);
        }
    }
}
