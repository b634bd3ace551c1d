package dev.lanewise.cli.rows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rows from a NumPy array file of little-endian floats or doubles in C order; a double is rounded once, to the nearest
 * float. The sizes declared must be those of the file, to the byte, before anything is allocated for them.
 */
final class NpyRows implements RowSource {
    /** Where columns are chosen, a row of the file is held as an array. */
    private static final int MAX_COLUMNS = 1 << 28;

    /** A multiple of both element sizes. */
    private static final int CHUNK_BYTES = 1 << 16;

    private final String file;
    private final CountedInput in;
    private final NpyHeader header;
    private final int[] indices; // null where a row of the file is a row of inputs
    private final int inputs;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private float[] row; // of the file, where columns are chosen
    private long left;

    /**
     * Reads as far as the numbers.
     *
     * @param size of the file in bytes
     */
    NpyRows(String file, InputStream stream, long size, int inputs, Columns chosen) throws IOException {
        this.file = file;
        this.in = new CountedInput(stream);
        this.inputs = inputs;
        this.header = header(size);
        if (header.columns() > MAX_COLUMNS) {
            throw new RowFormatException(file, "header, shape", "columns=" + header.columns() + " is more than "
                    + MAX_COLUMNS + "; save fewer columns");
        }
        int[] found = chosen.indices(inputs, file, "header, shape", (int) header.columns(), List.of());
        this.indices = chosen.items().isEmpty() ? null : found;
        this.left = header.rows();
        chunk.limit(0);
    }

    private NpyHeader header(long size) throws IOException {
        byte[] start = bytes(8); // mark and version
        boolean isShort = start[6] == 1;
        if (start[6] < 1 || start[6] > 3 || start[7] != 0) {
            throw new RowFormatException(file, "byte 6", "version " + start[6] + "." + start[7]
                    + " of the NumPy format is unknown; 1.0, 2.0 and 3.0 are read");
        }
        ByteBuffer field = ByteBuffer.wrap(bytes(isShort ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        long length = isShort ? Short.toUnsignedLong(field.getShort()) : Integer.toUnsignedLong(field.getInt());
        if (length > NpyHeader.MAX_LENGTH) {
            throw new RowFormatException(file, "byte 8", "the header has " + length + " bytes, more than "
                    + NpyHeader.MAX_LENGTH + "; this is no array of plain numbers");
        }
        int begin = (int) in.count();
        String text = new String(bytes((int) length), StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\n")) {
            throw new RowFormatException(file, "byte " + (begin + text.length()),
                    "the header does not end with a line feed; write the file again");
        }
        NpyHeader parsed = NpyHeader.parse(file, text.substring(0, text.length() - 1), begin);
        checkSize(parsed, size - in.count());
        return parsed;
    }

    private void checkSize(NpyHeader header, long there) {
        long high = Math.multiplyHigh(header.rows(), header.columns());
        long numbers = header.rows() * header.columns();
        if (high != 0 || numbers < 0 || numbers > there / header.bytes() || numbers * header.bytes() != there) {
            throw new RowFormatException(file, "header, shape", header.rows() + " rows of " + header.columns() + " numbers"
                    + " of " + header.bytes() + " bytes are not the " + there + " bytes that follow; the file is cut off or"
                    + " damaged, write it again");
        }
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new RowFormatException(file, "byte " + in.count(), "the file ends within its header; write it again");
        }
        return bytes;
    }

    @Override
    public int read(float[] into, int maxRows) throws IOException {
        int rows = (int) Math.min(maxRows, left);
        if (indices == null) {
            fill(into, rows * inputs);
        } else {
            for (int i = 0; i < rows; i++) {
                choose(into, i * inputs);
            }
        }
        left -= rows;
        return rows;
    }

    private void choose(float[] into, int offset) throws IOException {
        if (row == null) {
            row = new float[(int) header.columns()]; // the file holds as many numbers: there is a row
        }
        fill(row, row.length);
        for (int j = 0; j < inputs; j++) {
            into[offset + j] = row[indices[j]];
        }
    }

    /** The next numbers of the file, from index 0 on. */
    private void fill(float[] into, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!chunk.hasRemaining()) {
                refill();
            }
            into[i] = header.bytes() == Float.BYTES ? chunk.getFloat() : (float) chunk.getDouble();
        }
    }

    private void refill() throws IOException {
        int came = in.readNBytes(chunk.array(), 0, CHUNK_BYTES);
        if (came < header.bytes()) {
            throw new EOFException(file + ": became shorter while it was read");
        }
        chunk.clear().limit(came - came % header.bytes());
    }

    @Override
    public boolean hasHeader() {
        return false;
    }

    @Override
    public long position() {
        return in.count();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
