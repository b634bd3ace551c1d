package dev.lanewise.internal.pack;

import dev.lanewise.internal.kernel.WeightLayout;
import java.util.Arrays;

/** Puts row-major weights into a {@link WeightLayout}. */
public final class Packing {
    private Packing() {}

    /** The weights in this layout: {@code weights} itself where they lie so already. {@code bias} may be null. */
    public static float[] weights(WeightLayout layout, int inputs, int units, float[] weights, float[] bias) {
        return switch (layout.kind()) {
            case ROW_MAJOR -> weights;
            case PANELS -> layout.panelAt(0, units) == units ? weights : panels(layout, inputs, units, weights);
            case PADDED -> padded(layout.width(), inputs, units, weights);
            case BY_UNIT -> byUnit(inputs, units, weights, bias);
        };
    }

    /** The biases as the layout wants them; null stays null. */
    public static float[] bias(WeightLayout layout, float[] bias) {
        boolean widen = bias != null && layout.kind() == WeightLayout.Kind.PADDED;
        return widen ? Arrays.copyOf(bias, layout.width()) : bias;
    }

    private static float[] panels(WeightLayout layout, int inputs, int units, float[] weights) {
        float[] panels = new float[weights.length];
        int at = 0;
        for (int unit = 0; unit < units; ) {
            int panel = layout.panelAt(unit, units);
            for (int j = 0; j < inputs; j++) {
                System.arraycopy(weights, j * units + unit, panels, at, panel);
                at += panel;
            }
            unit += panel;
        }
        return panels;
    }

    private static float[] padded(int width, int inputs, int units, float[] weights) {
        float[] rows = new float[inputs * width];
        for (int j = 0; j < inputs; j++) {
            System.arraycopy(weights, j * units, rows, j * width, units);
        }
        return rows;
    }

    private static float[] byUnit(int inputs, int units, float[] weights, float[] bias) {
        float[] packed = new float[units * (WeightLayout.CHAINS + inputs)];
        for (int m = 0; m < units; m++) {
            int start = m * (WeightLayout.CHAINS + inputs);
            packed[start] = bias == null ? 0f : bias[m];
            for (int j = 0; j < inputs; j++) {
                packed[start + WeightLayout.CHAINS + j] = weights[j * units + m];
            }
        }
        return packed;
    }
}
