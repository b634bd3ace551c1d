package dev.lanewise.internal.kernel;

/**
 * How packed weights lie. Which layout a layer gets is the choice of the kernels, by {@link Kernels#layout}; why weights
 * are packed at all is told in {@code dev.lanewise.internal.pack}.
 *
 * @param kind which of the layouts
 * @param width of a panel, in units; for {@link Kind#PADDED} of a row; else 0
 * @param lanes the least width of the last panel; else 0
 */
public record WeightLayout(Kind kind, int width, int lanes) {
    /** The layouts. */
    public enum Kind {
        /** As the layer has them: inputs × units. For the loops. */
        ROW_MAJOR,

        /**
         * Panels of neighbouring units, each row-major with its own width as stride, one after the other. All are {@code
         * width} units wide but the last, which takes what is left over and, where that is narrower than a vector, joins it
         * to the panel before: no column is padded or stored twice.
         */
        PANELS,

        /** Row-major with rows widened to one vector by zeros: for layers narrower than a vector. */
        PADDED,

        /**
         * Unit after unit: 16 floats from which its chains start (the bias, then 15 zeros), then the weights of all its
         * inputs. For narrow layers with many inputs, whose 16 chains are then the lanes.
         */
        BY_UNIT
    }

    /** The chains of a unit in {@link Kind#BY_UNIT}. */
    public static final int CHAINS = 16;

    static final WeightLayout ROW_MAJOR = new WeightLayout(Kind.ROW_MAJOR, 0, 0);

    /** The width of the panel that starts at unit {@code start}. */
    public int panelAt(int start, int units) {
        int left = units - start;
        return left < width + lanes ? left : width;
    }
}
