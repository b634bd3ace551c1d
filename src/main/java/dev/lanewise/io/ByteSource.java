package dev.lanewise.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a model file, read once from front to back, with a position for messages. What a file declares is never
 * allocated on its word alone: either its size is known and was compared, or memory grows with what has arrived.
 */
final class ByteSource {
    /** A multiple of every element size. */
    static final int CHUNK_BYTES = 1 << 16;

    private static final long UNKNOWN = -1;

    private final InputStream in;
    private final String name;
    private final long size;
    private ByteBuffer chunk; // made on first use: most refusals come before
    private long position;

    private ByteSource(InputStream in, String name, long size) {
        this.in = in;
        this.name = name;
        this.size = size;
    }

    /** A file of known size. */
    static ByteSource ofSize(long size, InputStream in, String name) {
        return new ByteSource(in, name, size);
    }

    /** A stream that ends where it ends. */
    static ByteSource ofUnknownSize(InputStream in, String name) {
        return new ByteSource(in, name, UNKNOWN);
    }

    String name() {
        return name;
    }

    boolean hasKnownSize() {
        return size != UNKNOWN;
    }

    /** The bytes from the position to the end; only where the size is known. */
    long remaining() {
        assert hasKnownSize();
        return size - position;
    }

    /** The next few bytes, in an array of their own. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        fill(bytes, count);
        return bytes;
    }

    /** The next bytes, in pieces of {@link #CHUNK_BYTES} and a rest, each made when those before it have come. */
    List<byte[]> pieces(long count) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        for (long left = count; left > 0; left -= CHUNK_BYTES) {
            byte[] piece = new byte[(int) Math.min(left, CHUNK_BYTES)];
            fill(piece, piece.length);
            pieces.add(piece);
        }
        return pieces;
    }

    /** The next bytes, at most {@link #CHUNK_BYTES}, little-endian; valid until the next call. */
    ByteBuffer chunk(int count) throws IOException {
        if (chunk == null) {
            chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        }
        fill(chunk.array(), count);
        return chunk.clear().limit(count);
    }

    private void fill(byte[] bytes, int count) throws IOException {
        int came = in.readNBytes(bytes, 0, count);
        if (came < count) {
            throw endedEarly(position + came, count - came);
        }
        position += count;
    }

    /** Refuses a source that goes on. */
    void expectEnd() throws IOException {
        if (in.read() >= 0) {
            throw new ModelFormatException(name, "byte " + position,
                    "there are more bytes after the last tensor; the tensors must fill the file to its end");
        }
    }

    private ModelFormatException endedEarly(long end, int missing) {
        return new ModelFormatException(name, "byte " + end,
                "the file ends here, at least " + missing + " bytes too early; it is cut off, get it again");
    }
}
