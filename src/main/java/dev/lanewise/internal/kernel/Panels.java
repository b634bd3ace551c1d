package dev.lanewise.internal.kernel;

/**
 * How packed weights lie: in panels of neighbouring units, each panel row-major with its own width as stride, one after
 * the other. A tile that computes the units of one panel then reads its weights as one unbroken stream; why that matters
 * is told in {@code dev.lanewise.internal.pack}.
 *
 * <p>All panels are {@code width} units wide but the last, which takes what is left over and, where that is narrower
 * than a vector, joins it to the panel before: so the last panel has from one vector to width + one vector − 1 units, no
 * column is padded or stored twice, and the packed weights take exactly the space of the weights.
 */
public final class Panels {
    private Panels() {}

    /** The width of the panel that starts at unit {@code start}. */
    public static int widthAt(int start, int units, int width, int lanes) {
        int left = units - start;
        return left < width + lanes ? left : width;
    }
}
