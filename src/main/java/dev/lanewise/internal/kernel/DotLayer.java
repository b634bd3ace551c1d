package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Layers of up to 12 units with inputs across the lanes, over weights packed in {@link WeightLayout.Kind#BY_UNIT}: the 16
 * chains of a sum are one vector of 16 lanes, two of eight or four of four.
 *
 * <p>Inputs left over are padded by +0, their weights by −0: fma(+0, −0, s) is s for every s, −0 and NaN included.
 */
final class DotLayer {
    private static final int LANES = VectorWidth.LANES;
    private static final int CHAINS = WeightLayout.CHAINS;

    /** Rows of a tile, and units where there are several and 16 registers. */
    private static final int SIDE = 4;

    private static final int MOST_SUMS = SIDE * SIDE;

    /** Of a tile of several rows, or with 16 registers: eight sums are what two FMAs a cycle and a latency of four keep busy. */
    static final int MOST_UNITS = 8;

    /**
     * With 32 registers, all of a layer: one row of 256×9 takes 0.69 of the time that it takes by five and four, of 784×10 0.74,
     * of 1024×12 0.91, of 400×11 1.01 (Zen 5, 512 bits).
     */
    private static final int MOST_UNITS_OF_ONE_ROW = 12;

    /** In the scratch: the chains of all sums of a tile, then the last inputs of its rows. */
    private static final int LAST = MOST_SUMS * CHAINS;

    private DotLayer() {}

    /**
     * x w + bias, of units side by side in {@code w}, whose rows of the output are {@code outStride} apart. Where that is all
     * units, a tile writes a vector of totals, and so floats of later rows of this call before they are done.
     */
    static void forward(
            int rows, int inputs, int units, float[] x, int xo, MemorySegment w, float[] out, int oo, int outStride,
            float[] scratch) {
        int most = mostRows(units);
        int end = oo + rows * outStride;
        int last = inputs % CHAINS;
        if (last > 0) {
            Arrays.fill(scratch, LAST, LAST + Math.min(rows, most) * CHAINS, 0f);
        }
        for (int row = 0; row < rows; ) {
            int height = RegisterTile.evenPart(rows - row, most);
            int xRow = xo + row * inputs;
            copyLast(last, inputs, height, x, xRow, scratch);
            for (int unit = 0; unit < units; ) {
                int width = width(height, units - unit, units);
                int from = Math.min(unit, units - width);
                tile(height, width, inputs, x, xRow, w, from, out, oo + row * outStride + from, outStride, end, scratch);
                unit = from + width;
            }
            row += height;
        }
    }

    /**
     * Rows of a tile at most: with 32 registers so many that all of up to eight units fit in. A row then is read once, and
     * totals go to where they belong in one vector. 64×256×8 and 64×1024×8 by two rows take 0.87 and 0.84 of the time that they
     * take by four rows and four units, 64×256×5 by three 0.67 (Zen 5).
     */
    private static int mostRows(int units) {
        if (!RegisterTile.HAS_32_REGISTERS) {
            return SIDE;
        }
        return switch (units) {
            case 5 -> 3;
            case 6, 7, 8 -> 2;
            default -> SIDE;
        };
    }

    /**
     * Units of the next tile. Not three by four rows, for C2 unrolls that loop until sums are spilled: four, of which one may be
     * done again, or two.
     */
    private static int width(int rows, int unitsLeft, int units) {
        int next = RegisterTile.evenPart(unitsLeft, mostUnits(rows));
        if (!RegisterTile.HAS_32_REGISTERS || rows < SIDE || next != 3) {
            return next;
        }
        return units >= SIDE ? SIDE : 2;
    }

    /**
     * Units of a tile at most: more than {@link #SIDE} for fewer rows, whose sums would wait for each other. One row of 784×10
     * and 256×5 takes 0.87 and 0.70 of the time, three of 256×5 0.76; with 16 registers two rows of 784×10 would take 1.17 (Zen
     * 4).
     */
    private static int mostUnits(int rows) {
        if (RegisterTile.HAS_32_REGISTERS) {
            return rows == 1 ? MOST_UNITS_OF_ONE_ROW : Math.min(MOST_SUMS / rows, MOST_UNITS);
        }
        return rows == 1 ? MOST_UNITS : SIDE;
    }

    /** The last inputs of each row, 1 to 15 of a block of 16, before the +0 that {@link #forward} has put there. */
    private static void copyLast(int last, int inputs, int rows, float[] x, int xRow, float[] scratch) {
        for (int r = 0; r < rows; r++) {
            int at = LAST + r * CHAINS;
            int from = xRow + (r + 1) * inputs - last;
            for (int k = 0; k < last; k++) {
                scratch[at + k] = x[from + k];
            }
        }
    }

    private static void tile(
            int rows, int units, int inputs, float[] x, int xRow, MemorySegment w, int unit, float[] out, int oo, int outStride,
            int end, float[] scratch) {
        int blocks = (inputs - 1) / CHAINS;
        boolean isPadded = inputs % CHAINS > 0;
        float[] lastX = isPadded ? scratch : x;
        int lo = isPadded ? LAST : xRow + blocks * CHAINS;
        int lStride = isPadded ? CHAINS : inputs;
        long stride = Float.BYTES * WeightLayout.unitStride(inputs);
        long wo = unit * stride;
        for (int k = 0; k < CHAINS; k += LANES) {
            DotTiles.tile(rows, units, blocks, x, xRow + k, inputs, lastX, lo + k, lStride, w, wo + (long) Float.BYTES * k,
                    stride, scratch, k);
        }
        int sums = rows * units;
        boolean areSideBySide = units == outStride;
        boolean hasRoom = end - oo >= LaneChains.MOST; // not oo + MOST, which may be more than an int holds
        if (areSideBySide && hasRoom && LaneChains.areTogether(sums)) {
            LaneChains.addTogether(scratch, out, oo);
            return;
        }
        LaneChains.add(sums, scratch);
        for (int r = 0; r < rows; r++) {
            for (int u = 0; u < units; u++) {
                out[oo + r * outStride + u] = scratch[r * units + u];
            }
        }
    }
}
