package dev.lanewise.internal.pack;

import dev.lanewise.internal.kernel.WeightLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Puts row-major weights into a {@link WeightLayout} other than row-major. */
final class Packing {
    private Packing() {}

    /** The weights in this layout, in memory that is given back when nobody reaches it. {@code bias} may be null. */
    static MemorySegment weights(WeightLayout layout, float[] weights, float[] bias) {
        MemorySegment packed = Arena.ofAuto().allocate(Float.BYTES * layout.size(), WeightLayout.ALIGNMENT);
        switch (layout.kind()) {
            case PANELS -> panels(layout, weights, packed);
            case BY_UNIT -> byUnit(layout, weights, bias, packed);
            case BLOCKS -> blocks(layout, weights, bias, packed);
            case ROW_MAJOR -> throw new IllegalArgumentException("row-major weights are not packed");
        }
        return packed.asReadOnly();
    }

    private static void panels(WeightLayout layout, float[] weights, MemorySegment packed) {
        int lanes = layout.lanes();
        int filled = Math.min(lanes, layout.units());
        for (int panel = 0; panel < layout.panels(); panel++) {
            int vectors = layout.vectors(panel);
            int from = layout.vectorsBefore(panel) * lanes;
            for (int j = 0; j < layout.inputs(); j++) {
                long at = layout.panelStart(panel) + (long) j * vectors * lanes;
                for (int v = 0; v < vectors; v++) {
                    int unit = from + (v == vectors - 1 ? layout.last(panel) : v * lanes);
                    copy(weights, j * layout.units() + unit, packed, at + (long) v * lanes, filled);
                }
            }
        }
    }

    private static void byUnit(WeightLayout layout, float[] weights, float[] bias, MemorySegment packed) {
        int chains = WeightLayout.CHAINS;
        for (int panel = 0; panel < layout.panels(); panel++) {
            int units = layout.vectors(panel);
            int from = layout.vectorsBefore(panel);
            float[] block = new float[units * chains];
            for (int m = 0; m < units; m++) {
                block[m * chains] = bias == null ? 0f : bias[from + m];
            }
            copy(block, 0, packed, layout.panelStart(panel), block.length);
            for (int j = 0; j < layout.inputs(); j += chains) {
                for (int m = 0; m < units; m++) {
                    for (int c = 0; c < chains; c++) {
                        boolean isInput = j + c < layout.inputs();
                        block[m * chains + c] = isInput ? weights[(j + c) * layout.units() + from + m] : -0f;
                    }
                }
                copy(block, 0, packed, layout.panelStart(panel) + WeightLayout.blockStart(units, j), block.length);
            }
        }
    }

    private static void blocks(WeightLayout layout, float[] weights, float[] bias, MemorySegment packed) {
        int side = WeightLayout.SIDE;
        int units = layout.units();
        float[] group = new float[Math.toIntExact(layout.blocksStart(0))];
        for (int m = 0; m < units; m++) {
            group[WeightLayout.blockPlace(0, m)] = bias == null ? 0f : bias[m];
        }
        copy(group, 0, packed, layout.blocksStart(-1), group.length);
        for (int j = 0; j < layout.inputs(); j += side) {
            for (int c = 0; c < side; c++) {
                for (int m = 0; m < side * layout.blockVectors(); m++) {
                    float padding = j + c < layout.inputs() ? 0f : -0f;
                    boolean isWeight = j + c < layout.inputs() && m < units;
                    group[WeightLayout.blockPlace(c, m)] = isWeight ? weights[(j + c) * units + m] : padding;
                }
            }
            copy(group, 0, packed, layout.blocksStart(j / side), group.length);
        }
    }

    private static void copy(float[] from, int index, MemorySegment to, long floats, int count) {
        MemorySegment.copy(from, index, to, ValueLayout.JAVA_FLOAT, Float.BYTES * floats, count);
    }
}
