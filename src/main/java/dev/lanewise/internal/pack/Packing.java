package dev.lanewise.internal.pack;

import dev.lanewise.internal.kernel.Panels;

/** Puts row-major weights into {@link Panels}. */
public final class Packing {
    private Packing() {}

    /**
     * The weights in panels: {@code weights} itself where one panel holds them all, for that is row-major already.
     *
     * @param width of a panel, in units
     * @param lanes the least width of the last panel
     */
    public static float[] pack(int inputs, int units, float[] weights, int width, int lanes) {
        if (Panels.widthAt(0, units, width, lanes) == units) {
            return weights;
        }
        float[] panels = new float[weights.length];
        int at = 0;
        for (int unit = 0; unit < units; ) {
            int panel = Panels.widthAt(unit, units, width, lanes);
            for (int j = 0; j < inputs; j++) {
                System.arraycopy(weights, j * units + unit, panels, at, panel);
                at += panel;
            }
            unit += panel;
        }
        return panels;
    }
}
