package dev.lanewise.draw;

import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of layers: numbers to the right, words to the left, each column as wide as its widest cell, no spaces at the
 * end of a line.
 */
final class LayerTable {
    private static final String[] HEADER = {"layer", "inputs", "units", "activation", "parameters"};
    private static final String[] BEFORE = {"", "  ", " -> ", "  ", "  "}; // what stands before each cell
    private static final int ACTIVATION = 3; // the one column of words

    private LayerTable() {}

    static String of(Network network) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADER);
        List<DenseLayer> layers = network.layers();
        for (int l = 0; l < layers.size(); l++) {
            DenseLayer layer = layers.get(l);
            rows.add(new String[] {
                Integer.toString(l + 1), Integer.toString(layer.inputs()), Integer.toString(layer.units()),
                layer.activation().toString(), Long.toString(layer.parameterCount())
            });
        }
        String total = Long.toString(network.parameterCount());
        int[] widths = widths(rows, total);
        StringBuilder table = new StringBuilder();
        int lineWidth = 0;
        for (String[] row : rows) {
            int start = table.length();
            for (int c = 0; c < row.length; c++) {
                String padding = " ".repeat(widths[c] - row[c].length());
                table.append(BEFORE[c]).append(c == ACTIVATION ? row[c] + padding : padding + row[c]);
            }
            lineWidth = table.length() - start;
            table.append('\n');
        }
        String name = "total";
        return table.append(name).append(" ".repeat(lineWidth - name.length() - total.length())).append(total)
                .append('\n').toString();
    }

    private static int[] widths(List<String[]> rows, String total) {
        int[] widths = new int[HEADER.length];
        widths[widths.length - 1] = total.length();
        for (String[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                widths[c] = Math.max(widths[c], row[c].length());
            }
        }
        return widths;
    }
}
