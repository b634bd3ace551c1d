package dev.lanewise.io;

import java.io.IOException;
import java.util.Arrays;

/** The numbers of a tensor, read chunk by chunk: a chunk is all that exists beside the array of floats. */
final class TensorReader {
    private TensorReader() {}

    /**
     * Reads a tensor whose elements fit an array. Where the size of the source is not known, the array doubles as numbers
     * come, so that a stream costs in proportion to its length whatever it declares.
     */
    static float[] read(ByteSource source, TensorEntry tensor) throws IOException {
        int count = Math.toIntExact(tensor.elements());
        int width = tensor.dtype().bits() / 8;
        float[] floats = new float[source.hasKnownSize() ? count : Math.min(count, ByteSource.CHUNK_BYTES)];
        for (int done = 0; done < count; ) {
            int size = Math.min(count - done, ByteSource.CHUNK_BYTES / width);
            if (done + size > floats.length) {
                floats = Arrays.copyOf(floats, (int) Math.min(count, 2L * floats.length));
            }
            tensor.dtype().decode(source.chunk(size * width), floats, done, size);
            done += size;
        }
        return floats;
    }
}
