package dev.lanewise.draw;

import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Arranges a network on a page. Start at {@link #arrange}.
 *
 * <p>Units are centred on one horizontal line, all at the same pitch, so that a column's height shows its size; the offset
 * stands above them, a little apart. Columns are as far from each other as the picture's height asks for (flat links are
 * easy to follow, steep ones run into each other) and as the words above and below them need. Widths of words are
 * estimated on the safe side: the layout must not depend on the fonts of the machine.
 *
 * <p>All lengths are in CSS pixels.
 */
final class GraphLayout {
    /** More units than this are shortened: 16 of them and an offset still fill a page from top to bottom readably. */
    static final int MOST_UNITS_IN_FULL = 16;

    /** Units shown before the ellipsis; one more comes after it. */
    static final int UNITS_BEFORE_ELLIPSIS = 8;

    /** Longer titles (a PReLU's, a clip's with all its digits) are cut: they would push the columns apart. */
    static final int LONGEST_TITLE = 40;

    /** Sums of more terms are hard to read as a line; the table has them all. */
    private static final int MOST_TERMS = 6;

    private static final double LOOSE_PITCH = 62;
    private static final double TIGHT_PITCH = 45;
    private static final double UNITS_HEIGHT = 620; // the pitch is between loose and tight so as to keep to this
    private static final double OFFSET_PITCHES = 1.2;
    private static final double ELLIPSIS_PITCHES = 2.4;
    private static final double NARROWEST_GAP = 200;
    private static final double WIDEST_GAP = 340;
    private static final double GAP_PER_HEIGHT = 0.42;

    private static final double MARGIN = 28;
    private static final double TITLE_ROOM = 46; // from the titles' baseline to the topmost node's centre
    private static final double FORMULA_ROOM = 52; // from the lowest node's centre to the formulas' baseline
    private static final double TOTAL_ROOM = 32; // from there to the total's baseline
    private static final double TITLE_CHARACTER = 8.2; // DejaVu Sans, a wide font, takes 7.8 at 14 px where digits are many
    private static final double FORMULA_CHARACTER = 7.9; // and 7.6 at 13 px
    private static final double WORD_SPACE = 24; // between neighbouring titles or formulas

    private final List<DenseLayer> layers;
    private final String shape;
    private final long parameters;
    private final int columns;
    private final double pitch;
    private final double gap;
    private final double left;
    private final double middle;

    private GraphLayout(Network network) {
        layers = network.layers();
        shape = shape(network);
        parameters = network.parameterCount();
        columns = layers.size() + 1;
        double most = 0;
        for (int c = 0; c < columns; c++) {
            most = Math.max(most, pitches(size(c)));
        }
        pitch = Math.clamp(UNITS_HEIGHT / Math.max(most, 1), TIGHT_PITCH, LOOSE_PITCH);
        gap = Math.max(Math.clamp(GAP_PER_HEIGHT * most * pitch, NARROWEST_GAP, WIDEST_GAP), widestWords());
        left = MARGIN + Math.max(Node.RADIUS, outerTitleWidth() / 2);
        middle = MARGIN + TITLE_ROOM + highest() * pitch;
    }

    static GraphModel of(Network network) {
        return new GraphLayout(network).arrange();
    }

    private GraphModel arrange() {
        List<Column> arranged = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            arranged.add(column(c));
        }
        List<Link> links = new ArrayList<>();
        List<Caption> formulas = new ArrayList<>();
        double width = 2 * left + (columns - 1) * gap;
        double formulaBaseline = middle + lowest() * pitch + FORMULA_ROOM;
        for (int l = 0; l < layers.size(); l++) {
            link(arranged.get(l), arranged.get(l + 1), links);
            formulas.add(new Caption(formula(layers.get(l)), x(l) + gap / 2, formulaBaseline));
        }
        Caption total = new Caption(total(), width / 2, formulaBaseline + TOTAL_ROOM);
        return new GraphModel(shape, Math.ceil(width), Math.ceil(total.baseline() + MARGIN),
                MARGIN, List.copyOf(arranged), List.copyOf(links), List.copyOf(formulas), total);
    }

    private Column column(int column) {
        int size = size(column);
        boolean shortened = size > MOST_UNITS_IN_FULL;
        double top = middle - pitches(size) / 2 * pitch;
        List<Node> units = new ArrayList<>();
        for (int m = 1; m <= (shortened ? UNITS_BEFORE_ELLIPSIS : size); m++) {
            units.add(unit(column, m, top + (m - 1) * pitch));
        }
        Optional<Column.Ellipsis> ellipsis = Optional.empty();
        if (shortened) {
            double last = units.getLast().y();
            ellipsis = Optional.of(new Column.Ellipsis(
                    "more" + column, count(column) + " in all", last + ELLIPSIS_PITCHES / 2 * pitch));
            units.add(unit(column, size, last + ELLIPSIS_PITCHES * pitch));
        }
        Optional<Node> offset = isLast(column)
                ? Optional.empty()
                : Optional.of(new Node("offset" + (column + 1), Node.Kind.OFFSET, Label.OFFSET, x(column),
                        top - OFFSET_PITCHES * pitch));
        return new Column(title(column), x(column), List.copyOf(units), offset, ellipsis);
    }

    private Node unit(int column, int index, double y) {
        if (column == 0) {
            return new Node("x" + index, Node.Kind.INPUT, Label.indexed("x", index), x(column), y);
        }
        if (isLast(column)) {
            return size(column) == 1
                    ? new Node("z", Node.Kind.OUTPUT, new Label("z", "", ""), x(column), y)
                    : new Node("z" + index, Node.Kind.OUTPUT, Label.indexed("z", index), x(column), y);
        }
        Label label = Label.indexed("h", index);
        return columns == 3
                ? new Node("h" + index, Node.Kind.HIDDEN, label, x(column), y)
                : new Node("h" + column + "_" + index, Node.Kind.HIDDEN, label.inLayer(column), x(column), y);
    }

    private static void link(Column from, Column to, List<Link> links) {
        List<Node> sources = new ArrayList<>(from.units());
        from.offset().ifPresent(sources::addFirst);
        for (Node source : sources) {
            for (Node target : to.units()) { // not its offset: a constant has no inputs
                links.add(new Link(source, target));
            }
        }
    }

    // sizes

    private int size(int column) {
        return column == 0 ? layers.getFirst().inputs() : layers.get(column - 1).units();
    }

    private boolean isLast(int column) {
        return column == columns - 1;
    }

    private double x(int column) {
        return left + column * gap;
    }

    /** From the first unit to the last, in pitches. */
    private static double pitches(int size) {
        return size > MOST_UNITS_IN_FULL ? UNITS_BEFORE_ELLIPSIS - 1 + ELLIPSIS_PITCHES : size - 1;
    }

    /** From the middle up to the topmost node, in pitches. */
    private double highest() {
        double highest = 0;
        for (int c = 0; c < columns; c++) {
            highest = Math.max(highest, pitches(size(c)) / 2 + (isLast(c) ? 0 : OFFSET_PITCHES));
        }
        return highest;
    }

    /** From the middle down to the lowest node, in pitches. */
    private double lowest() {
        double lowest = 0;
        for (int c = 0; c < columns; c++) {
            lowest = Math.max(lowest, pitches(size(c)) / 2);
        }
        return lowest;
    }

    // words

    private static String shape(Network network) {
        return Stream.concat(Stream.of(network.inputs()), network.layers().stream().map(DenseLayer::units))
                .map(String::valueOf)
                .collect(Collectors.joining("x"));
    }

    private String count(int column) {
        String noun = column == 0 ? "input" : isLast(column) ? "output" : "unit";
        return size(column) + " " + noun + (size(column) == 1 ? "" : "s");
    }

    private String title(int column) {
        String title = column == 0 ? count(column) : count(column) + ", " + layers.get(column - 1).activation();
        return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
    }

    private static String formula(DenseLayer layer) {
        return "(" + layer.inputs() + " + 1) × " + layer.units() + " = " + layer.parameterCount();
    }

    private String total() {
        String sum = layers.size() == 1 || layers.size() > MOST_TERMS
                ? ""
                : layers.stream().map(layer -> Long.toString(layer.parameterCount()))
                        .collect(Collectors.joining(" + ", "", " = "));
        return sum + parameters + " parameters";
    }

    private double widestWords() {
        double widest = 0;
        for (int c = 0; c < columns; c++) {
            widest = Math.max(widest, title(c).length() * TITLE_CHARACTER);
        }
        for (DenseLayer layer : layers) {
            widest = Math.max(widest, formula(layer).length() * FORMULA_CHARACTER);
        }
        return widest + WORD_SPACE;
    }

    private double outerTitleWidth() {
        return Math.max(title(0).length(), title(columns - 1).length()) * TITLE_CHARACTER;
    }
}
