package dev.lanewise.draw;

import java.util.ArrayList;
import java.util.List;

/**
 * A network arranged on a page: the one description that every format is written from. Knows no format and no library.
 *
 * @param shape the sizes, such as "10x16x1"
 * @param width of the page, in CSS pixels
 * @param height of the page, in CSS pixels
 * @param titleBaseline of the columns' titles, in CSS pixels from the top
 * @param columns from left to right; the inputs first
 * @param links by layer, then by source, the offset first, then by target
 * @param formulas the parameters of each layer, such as "(10 + 1) × 16 = 176", each between its two columns
 * @param total the parameters of the network
 */
record GraphModel(
        String shape,
        double width,
        double height,
        double titleBaseline,
        List<Column> columns,
        List<Link> links,
        List<Caption> formulas,
        Caption total) {

    /** All nodes, by column, the offset first. */
    List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        for (Column column : columns) {
            column.offset().ifPresent(nodes::add);
            nodes.addAll(column.units());
        }
        return nodes;
    }
}
