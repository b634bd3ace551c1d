package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
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

    /** Of tiles of two rows alone, which read weights that often: 44 KiB, of an L1 cache of 48. */
    private static final int MOST_WIDE_FLOATS = 11 * 1024;

    private BlockLayer() {}

    /**
     * Whether a layer is one of these, which is where they are faster than panels: 60 rows of 32×16 take 0.83 of the time, of
     * 64×16 0.79, 256×16 0.84, 64×24 0.89, 128×36 0.77, 256×40 0.76, one row of 256×33 0.5, but eight of 32×24 would take
     * 1.07, of 64×36 0.9 to 1.0, and with more weights than {@link #MOST_WIDE_FLOATS} 64 of 340×33 1.06 and of 500×33 1.19.
     * Five to eight units are faster than {@link MixedLanesLayer}: 64 rows of 33×5 take 0.62 of the time, of 100×6 0.66, 60 of
     * 64×8 0.91 (Zen 5).
     */
    static boolean isFor(int inputs, int units, int chains) {
        return chains == SIDE && LANES == SIDE * SIDE && inputs >= switch (WeightLayout.blockVectors(units)) {
            case 2, 3, 4 -> LANES + 1;
            case 5, 6 -> 64;
            case 9, 10 -> isNear(inputs, units) ? 128 : Integer.MAX_VALUE;
            default -> Integer.MAX_VALUE;
        };
    }

    private static boolean isNear(int inputs, int units) {
        return WeightLayout.blocksSize(inputs, units) <= MOST_WIDE_FLOATS;
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
            } else if (vectors > BlockTiles.MOST_VECTORS_WITH_LAST) {
                wideTile(height, vectors, inputs, x, xRow, xEnd, w, floor, to, isDirect ? at : 0, stride, scratch);
            } else {
                tile(height, vectors, inputs, x, xRow, xEnd, w, floor, to, isDirect ? at : 0, stride, scratch);
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

    /** In the scratch: behind rows that go there, the last inputs, as far as they are not read from x. */
    private static void tile(
            int rows,
            int vectors,
            int inputs,
            float[] x,
            int xo,
            int xEnd,
            MemorySegment w,
            float floor,
            float[] out,
            int oo,
            int outStride,
            float[] scratch) {
        int allGroups = (inputs + SIDE - 1) / SIDE;
        int beyond = xEnd - LANES - (xo + (rows - 1) * inputs);
        int groups = Math.min(inputs / SIDE, beyond / SIDE + 1);
        int last = rows * vectors * LANES;
        assert last + 2 * LANES * rows <= scratch.length;
        if (groups < allGroups) {
            putLast(rows, inputs, x, xo, scratch, last);
        }
        int lo = last + SIDE * groups - (inputs - LANES);
        BlockTiles.tile(rows, vectors, groups, x, xo, inputs, allGroups - groups, scratch, lo, 2 * LANES, w, floor, out, oo,
                outStride);
    }

    /** In the scratch: behind rows that go there, all inputs, where they are not read from x. */
    private static void wideTile(
            int rows,
            int vectors,
            int inputs,
            float[] x,
            int xo,
            int xEnd,
            MemorySegment w,
            float floor,
            float[] out,
            int oo,
            int outStride,
            float[] scratch) {
        int groups = (inputs + SIDE - 1) / SIDE;
        if (inputs % SIDE == 0 && xo + rows * inputs <= xEnd - (LANES - SIDE)) {
            BlockTiles.wideTile(rows, vectors, groups, x, xo, inputs, w, floor, out, oo, outStride);
            return;
        }
        int first = rows * vectors * LANES;
        int stride = SIDE * groups;
        assert first + rows * stride + LANES - SIDE <= scratch.length;
        for (int r = 0; r < rows; r++) {
            int at = first + r * stride;
            Arrays.fill(scratch, at + stride - SIDE, at + stride, 0f);
            System.arraycopy(x, xo + r * inputs, scratch, at, inputs);
        }
        BlockTiles.wideTile(rows, vectors, groups, scratch, first, stride, w, floor, out, oo, outStride);
    }

    /** The last vector of each row of x, and one of zeros behind it. */
    private static void putLast(int rows, int inputs, float[] x, int xo, float[] scratch, int at) {
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(SPECIES, x, xo + (r + 1) * inputs - LANES).intoArray(scratch, at + 2 * LANES * r);
            FloatVector.zero(SPECIES).intoArray(scratch, at + 2 * LANES * r + LANES);
        }
    }
}
