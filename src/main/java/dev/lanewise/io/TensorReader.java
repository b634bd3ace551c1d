package dev.lanewise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The numbers of a tensor, read chunk by chunk. */
final class TensorReader {
    private TensorReader() {}

    /**
     * Reads a tensor whose elements fit an array. Where the size of the source is known, a chunk is all that exists beside the
     * floats. Where it is not, the bytes are held until all have come, and only then floats are made: a stream of halves costs
     * three times its bytes, whatever it declares. An array that doubled as they come would cost up to eight times.
     */
    static float[] read(ByteSource source, TensorEntry tensor) throws IOException {
        int count = Math.toIntExact(tensor.elements());
        int width = tensor.dtype().bits() / 8;
        long bytes = (long) count * width;
        if (!source.hasKnownSize() && bytes > ByteSource.CHUNK_BYTES) {
            return decoded(tensor.dtype(), source.pieces(bytes).stream().map(ByteBuffer::wrap).toList(), count);
        }
        float[] floats = new float[count];
        for (int done = 0; done < count; ) {
            int size = Math.min(count - done, ByteSource.CHUNK_BYTES / width);
            tensor.dtype().decode(source.chunk(size * width), floats, done, size);
            done += size;
        }
        return floats;
    }

    /** From pieces of whole elements. */
    static float[] decoded(Dtype dtype, List<ByteBuffer> pieces, int count) {
        float[] floats = new float[count];
        int done = 0;
        for (ByteBuffer piece : pieces) {
            int size = piece.remaining() / (dtype.bits() / 8);
            dtype.decode(piece.order(ByteOrder.LITTLE_ENDIAN), floats, done, size);
            done += size;
        }
        return floats;
    }
}
