package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A layer of two or four chains over row-major weights as the caller has them: a tile sums one chain after
 * another and then adds them. All chains at once would leave registers for a row or two, so that weights, which start in the
 * middle of a cache line, would be read for every other row; of one chain eight rows share them.
 *
 * <p>Beside tiles of all chains 4×256×32 takes 0.72 of the time, 8×256×17 0.78, 8×256×33 0.65, 15×256×48 0.6, 8×1000×100 0.77
 * (Zen 5, 512 bits); with 16 registers, which are one row of four chains, 8×256×33 0.68, 40×64×64 0.6, 6×1000×100 0.49 (AVX2)
 * and 8×256×32 0.68 (128 bits). Over packed weights, which are read in whole cache lines, the same takes 1.1 to 1.6 times as
 * long at 512 bits, but for 0.92 at 7×1024×48.
 */
final class ChainwiseLayer {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;

    /** With 32 registers three rows of two vectors are one tile of all chains; with 16 fewer were not measured. */
    static final int LEAST_ROWS = 4;

    /** With 16 registers: from 8×32×16, 32 and 64 on it takes 0.86 to 0.89 of the time; not measured below (AVX2). */
    private static final int LEAST_INPUTS = 32;

    /**
     * With 32 registers, in four chains and more than two vectors: 8, 11 and 15 rows of 64×33 and 64×48 take 0.82 to 0.95 of the
     * time, in two vectors 0.95 to 1.1 (Zen 5).
     */
    private static final int LEAST_INPUTS_OF_WIDE_TILES = 64;

    /** Between 64 inputs, see above, and 12×80×40, which takes 0.88 of the time: chosen, not measured. */
    private static final int LEAST_INPUTS_OF_TWO_VECTORS = 96;

    /** Eight and ten rows of 128×16 take 0.91 and 1.07 of the time, of 192×16 0.99 at most (Zen 5). */
    private static final int LEAST_INPUTS_OF_ONE_VECTOR = 192;

    /** 8×128×64 takes 1.23 times as long, 5, 8 and 12 rows of 160 and 192 inputs 0.87 to 1.01 (Zen 5). */
    private static final int LEAST_INPUTS_OF_2_CHAINS = 160;

    /**
     * With 32 registers of less than 16 lanes: 8×256×32 takes 0.89 of the time, 8×96×32 0.96, but 12×100×24 1.02, 12×64×48
     * 1.08, and in two chains 8×256×64 1.0, 12×192×100 1.06, 8×160×64 1.16 (Zen 5, 256 bits).
     */
    private static final int LEAST_INPUTS_OF_NARROW_VECTORS = 128;

    private ChainwiseLayer() {}

    /** Whether it is the way of such a layer, given scratch. */
    static boolean isFor(int rows, int inputs, int units, int chains) {
        return rows >= LEAST_ROWS && units >= LANES && (chains == 2 || chains == 4) && inputs >= leastInputs(units, chains);
    }

    /**
     * Whether it is faster than packed weights too, from the same rows on: with 16 registers in four chains. 4×300×17 takes 0.71
     * of the time, 4×64×48 0.81, 15×256×48 0.70, but 64×64×64, of two, 0.96, and 64×256×64 1.0 (AVX2).
     */
    static boolean isForPacked(int inputs, int units, int chains) {
        return !RegisterTile.HAS_32_REGISTERS && chains == 4 && isFor(LEAST_ROWS, inputs, units, chains);
    }

    private static int leastInputs(int units, int chains) {
        if (!RegisterTile.HAS_32_REGISTERS) {
            return LEAST_INPUTS;
        }
        if (LANES < 16) {
            return chains == 4 ? LEAST_INPUTS_OF_NARROW_VECTORS : Integer.MAX_VALUE;
        }
        if (chains == 2) {
            return LEAST_INPUTS_OF_2_CHAINS;
        }
        return units > 2 * LANES ? LEAST_INPUTS_OF_WIDE_TILES
                : units > LANES ? LEAST_INPUTS_OF_TWO_VECTORS : LEAST_INPUTS_OF_ONE_VECTOR;
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
        assert units >= LANES && scratch.length >= Kernels.SCRATCH_FLOATS;
        int most = RegisterTile.vectors(rows, 1);
        float[] start = bias == null ? StartVector.ZEROS : bias;
        int so = bias == null ? LANES : bo;
        int perUnit = bias == null ? 0 : 1;
        for (int unit = 0; unit < units; ) {
            int left = units - unit;
            int vectors = RegisterTile.evenPart((left - 1) / LANES + 1, most);
            int width = Math.min(left, vectors * LANES);
            int from = Math.min(unit, units - LANES); // a last vector reaches back over units done before, and does them again
            column(rows, inputs, units, vectors, Math.max(width - LANES, 0), chains, x, xo, w, wo + from, start,
                    so + perUnit * from, op, out, oo + from, scratch);
            unit += width;
        }
    }

    /** All rows of one column of tiles. */
    private static void column(
            int rows,
            int inputs,
            int units,
            int vectors,
            int last,
            int chains,
            float[] x,
            int xo,
            float[] w,
            int wo,
            float[] start,
            int so,
            ActivationOp op,
            float[] out,
            int oo,
            float[] scratch) {
        int most = RegisterTile.rows(vectors, 1);
        int width = vectors * LANES;
        float floor = op.code() == ActivationCode.RELU ? 0f : Float.NaN;
        for (int row = 0; row < rows; ) {
            int height = RegisterTile.evenPart(rows - row, most);
            int apart = height * width;
            for (int c = 0; c < chains; c++) {
                UnpackedTiles.oneOfSeveralChains(height, vectors, chains, inputs - c, x, xo + row * inputs + c, inputs, w,
                        wo + c * units, chains * units, last, c == 0 ? start : StartVector.ZEROS, c == 0 ? so : LANES, scratch,
                        c * apart, width);
            }
            if (chains == 4) {
                addFour(height, vectors, last, scratch, floor, out, oo + row * units, units);
            } else {
                addTwo(height, vectors, last, scratch, floor, out, oo + row * units, units);
            }
            row += height;
        }
    }

    /** Totals of at most {@code floor} become 0: for ReLU a floor of 0, else NaN, which nothing is below. */
    private static void addFour(
            int rows, int vectors, int last, float[] sums, float floor, float[] out, int oo, int outStride) {
        int apart = rows * vectors * LANES;
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                int at = v == vectors - 1 ? last : v * LANES;
                int first = r * vectors * LANES + at;
                FloatVector even = FloatVector.fromArray(SPECIES, sums, first)
                        .add(FloatVector.fromArray(SPECIES, sums, first + 2 * apart));
                FloatVector odd = FloatVector.fromArray(SPECIES, sums, first + apart)
                        .add(FloatVector.fromArray(SPECIES, sums, first + 3 * apart));
                FloatVector total = even.add(odd);
                total.blend(0f, total.compare(VectorOperators.LE, floor)).intoArray(out, oo + r * outStride + at);
            }
        }
    }

    private static void addTwo(
            int rows, int vectors, int last, float[] sums, float floor, float[] out, int oo, int outStride) {
        int apart = rows * vectors * LANES;
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                int at = v == vectors - 1 ? last : v * LANES;
                int first = r * vectors * LANES + at;
                FloatVector total = FloatVector.fromArray(SPECIES, sums, first)
                        .add(FloatVector.fromArray(SPECIES, sums, first + apart));
                total.blend(0f, total.compare(VectorOperators.LE, floor)).intoArray(out, oo + r * outStride + at);
            }
        }
    }
}
