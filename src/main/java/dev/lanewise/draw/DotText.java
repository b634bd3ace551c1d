package dev.lanewise.draw;

import java.util.Locale;

/**
 * Writes the graph in the language of Graphviz. Each node is declared once, in the rank of its column, and each link once
 * after that, in the order of the model.
 *
 * <p>Every node says its place, and {@code layout=nop} tells Graphviz to take the places as they are, so that its picture
 * is the one that SVG and PNG show. Tools that pass over that line and find places by themselves keep the columns by
 * {@code rankdir} and {@code rank}. That leaves the order in a column, which is arbitrary in a complete graph, where all
 * orders have as many crossings: so each offset orders the units it is linked to ({@code ordering=out}), and each unit
 * the nodes before it ({@code ordering=in}). Only the words, linked to nothing, may then stand elsewhere.
 */
final class DotText {
    private static final int FONT_SIZE = 14; // points, which are CSS pixels here
    private static final int LONGEST_LABEL = 6; // characters that fit a node at this size

    private final StringBuilder text = new StringBuilder();
    private final GraphModel model;

    private DotText(GraphModel model) {
        this.model = model;
    }

    static String of(GraphModel model) {
        return new DotText(model).write();
    }

    private String write() {
        text.append("digraph network {\n")
                .append("  layout=nop; rankdir=LR; ranksep=2; nodesep=0.1; splines=line; outputorder=edgesfirst;\n")
                .append("  node [shape=circle, fixedsize=true, width=").append(inches(2 * Node.RADIUS))
                .append(", style=filled, fontname=\"serif\", fontsize=").append(FONT_SIZE)
                .append("];\n")
                .append("  edge [arrowhead=none, color=\"#B4BCC8\", penwidth=0.75];\n");
        for (int c = 0; c < model.columns().size(); c++) {
            declare(c, model.columns().get(c));
        }
        for (int l = 0; l < model.formulas().size(); l++) {
            words("formula" + (l + 1), model.formulas().get(l).text(), model.formulas().get(l));
        }
        words("total", model.total().text(), model.total());
        for (Link link : model.links()) {
            text.append("  ").append(link.from().id()).append(" -> ").append(link.to().id())
                    .append(link.isOffset() ? " [style=dashed];\n" : ";\n");
        }
        return text.append("}\n").toString();
    }

    private void declare(int index, Column column) {
        text.append("  { rank=same;\n");
        words("title" + index, column.title(), new Caption(column.title(), column.x(), model.titleBaseline()));
        column.offset().ifPresent(this::declare);
        for (int u = 0; u < column.units().size(); u++) {
            if (u == column.units().size() - 1) {
                column.ellipsis().ifPresent(ellipsis -> words(ellipsis.id(), "⋮\n" + ellipsis.text(),
                        new Caption(ellipsis.text(), column.x(), ellipsis.y())));
            }
            declare(column.units().get(u));
        }
        text.append("  }\n");
    }

    private void declare(Node node) {
        Node.Kind kind = node.kind();
        String label = node.label().toString();
        text.append("    ").append(node.id()).append(" [label=").append(quoted(label))
                .append(", pos=").append(place(node.x(), node.y()))
                .append(", fillcolor=").append(color(kind.fill())).append(", color=").append(color(kind.outline()))
                .append(", ordering=").append(kind == Node.Kind.OFFSET ? "out" : "in");
        if (label.length() > LONGEST_LABEL) {
            text.append(", fontsize=").append(FONT_SIZE * LONGEST_LABEL / label.length());
        }
        text.append("];\n");
    }

    /** Graphviz has no text of its own; a node without a shape is one. */
    private void words(String id, String words, Caption at) {
        text.append("    ").append(id).append(" [label=").append(quoted(words))
                .append(", pos=").append(place(at.x(), at.baseline()))
                .append(", shape=plaintext, fillcolor=white, fixedsize=false, margin=0.05, fontname=\"sans-serif\"];\n");
    }

    /** In points from the bottom left, one for each CSS pixel. */
    private String place(double x, double y) {
        return String.format(Locale.ROOT, "\"%.2f,%.2f\"", x, model.height() - y);
    }

    private static String inches(double points) {
        return Double.toString(points / 72);
    }

    private static String color(int rgb) {
        return String.format(Locale.ROOT, "\"#%06X\"", rgb);
    }

    /** In double quotes; line breaks as the two characters that Graphviz centres lines by. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
