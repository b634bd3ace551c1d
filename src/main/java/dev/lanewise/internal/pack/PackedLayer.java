package dev.lanewise.internal.pack;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.kernel.WeightLayout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The weights of a layer as some kernels want them; never written again.
 *
 * @param layout how they lie
 * @param weights packed; null where the layout is row-major, for which the layer's own array is used
 * @param bias one float per unit, one vector at least in {@link WeightLayout.Kind#PANELS}; null for zeros
 * @param leastRowsUnpacked rows from which the layer's own array is faster: 0 where nothing is packed
 */
public record PackedLayer(WeightLayout layout, MemorySegment weights, float[] bias, int leastRowsUnpacked) {
    /** Packs for these kernels; {@code bias} may be null. */
    public static PackedLayer of(Kernels kernels, int inputs, int units, float[] weights, float[] bias) {
        WeightLayout layout = kernels.layout(inputs, units);
        if (layout.kind() == WeightLayout.Kind.ROW_MAJOR) {
            return new PackedLayer(layout, null, bias, 0);
        }
        float[] wholeBias = bias != null && units < layout.lanes() ? Arrays.copyOf(bias, layout.lanes()) : bias;
        return new PackedLayer(layout, Packing.weights(layout, weights, bias), wholeBias, kernels.leastRowsUnpacked(layout));
    }
}
