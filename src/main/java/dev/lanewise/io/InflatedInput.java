package dev.lanewise.io;

import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What an inflater makes of the input it was given. Not an {@link java.util.zip.InflaterInputStream}, which has a buffer of
 * its own, while the input is in memory already. Deflated bytes that are none, or too few, end the stream: the size, which
 * is compared, tells.
 */
final class InflatedInput extends InputStream {
    private final Inflater inflater;
    private final byte[] one = new byte[1];

    InflatedInput(Inflater inflater) {
        this.inflater = inflater;
    }

    @Override
    public int read() {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        try {
            int came = inflater.inflate(into, offset, length); // nothing at the end, and where input or a dictionary is missing
            return came == 0 ? -1 : came;
        } catch (DataFormatException e) {
            return -1;
        }
    }
}
