package dev.lanewise.cli.rows;

import java.io.IOException;

/** Takes rows of floats, front to back. For one thread. */
public interface RowSink {
    /** Writes the first rows of an array, row-major. */
    void write(float[] values, int rows) throws IOException;

    /** Writes what can be written only when all rows have come. Does not close what is written to. */
    void finish() throws IOException;
}
