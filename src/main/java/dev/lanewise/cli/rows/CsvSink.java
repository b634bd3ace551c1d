package dev.lanewise.cli.rows;

import java.io.IOException;
import java.io.Writer;

/**
 * Rows as CSV: numbers in the shortest form that reads back as the same float ({@link Float#toString(float)}), commas, line
 * feeds.
 */
public final class CsvSink implements RowSink {
    private final Writer out;
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    /**
     * A sink.
     *
     * @param header whether to begin with a line of names: z, or z1, z2 and so on
     */
    public CsvSink(Writer out, int columns, boolean header) throws IOException {
        this.out = out;
        this.columns = columns;
        if (header) {
            for (int c = 1; c <= columns; c++) {
                text.append(c == 1 ? "" : ",").append('z').append(columns == 1 ? "" : c);
            }
            out.append(text.append('\n'));
        }
    }

    @Override
    public void write(float[] values, int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            text.setLength(0);
            for (int c = 0; c < columns; c++) {
                text.append(c == 0 ? "" : ",").append(values[i * columns + c]);
            }
            out.append(text.append('\n'));
        }
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
