package dev.lanewise.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NumPy array file of version 1.0 with little-endian floats or doubles in C order, which is what the reference outputs
 * are. For tests: trusts its file.
 *
 * @param shape sizes, slowest first
 * @param values the elements, floats widened
 */
public record Npy(int[] shape, double[] values) {
    private static final Pattern HEADER =
            Pattern.compile("\\{'descr': '<(f[48])', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), }\\s*");

    /** Reads a stream to its end and closes it. */
    public static Npy read(InputStream in) throws IOException {
        ByteBuffer bytes;
        try (in) {
            bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
        if (bytes.getLong() != 0x0001_5950_4d55_4e93L) { // \x93NUMPY, 1, 0
            throw new IOException("this is no NumPy array of version 1.0");
        }
        byte[] header = new byte[bytes.getShort()];
        bytes.get(header);
        Matcher match = HEADER.matcher(new String(header, StandardCharsets.ISO_8859_1));
        if (!match.matches()) {
            throw new IOException("this is no C-ordered array of floats: " + new String(header, StandardCharsets.ISO_8859_1));
        }
        int[] shape = Arrays.stream(match.group(2).split("[, ]+")).mapToInt(Integer::parseInt).toArray();
        double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = match.group(1).equals("f4") ? bytes.getFloat() : bytes.getDouble();
        }
        if (bytes.hasRemaining()) {
            throw new IOException("this is longer than its shape");
        }
        return new Npy(shape, values);
    }

    /** The elements as floats. */
    public float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
