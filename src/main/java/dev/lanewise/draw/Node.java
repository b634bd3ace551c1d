package dev.lanewise.draw;

/**
 * One circle of the graph.
 *
 * @param id unique in the graph; letters, digits and underscores, so that it needs no quotes in DOT or SVG
 * @param kind what it stands for
 * @param label its name
 * @param x its centre, in CSS pixels from the left
 * @param y its centre, in CSS pixels from the top
 */
record Node(String id, Kind kind, Label label, double x, double y) {
    /** In CSS pixels, the same for all nodes. */
    static final double RADIUS = 18;

    /** What a node stands for, and its colours. */
    enum Kind {
        /** One of the numbers given to the network. */
        INPUT(0xE4EEF8, 0x2E6CA8),
        /** A unit of a layer that is not the last. */
        HIDDEN(0xFDF0D9, 0xB9770E),
        /** A unit of the last layer. */
        OUTPUT(0xE3F2E1, 0x3C8741),
        /** The constant 1, whose links are the biases. */
        OFFSET(0xF3F4F6, 0x8D96A3);

        private final int fill;
        private final int outline;

        Kind(int fill, int outline) {
            this.fill = fill;
            this.outline = outline;
        }

        /** As 0xRRGGBB. */
        int fill() {
            return fill;
        }

        /** As 0xRRGGBB. */
        int outline() {
            return outline;
        }
    }
}
