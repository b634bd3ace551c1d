package dev.lanewise.cli.rows;

import java.io.Closeable;
import java.io.IOException;

/** Rows of floats, read front to back. For one thread. */
public interface RowSource extends Closeable {
    /**
     * Reads the next rows.
     *
     * @param into receives them from index 0 on, row-major
     * @param maxRows at least 1; {@code into} has room for so many
     * @return how many rows came, fewer than {@code maxRows} only at the end; 0 when there are none left
     * @throws RowFormatException if the file is not what it should be; what {@code into} then holds is not said
     */
    int read(float[] into, int maxRows) throws IOException;

    /** Whether the file names its columns. */
    boolean hasHeader();

    /** Bytes of the file taken in so far; for progress. */
    long position();
}
