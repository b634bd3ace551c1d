package dev.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table with padded columns: text to the left, figures to the right. */
final class Table {
    private final int textColumns;
    private final List<List<String>> lines = new ArrayList<>();

    Table(int textColumns, List<String> header) {
        this.textColumns = textColumns;
        lines.add(header);
    }

    void add(List<String> cells) {
        lines.add(cells);
    }

    @Override
    public String toString() {
        int columns = lines.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], Math.max(line.get(c).length(), 3));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int l = 0; l < lines.size(); l++) {
            for (int c = 0; c < columns; c++) {
                String cell = lines.get(l).get(c);
                String padding = " ".repeat(widths[c] - cell.length());
                text.append("| ").append(isText(c) ? cell + padding : padding + cell).append(' ');
            }
            text.append("|\n");
            if (l == 0) {
                for (int c = 0; c < columns; c++) {
                    text.append("| ").append("-".repeat(widths[c] - 1)).append(isText(c) ? "- " : ": ");
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private boolean isText(int column) {
        return column < textColumns;
    }
}
