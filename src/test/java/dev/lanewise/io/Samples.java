package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Files for tests: the two that ship, and small ones put together by hand, byte by byte. */
final class Samples {
    static final String DIABETES = "diabetes-10x16x1";
    static final String DIGITS = "digits-64x64x32x10";

    private Samples() {}

    static byte[] resource(String name) {
        try (InputStream in = Safetensors.class.getResourceAsStream("/dev/lanewise/cli/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] shipped(String network) {
        return resource(network + ".safetensors");
    }

    static Network read(byte[] file, Activation... activations) throws IOException {
        return Safetensors.read(new ByteArrayInputStream(file), "test.safetensors", activations);
    }

    /** Reads as from an open file, whose size is known, without the cost of one. */
    static Network readSized(byte[] file) throws IOException {
        return Safetensors.readOpen(new BytesChannel(ByteBuffer.wrap(file), file.length), "test.safetensors");
    }

    /** An open file, which may end before the size that it told. */
    record BytesChannel(ByteBuffer bytes, long size) implements SeekableByteChannel {
        @Override
        public int read(ByteBuffer to) {
            int count = Math.min(to.remaining(), bytes.remaining());
            if (count == 0 && to.hasRemaining()) {
                return -1;
            }
            to.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            return bytes.position();
        }

        @Override
        public SeekableByteChannel position(long position) {
            bytes.position(Math.toIntExact(position));
            return this;
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() { }
    }

    /** A file of this header and so many zero bytes. */
    static byte[] file(String header, int dataBytes) {
        return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    static byte[] file(byte[] header, int dataBytes) {
        return file(header.length, header, new byte[dataBytes]);
    }

    static byte[] file(long declared, byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(declared).put(header).put(data).array();
    }

    /** Data of a file, little-endian. */
    static byte[] data(int bytes, Consumer<ByteBuffer> puts) {
        ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        puts.accept(data);
        return data.array();
    }

    static String metadata(String activations) {
        return "\"__metadata__\":{\"activations\":\"" + activations + "\"}";
    }

    static String entry(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape + "],\"data_offsets\":[" + offsets + "]}";
    }

    static String object(String... members) {
        return "{" + String.join(",", members) + "}";
    }

    /** Equal sizes, activations and bits. */
    static void assertSame(Network expected, Network actual) {
        assertEquals(expected.layers().size(), actual.layers().size(), "layers");
        for (int l = 0; l < expected.layers().size(); l++) {
            DenseLayer e = expected.layers().get(l);
            DenseLayer a = actual.layers().get(l);
            assertEquals(e.inputs(), a.inputs(), "inputs of layer " + l);
            assertEquals(e.units(), a.units(), "units of layer " + l);
            assertEquals(e.activation(), a.activation(), "activation of layer " + l);
            assertArrayEquals(bits(e.weights()), bits(a.weights()), "weights of layer " + l);
            assertArrayEquals(bits(e.biases()), bits(a.biases()), "biases of layer " + l);
        }
    }

    static int[] bits(float[] floats) {
        int[] bits = new int[floats.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(floats[i]));
        return bits;
    }
}
