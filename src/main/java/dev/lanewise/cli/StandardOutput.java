package dev.lanewise.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * The standard output for long results. A print writer goes on in silence when nobody reads any more, as behind
 * {@code | head}; this one throws, so that the work ends.
 */
final class StandardOutput extends Writer {
    private static final int BUFFER = 1 << 16;

    private final PrintWriter out;

    private StandardOutput(PrintWriter out) {
        this.out = out;
    }

    /** Checked once per buffer, for a check is also a flush. */
    static Writer of(PrintWriter out) {
        return new BufferedWriter(new StandardOutput(out), BUFFER);
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        out.write(chars, offset, length);
        flush();
    }

    @Override
    public void flush() throws IOException {
        if (out.checkError()) {
            throw new IOException("the standard output is closed");
        }
    }

    /** Flushes only; the output is the caller's. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
