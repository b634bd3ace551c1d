package dev.lanewise.draw;

import java.util.List;
import java.util.Optional;

/**
 * The inputs, or the units of one layer, from top to bottom.
 *
 * @param title count and activation, such as "16 units, sigmoid"
 * @param x the centre, in CSS pixels from the left
 * @param units the nodes shown, the first one first, offset left out
 * @param offset the offset that feeds the next column; none in the last column
 * @param ellipsis stands before the last of the units where some are not shown
 */
record Column(String title, double x, List<Node> units, Optional<Node> offset, Optional<Ellipsis> ellipsis) {
    /**
     * The place of the units not shown.
     *
     * @param id unique in the graph, nodes included
     * @param text the true count, such as "64 units in all"
     * @param y the centre, in CSS pixels from the top
     */
    record Ellipsis(String id, String text, double y) {}
}
