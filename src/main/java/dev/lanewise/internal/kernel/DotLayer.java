package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Layers of up to 15 units with inputs across the lanes, over weights packed in {@link WeightLayout.Kind#BY_UNIT}: the 16
 * chains of a sum are one vector of 16 lanes, two of eight or four of four.
 *
 * <p>Inputs left over are padded by +0, their weights by −0: fma(+0, −0, s) is s for every s, −0 and NaN included.
 */
final class DotLayer {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;
    private static final int CHAINS = WeightLayout.CHAINS;

    /** Rows of a tile, and units where there are several and 16 registers. */
    private static final int SIDE = 4;

    private static final int MOST_SUMS = SIDE * SIDE;

    /** Eight sums are what two FMAs a cycle and a latency of four keep busy. */
    private static final int MOST_UNITS = 8;

    /** In the spill: the chains of all sums of a tile, then the inputs left over of its rows. */
    private static final int LEFT_OVER = MOST_SUMS * CHAINS;

    private DotLayer() {}

    /** x w + bias. */
    static void forward(
            WeightLayout layout, int rows, float[] x, int xo, MemorySegment w, float[] out, int oo, float[] spill) {
        int inputs = layout.inputs();
        int units = layout.units();
        for (int row = 0; row < rows; ) {
            int height = RegisterTile.next(rows - row, SIDE);
            int xRow = xo + row * inputs;
            padLeftOver(inputs, height, x, xRow, spill);
            for (int unit = 0; unit < units; ) {
                int width = RegisterTile.next(units - unit, mostUnits(height));
                tile(layout, height, width, x, xRow, w, unit, out, oo + row * units + unit, spill);
                unit += width;
            }
            row += height;
        }
    }

    /**
     * Units of a tile at most: more than {@link #SIDE} for fewer rows, whose sums would wait for each other. One row of 784×10
     * and 256×5 takes 0.87 and 0.70 of the time, three of 256×5 0.76; with 16 registers two rows of 784×10 would take 1.17 (Zen 4).
     */
    private static int mostUnits(int rows) {
        return rows == 1 || RegisterTile.HAS_32_REGISTERS ? Math.min(MOST_SUMS / rows, MOST_UNITS) : SIDE;
    }

    private static void padLeftOver(int inputs, int rows, float[] x, int xRow, float[] spill) {
        int whole = inputs / CHAINS * CHAINS;
        if (whole == inputs) {
            return;
        }
        for (int r = 0; r < rows; r++) {
            int at = LEFT_OVER + r * CHAINS;
            int from = xRow + r * inputs + whole;
            for (int k = 0; k < CHAINS; k++) {
                spill[at + k] = whole + k < inputs ? x[from + k] : 0f;
            }
        }
    }

    private static void tile(
            WeightLayout layout, int rows, int units, float[] x, int xRow, MemorySegment w, int unit, float[] out, int oo,
            float[] spill) {
        int inputs = layout.inputs();
        int whole = inputs / CHAINS * CHAINS;
        long stride = Float.BYTES * layout.unitStride();
        long wo = unit * stride;
        for (int k = 0; k < CHAINS; k += LANES) {
            DotTiles.tile(rows, units, whole, x, xRow + k, inputs, w, wo + (long) Float.BYTES * k, stride, spill, k);
        }
        if (whole < inputs) {
            leftOver(rows, units, w, wo + (long) Float.BYTES * (CHAINS + whole), stride, spill);
        }
        int sums = rows * units;
        LaneChains.add(sums, spill);
        for (int r = 0; r < rows; r++) {
            for (int u = 0; u < units; u++) {
                out[oo + r * layout.units() + u] = spill[LaneChains.place(sums, r * units + u)];
            }
        }
    }

    private static void leftOver(int rows, int units, MemorySegment w, long wo, long stride, float[] spill) {
        for (int r = 0; r < rows; r++) {
            for (int u = 0; u < units; u++) {
                int at = (r * units + u) * CHAINS;
                for (int k = 0; k < CHAINS; k += LANES) {
                    FloatVector v = FloatVector.fromArray(SPECIES, spill, LEFT_OVER + r * CHAINS + k);
                    FloatVector weight = FloatVector.fromMemorySegment(
                            SPECIES, w, wo + u * stride + (long) Float.BYTES * k, ByteOrder.nativeOrder());
                    v.fma(weight, FloatVector.fromArray(SPECIES, spill, at + k)).intoArray(spill, at + k);
                }
            }
        }
    }
}
