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

    /** Rows of a tile, and with 16 registers units of one. */
    private static final int SIDE = 4;

    /** With 32 registers, of a layer that is one panel. */
    private static final int MOST_UNITS = 8;

    /** With 32 registers, of a panel of wider layers, so that tiles have three rows and more. */
    private static final int MOST_UNITS_OF_SEVERAL_PANELS = 5;

    /** In the scratch: the chains of all sums of a tile, or its totals, then the last inputs of its rows. */
    private static final int LAST = 16 * CHAINS;

    private DotLayer() {}

    /** Units of a panel at most, of a layer of so many. */
    static int mostUnits(int units) {
        if (!RegisterTile.HAS_32_REGISTERS) {
            return SIDE;
        }
        return units <= MOST_UNITS ? MOST_UNITS : MOST_UNITS_OF_SEVERAL_PANELS;
    }

    /**
     * x w + bias, of units whose totals are {@code outStride} apart from row to row.
     *
     * @param w panels of at most {@link #mostUnits} of so many units
     */
    static void forward(
            int rows, int inputs, int units, float[] x, int xo, MemorySegment w, float[] out, int oo, int outStride,
            float[] scratch) {
        int last = inputs % CHAINS;
        if (last > 0) {
            Arrays.fill(scratch, LAST, LAST + Math.min(rows, SIDE) * CHAINS, 0f);
        }
        int most = mostUnits(units);
        long bytes = Float.BYTES * WeightLayout.unitStride(inputs);
        for (int unit = 0; unit < units; ) {
            int width = RegisterTile.evenPart(units - unit, most);
            int left = units - unit - width;
            if (rows == 1 && left > 0) {
                int second = RegisterTile.evenPart(left, most);
                pair(width, second, inputs, x, xo, w, unit * bytes, (unit + width) * bytes, out, oo + unit, scratch);
                width += second;
            } else {
                panel(rows, width, inputs, x, xo, w, unit * bytes, out, oo + unit, outStride, scratch);
            }
            unit += width;
        }
    }

    /**
     * Rows of a tile at most: so many that its sums, a vector of x for each row and the weights fit in 32 registers. A tile has
     * all units of a panel: 64×256×8 and 64×1024×8 by two rows take 0.87 and 0.84 of the time that they take by four rows
     * and four units, 64×256×5 by three 0.67 (Zen 5).
     */
    private static int mostRows(int units) {
        return switch (units) {
            case 5 -> 3;
            case 6, 7, 8 -> 2;
            default -> SIDE;
        };
    }

    /**
     * All rows of one panel. Where that is all units, a tile writes a vector of totals, and so floats of later rows of this call
     * before they are done.
     */
    private static void panel(
            int rows, int units, int inputs, float[] x, int xo, MemorySegment w, long wo, float[] out, int oo, int outStride,
            float[] scratch) {
        int most = mostRows(units);
        int last = inputs % CHAINS;
        int blocks = (inputs - 1) / CHAINS;
        float[] lastX = last > 0 ? scratch : x;
        int lStride = last > 0 ? CHAINS : inputs;
        int end = oo + rows * outStride;
        for (int row = 0; row < rows; ) {
            int height = RegisterTile.evenPart(rows - row, most);
            int xRow = xo + row * inputs;
            int at = oo + row * outStride;
            copyLast(last, inputs, height, x, xRow, scratch);
            int lo = last > 0 ? LAST : xRow + blocks * CHAINS;
            boolean isDirect = LANES == CHAINS && units == outStride && end - at >= LANES; // not at + LANES, more than an int
            for (int k = 0; k < CHAINS; k += LANES) {
                DotTiles.tile(height, units, blocks, x, xRow + k, inputs, lastX, lo + k, lStride, w, wo + (long) Float.BYTES * k,
                        scratch, k, isDirect ? out : scratch, isDirect ? at : 0);
            }
            if (!isDirect) {
                copyTotals(height, units, scratch, out, at, outStride);
            }
            row += height;
        }
    }

    /** One row by two panels, for the sums of one would wait for each other. */
    private static void pair(
            int units, int second, int inputs, float[] x, int xo, MemorySegment w, long wo, long w2, float[] out, int oo,
            float[] scratch) {
        int last = inputs % CHAINS;
        int blocks = (inputs - 1) / CHAINS;
        float[] lastX = last > 0 ? scratch : x;
        int lo = last > 0 ? LAST : xo + blocks * CHAINS;
        copyLast(last, inputs, 1, x, xo, scratch);
        for (int k = 0; k < CHAINS; k += LANES) {
            long part = (long) Float.BYTES * k;
            DotTiles.pair(units, second, blocks, x, xo + k, lastX, lo + k, w, wo + part, w2 + part, scratch, k, scratch, 0);
        }
        copyTotals(1, units + second, scratch, out, oo, 0);
    }

    /** The totals of a tile, from where it left them or its chains. */
    private static void copyTotals(int rows, int units, float[] scratch, float[] out, int oo, int outStride) {
        if (LANES < CHAINS) {
            LaneChains.add(rows * units, scratch);
        }
        for (int r = 0; r < rows; r++) {
            for (int u = 0; u < units; u++) {
                out[oo + r * outStride + u] = scratch[r * units + u];
            }
        }
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
}
