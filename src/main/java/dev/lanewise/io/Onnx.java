package dev.lanewise.io;

import dev.lanewise.Network;
import dev.lanewise.internal.onnx.GraphReader;
import dev.lanewise.internal.onnx.OnnxFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Networks in ONNX files.
 */
public final class Onnx {
    private static final int LONGEST_FILE = Integer.MAX_VALUE - 8; // an array; protobuf allows 2 GiB - 1 as well

    private Onnx() {}

    /**
     * Reads a network from a file.
     *
     * @param file an ONNX file
     * @return the network
     * @throws ModelFormatException if the file is no ONNX file, or its graph is no dense network
     * @throws IOException if the file cannot be opened or read
     * @throws IllegalStateException if the artifact {@code protobuf-java} is missing
     */
    public static Network read(Path file) throws IOException {
        Objects.requireNonNull(file, "file is null");
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return readOpen(channel, file.toString());
        }
    }

    /** Reads a network from an open file, from its beginning. */
    static Network readOpen(SeekableByteChannel channel, String name) throws IOException {
        if (channel.size() > LONGEST_FILE) {
            throw new ModelFormatException(name, "byte " + LONGEST_FILE, "a file of " + channel.size()
                    + " bytes is longer than protobuf allows");
        }
        ByteBuffer bytes = ByteBuffer.wrap(new byte[(int) channel.size()]);
        channel.position(0);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new ModelFormatException(name, "byte " + bytes.position(), "the file became shorter while it was read");
            }
        }
        return read(bytes.array(), name);
    }

    /** Reads a network from the bytes of a file. */
    static Network read(byte[] file, String name) {
        try {
            Budget budget = new Budget(file.length);
            Step last = GraphTranslation.steps(GraphReader.read(file), budget);
            return LayerAssembly.network(last, budget);
        } catch (OnnxFault fault) {
            String where = fault.name() == null
                    ? fault.place()
                    : fault.place() + " " + ModelFormatException.quote(fault.name());
            throw new ModelFormatException(name, where, fault.getMessage());
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("ONNX files are protobuf, and the library for it is not there; add the artifact"
                    + " com.google.protobuf:protobuf-java (on a module path also --add-modules com.google.protobuf)", e);
        }
    }
}
