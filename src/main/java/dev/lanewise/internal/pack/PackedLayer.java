package dev.lanewise.internal.pack;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.kernel.WeightLayout;

/** The weights of a layer as some kernels want them. The arrays are never written again. */
public record PackedLayer(WeightLayout layout, float[] weights, float[] bias) {
    /** Packs for these kernels; {@code bias} may be null. */
    public static PackedLayer of(Kernels kernels, int inputs, int units, float[] weights, float[] bias) {
        WeightLayout layout = kernels.layout(inputs, units);
        return new PackedLayer(
                layout, Packing.weights(layout, inputs, units, weights, bias), Packing.bias(layout, bias));
    }
}
