package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A layer over row-major weights as the caller has them, for so many rows that it pays to pack the weights first, for this call
 * alone. Some of them at a time go to native scratch, as a {@link WeightLayout} has them, then all rows pass over these.
 */
final class RepackedLayer {
    private static final int LANES = VectorWidth.LANES;
    private static final int CHAINS = WeightLayout.CHAINS;

    /** In panels. */
    private static final int LEAST_UNITS = 9;

    /** In 16 chains; 32 rows of 256×4 would take 1.2 times as long as over {@link MixedLanesLayer}, 64 rows 0.96 (Zen 5). */
    private static final int LEAST_UNITS_OF_16_CHAINS = 5;

    /** In panels of four chains: 16 rows of 64×32 take 0.76 of the time, but of one vector, 64×64×16, 1.1 (Zen 5). */
    private static final int LEAST_ROWS_OF_4_CHAINS = 16;

    /**
     * Beside {@link ChainwiseLayer}: 24 rows of 128×24, 32 of 128×33 and 256×32 take 0.91, 0.94 and 0.84 of the time, but 16 of
     * 96×48 and 128×32 would take 1.05 and 1.02, 24 of 500×32 1.08 (Zen 5).
     */
    private static final int LEAST_ROWS_BESIDE_CHAINWISE = 24;

    /** Of so many inputs and more than two vectors 48×256×48 takes 1.0 times as long, 40×300×48 1.1, 24×256×33 1.22 (Zen 5). */
    private static final int DEEP = 192;

    private static final int LEAST_ROWS_OF_DEEP_PANELS = 64;

    /**
     * In panels of one and two chains: 128 rows of 128×128, 256×256 and 1024×1024 take 0.89, 0.93 and 0.88 of the time, 64
     * rows of 1024×1024 0.93 and of 341×341 1.0, 48 rows 0.97 to 1.0, 24 rows 1.09 to 1.2; 100 rows of 64×64 0.90, 200 rows
     * of 128×64 0.85; beside {@link ChainwiseLayer} 96 rows of 256×64 0.88, of 1000×100 0.95, 64 of 256×64 0.96, of 200×80 1.01,
     * 48 of 1000×100 1.05 (Zen 5).
     */
    private static final int LEAST_ROWS = 96;

    /** 24 rows of 32×32 take 1.01 of the time, with fewer inputs nothing was measured. */
    private static final int LEAST_INPUTS = 32;

    private RepackedLayer() {}

    /** Whether it is the way of such a layer. */
    static boolean isFor(int rows, int inputs, int units, int chains) {
        if (chains == CHAINS) {
            return LANES == CHAINS && units >= LEAST_UNITS_OF_16_CHAINS && rows >= leastRowsOf16Chains(units)
                    && unitsAtATime(inputs, units) > 1;
        }
        return isInBlocks(rows, inputs, units, chains) || isInPanels(rows, inputs, units, chains);
    }

    /**
     * Where packing begins to pay: eight rows of 128×5 take 0.91 of the time and of 784×10 0.82, 12 of 256×6 0.80, 150×6 0.91,
     * 256×8 0.87 and 1024×12 0.85, but six of 256×5 would take 1.10, eight of 200×7 1.11 and of 1024×12 1.14 (Zen 5).
     */
    private static int leastRowsOf16Chains(int units) {
        return switch (units) {
            case 5, 9, 10 -> 8;
            default -> 12;
        };
    }

    private static boolean isInBlocks(int rows, int inputs, int units, int chains) {
        return BlockLayer.isFor(inputs, units, chains) && rows >= leastRowsOfBlocks(inputs, units)
                && WeightLayout.blocksSize(inputs, units) <= SpareScratch.NATIVE_FLOATS;
    }

    /**
     * 32 rows of 32×8 take 0.77 of the time, of 32×10 0.93, 256×10 0.80, 256×16 and 128×17 0.96, 256×17 0.90; 64 rows of 64×16
     * 0.94, 64×17 0.91, 256×33 0.85; but 32 rows of 64×8 would take 1.15, 64×16 1.05, 64×17 1.04, 16 of 128×10 and 128×17 1.07
     * and 1.10, 64 of 64×8 1.01, 32×16 1.05, 128×24 0.98, 128×33 0.98, 128×40 1.08 (Zen 5).
     */
    private static int leastRowsOfBlocks(int inputs, int units) {
        return switch (WeightLayout.blockVectors(units)) {
            case 2 -> units < 8 || inputs < 32 || inputs >= 64 ? Integer.MAX_VALUE : 32;
            case 3 -> inputs < 32 ? Integer.MAX_VALUE : 32;
            case 4, 5 -> inputs < 64 ? Integer.MAX_VALUE : inputs < 128 ? 64 : 32;
            case 9 -> inputs < 192 ? Integer.MAX_VALUE : 64;
            default -> Integer.MAX_VALUE;
        };
    }

    private static boolean isInPanels(int rows, int inputs, int units, int chains) {
        boolean isWide = units >= LEAST_UNITS && units > LANES;
        if (!isWide || inputs < LEAST_INPUTS || rows < leastRowsOfPanels(inputs, units, chains)) {
            return false;
        }
        int vectors = mostVectors(inputs, units, chains);
        return chains == 1 || (long) inputs * vectors * LANES <= SpareScratch.NATIVE_FLOATS;
    }

    /**
     * With 16 registers several chains are never packed, for {@link ChainwiseLayer} is faster without: 64×256×64 takes 0.52 of
     * the time, 64×64×64 0.64, 100×256×64 0.97 (AVX2).
     */
    private static int leastRowsOfPanels(int inputs, int units, int chains) {
        if (chains > 1 && !RegisterTile.HAS_32_REGISTERS) {
            return Integer.MAX_VALUE;
        }
        if (chains < 4) {
            return LEAST_ROWS;
        }
        if (!ChainwiseLayer.isFor(LEAST_ROWS_BESIDE_CHAINWISE, inputs, units, chains)) {
            return LEAST_ROWS_OF_4_CHAINS;
        }
        return inputs >= DEEP && units > 2 * LANES ? LEAST_ROWS_OF_DEEP_PANELS : LEAST_ROWS_BESIDE_CHAINWISE;
    }

    private static int unitsAtATime(int inputs, int units) {
        int fit = (int) (SpareScratch.NATIVE_FLOATS / WeightLayout.unitStride(inputs));
        return Math.min(fit, DotLayer.mostUnits(units));
    }

    /** Of the widest panel. */
    private static int mostVectors(int inputs, int units, int chains) {
        return RegisterTile.evenPart((units + LANES - 1) / LANES, RegisterTile.packedVectors(inputs, chains));
    }

    private static int inputsAtATime(int vectors) {
        return SpareScratch.NATIVE_FLOATS / (vectors * LANES);
    }

    /**
     * x w + bias, and σ of it where the result says so.
     *
     * @param packed scratch of {@link SpareScratch#NATIVE_FLOATS} floats
     * @return whether σ was applied
     */
    static boolean forward(
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
            MemorySegment packed,
            float[] scratch) {
        if (chains == CHAINS) {
            byUnit(rows, inputs, units, x, xo, w, wo, bias, bo, out, oo, packed, scratch);
            return op.code() == ActivationCode.IDENTITY;
        }
        if (isInBlocks(rows, inputs, units, chains)) {
            ScratchPacking.blocks(inputs, units, w, wo, bias, bo, packed);
            BlockLayer.forward(rows, inputs, units, x, xo, packed, op, out, oo, scratch);
        } else {
            inPanels(rows, inputs, units, chains, x, xo, w, wo, bias, bo, op, out, oo, packed);
        }
        return op.isFused();
    }

    private static void byUnit(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xo,
            float[] w,
            int wo,
            float[] bias,
            int bo,
            float[] out,
            int oo,
            MemorySegment packed,
            float[] scratch) {
        int most = unitsAtATime(inputs, units);
        for (int unit = 0; unit < units; ) {
            int count = RegisterTile.evenPart(units - unit, most);
            ScratchPacking.byUnit(inputs, units, unit, count, w, wo, bias, bo, packed);
            DotLayer.forward(rows, inputs, count, x, xo, packed, out, oo + unit, units, scratch);
            unit += count;
        }
    }

    /** Panel by panel, as {@link WeightLayout.Kind#PANELS} has them, and where they are deep some inputs at a time. */
    private static void inPanels(
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
            MemorySegment packed) {
        int most = RegisterTile.packedVectors(inputs, chains);
        for (int unit = 0; unit < units; ) {
            int vectors = RegisterTile.evenPart((units - unit + LANES - 1) / LANES, most);
            int last = Math.min(vectors * LANES, units - unit) - LANES;
            panel(rows, inputs, units, vectors, last, chains, x, xo, w, wo + unit,
                    bias == null ? StartVector.ZEROS : bias, bias == null ? LANES : bo + unit, op, out, oo + unit, packed);
            unit += vectors * LANES;
        }
    }

    private static void panel(
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
            MemorySegment packed) {
        int most = inputsAtATime(vectors);
        int done = 0;
        do {
            int count = RegisterTile.evenPart(inputs - done, most);
            ActivationOp now = done + count == inputs ? op : ActivationOp.NONE;
            ScratchPacking.panel(count, vectors, last, w, wo + done * units, units, packed);
            PanelLayer.tiles(rows, vectors, chains, count, x, xo + done, inputs, packed, 0, last, done == 0 ? start : out,
                    done == 0 ? so : oo, done == 0 ? 0 : units, now, out, oo, units);
            done += count;
        } while (done < inputs);
    }
}
