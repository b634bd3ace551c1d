package dev.lanewise.draw;

/**
 * One parameter: a weight, or a bias where it comes from an offset.
 *
 * @param from an input, unit or offset
 * @param to a unit of the next column
 */
record Link(Node from, Node to) {
    boolean isOffset() {
        return from.kind() == Node.Kind.OFFSET;
    }
}
