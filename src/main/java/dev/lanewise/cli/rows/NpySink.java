package dev.lanewise.cli.rows;

import dev.lanewise.internal.format.NpyHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** Rows as a NumPy array file of {@code <f4}; the count of rows is filled in last. The bits are kept, those of NaN too. */
public final class NpySink implements RowSink {
    private final SeekableByteChannel channel;
    private final int columns;
    private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private long rows;

    /** A sink that writes from the beginning of a new file. */
    public NpySink(SeekableByteChannel channel, int columns) throws IOException {
        this.channel = channel;
        this.columns = columns;
        writeAll(ByteBuffer.wrap(header()));
    }

    private byte[] header() {
        return NpyHeader.ofRows(rows, columns);
    }

    @Override
    public void write(float[] values, int rows) throws IOException {
        for (int i = 0; i < rows * columns; i++) {
            if (!chunk.hasRemaining()) {
                flush();
            }
            chunk.putInt(Float.floatToRawIntBits(values[i]));
        }
        this.rows += rows;
    }

    @Override
    public void finish() throws IOException {
        flush();
        channel.position(0);
        writeAll(ByteBuffer.wrap(header()));
    }

    private void flush() throws IOException {
        writeAll(chunk.flip());
        chunk.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
