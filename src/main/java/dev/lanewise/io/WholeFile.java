package dev.lanewise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** All bytes of an open file, for formats that are read from memory. */
final class WholeFile {
    static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8; // that HotSpot makes

    private WholeFile() {}

    /**
     * The bytes, from the beginning.
     *
     * @param tooLong what to say of a file that no array holds, after its size
     */
    static byte[] read(SeekableByteChannel channel, String name, String tooLong) throws IOException {
        long size = channel.size();
        if (size > LONGEST_ARRAY) {
            throw new ModelFormatException(name, "byte " + LONGEST_ARRAY, "a file of " + size + " bytes " + tooLong);
        }
        ByteBuffer bytes = ByteBuffer.wrap(new byte[(int) size]);
        channel.position(0);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new ModelFormatException(name, "byte " + bytes.position(), "the file became shorter while it was"
                        + " read");
            }
        }
        return bytes.array();
    }
}
