package dev.lanewise.cli.rows;

import dev.lanewise.internal.format.NpyFault;
import dev.lanewise.internal.format.NpyHeader;
import dev.lanewise.internal.format.Quote;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Rows from a NumPy array file of little-endian floats or doubles in C order; a double is rounded once, to the nearest
 * float. The sizes declared must be those of the file, to the byte, before anything is allocated for them.
 */
final class NpyRows implements RowSource {
    /** Where columns are chosen, a row of the file is held as an array. */
    private static final int MAX_COLUMNS = 1 << 28;

    private static final String SHAPE = "header, shape";

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
        this.header = header();
        checkHeader(size - in.count());
        if (columns() > MAX_COLUMNS) {
            throw new RowFormatException(file, SHAPE, "columns=" + columns() + " is more than "
                    + MAX_COLUMNS + "; save fewer columns");
        }
        int[] found = chosen.indices(inputs, file, SHAPE, (int) columns(), List.of());
        this.indices = chosen.items().isEmpty() ? null : found;
        this.left = rows();
        chunk.limit(0);
    }

    /** The head, once the file is known to hold just what it declares. */
    private void checkHeader(long there) {
        if (!header.descr().equals("<f4") && !header.descr().equals("<f8")) {
            throw refusal("its numbers are of type " + Quote.letters(header.descr()) + "; rows are '<f4' or '<f8':"
                    + " in Python, numpy.save(name, x.astype('<f4'))");
        }
        if (header.shape().size() != 2) {
            throw refusal("it has " + header.shape().size() + " dimensions, and rows of inputs have 2; in Python,"
                    + " numpy.save(name, x.reshape(-1, inputs))");
        }
        if (header.fortranOrder()) {
            throw refusal("its numbers are stored column by column (fortran_order), so that the first row ends at the"
                    + " end of the file; in Python, numpy.save(name, numpy.ascontiguousarray(x))");
        }
        if (!header.takes(width(), there)) {
            throw new RowFormatException(file, SHAPE, rows() + " rows of " + columns() + " numbers of " + width()
                    + " bytes are not the " + there + " bytes that follow; the file is cut off or damaged, write it again");
        }
    }

    private NpyHeader header() throws IOException {
        try {
            return NpyHeader.read(in);
        } catch (NpyFault fault) {
            throw new RowFormatException(file, fault.where(), fault.getMessage());
        }
    }

    private RowFormatException refusal(String why) {
        return new RowFormatException(file, "byte " + in.count(), why);
    }

    private int width() {
        return header.descr().equals("<f4") ? Float.BYTES : Double.BYTES;
    }

    private long rows() {
        return header.shape().get(0);
    }

    private long columns() {
        return header.shape().get(1);
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
            row = new float[(int) columns()]; // the file holds as many numbers: there is a row
        }
        fill(row, row.length);
        for (int j = 0; j < inputs; j++) {
            into[offset + j] = row[indices[j]];
        }
    }

    /** The next numbers of the file, from index 0 on. */
    private void fill(float[] into, int count) throws IOException {
        int width = width();
        for (int i = 0; i < count; i++) {
            if (!chunk.hasRemaining()) {
                refill();
            }
            into[i] = width == Float.BYTES ? chunk.getFloat() : (float) chunk.getDouble();
        }
    }

    private void refill() throws IOException {
        int came = in.readNBytes(chunk.array(), 0, CHUNK_BYTES);
        if (came < width()) {
            throw new EOFException(file + ": became shorter while it was read");
        }
        chunk.clear().limit(came - came % width());
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
