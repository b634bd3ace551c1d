package dev.lanewise.io;

import dev.lanewise.internal.format.ArrayLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** All bytes of an open file, for formats that are read from memory. */
final class WholeFile {
    /** A read takes that much memory outside the heap, and the thread keeps it. */
    private static final int BYTES_PER_READ = 1 << 20;

    private WholeFile() {}

    /**
     * The bytes, from the beginning.
     *
     * @param tooLong what to say of a file that no array holds, after its size
     */
    static byte[] read(SeekableByteChannel channel, String name, String tooLong) throws IOException {
        long size = channel.size();
        if (size > ArrayLimit.LONGEST) {
            throw new ModelFormatException(name, "byte " + ArrayLimit.LONGEST, "a file of " + size + " bytes " + tooLong);
        }
        ByteBuffer bytes = ByteBuffer.wrap(new byte[(int) size]);
        channel.position(0);
        fill(bytes, channel, name);
        return bytes.array();
    }

    /** The bytes from the channel's position on, as many as there is room for. */
    static void fill(ByteBuffer bytes, SeekableByteChannel channel, String name) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(bytes.position() + Math.min(BYTES_PER_READ, end - bytes.position()));
            if (channel.read(bytes) < 0) {
                throw new ModelFormatException(name, "byte " + channel.position(), "the file became shorter while it was"
                        + " read");
            }
        }
    }
}
