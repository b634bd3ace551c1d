package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.Network;
import dev.lanewise.internal.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Networks in safetensors files, named as PyTorch names them.
 *
 * <p>A layer is a tensor {@code 0.weight} of shape [units, inputs] and, where it has one, {@code 0.bias} of shape [units].
 * The next layer has a higher number: in an {@code nn.Sequential} activations are modules too, which makes it {@code
 * 2.weight}. Any rising numbers will do, also with a text around them that all tensors share ({@code net.0.weight, fc1.weight,
 * layers.0.linear.weight}); a single layer needs none ({@code weight, fc.weight}). There must be no tensor beside these, so
 * that what is loaded is all that was saved. Weights may be F32, F16, BF16 (both widened exactly) or F64, which is rounded
 * once, to the nearest float: beyond the range of float to an infinity.
 *
 * <p>The format does not store activations. They are arguments, one per layer, or stand in the metadata under {@code
 * activations}: a comma-separated list in the form of {@link Activation#toString}, such as {@code
 * relu,clip(0.0, 6.0),identity}. In PyTorch:
 *
 * <pre>{@code
 * safetensors.torch.save_file(model.state_dict(), "model.safetensors", metadata={"activations": "relu,identity"})
 * }</pre>
 *
 * <p>Slopes of PReLUs are read from the metadata as far as the weights warrant them: 2048, less 8 for each tensor, and one for
 * every 256 bytes of the file (of a stream, of its header). More are arguments.
 *
 * <p>The header is JSON and needs the artifact {@code com.fasterxml.jackson.core:jackson-core} at run time. Reading keeps
 * to the strict side of the format; see the package about files that are not trusted. It holds the floats of the file and,
 * while a layer is formed, that layer a second time. All methods may be called by many threads at once.
 */
public final class Safetensors {
    private Safetensors() {}

    /**
     * Reads a network from a file.
     *
     * @param file a safetensors file
     * @param activations one per layer, the first layer's first, whatever the metadata says; or none, to take those of the
     *     metadata
     * @return the network
     * @throws ModelFormatException if the file is no safetensors file, breaks a rule of the format, does not hold a chain
     *     of dense layers, or its layers and the activations differ in number
     * @throws IOException if the file cannot be opened or read
     * @throws IllegalStateException if the artifact {@code jackson-core} is missing
     */
    public static Network read(Path file, Activation... activations) throws IOException {
        Objects.requireNonNull(file, "file is null");
        Activation[] given = ActivationList.ofCaller(activations);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return readOpen(channel, file.toString(), given);
        }
    }

    /** Reads a network from an open file, from its beginning. */
    static Network readOpen(SeekableByteChannel channel, String name, Activation... activations) throws IOException {
        return read(ByteSource.ofSize(channel.size(), Channels.newInputStream(channel.position(0)), name), activations);
    }

    /**
     * Reads a network from a stream, such as a resource in a jar. The checks are those for files. Memory grows with the
     * bytes that come, not with what they declare: those of a tensor are held until all are there, beside its floats.
     *
     * @param in a safetensors file and nothing after it; read to the end on success, and not closed
     * @param name for messages
     * @param activations one per layer, the first layer's first, whatever the metadata says; or none, to take those of the
     *     metadata
     * @return the network
     * @throws ModelFormatException if the stream is no safetensors file, breaks a rule of the format, does not hold a chain
     *     of dense layers, or its layers and the activations differ in number
     * @throws IOException if the stream cannot be read
     * @throws IllegalStateException if the artifact {@code jackson-core} is missing
     */
    public static Network read(InputStream in, String name, Activation... activations) throws IOException {
        Objects.requireNonNull(in, "in is null; a missing resource?");
        Objects.requireNonNull(name, "name is null; give one for messages");
        return read(ByteSource.ofUnknownSize(in, name), ActivationList.ofCaller(activations));
    }

    private static Network read(ByteSource source, Activation[] given) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(source, given.length == 0);
        List<SequentialLayers.Layer> layers = SequentialLayers.order(source.name(), header.tensors());
        Activation[] activations = activations(source.name(), header, layers, given);
        SequentialLayers.checkActivations(source.name(), layers, activations);
        Map<TensorEntry, float[]> numbers = new IdentityHashMap<>();
        for (TensorEntry tensor : header.tensors()) { // in the order of the bytes
            numbers.put(tensor, TensorReader.read(source, tensor));
        }
        source.expectEnd();
        return SequentialLayers.form(layers, activations, numbers, tensor -> false);
    }

    private static Activation[] activations(String file, SafetensorsHeader header, List<SequentialLayers.Layer> layers,
            Activation[] given) {
        if (given.length == 0 && header.activations() != null) {
            int[] units = layers.stream().mapToInt(SequentialLayers.Layer::units).toArray();
            return ActivationList.parse(file, header.activations(), units, header.mostSlopes());
        }
        if (given.length == 0) {
            throw new ModelFormatException(file, "header, __metadata__", "has no \"activations\", and none were given; give"
                    + " one per layer, as in Safetensors.read(file, Activation.RELU, Activation.IDENTITY) or --activations"
                    + " relu,identity, or save the file"
                    + " with the metadata {\"activations\": \"relu,identity\"}");
        }
        return ActivationList.perLayer(file, given, layers.size());
    }

    /**
     * Writes a network to a file: F32, tensors named {@code 0.weight, 0.bias, 2.weight} and so on, activations in the
     * metadata. The same network gives the same bytes, those of the reference implementation, and {@link #read(Path,
     * Activation...)} gives back a network with the same bits. A layer without bias is written with a bias of zeros.
     *
     * <p>The file appears whole or not at all. Everything is checked first and written to a new file in the same folder,
     * which then replaces the old one in one step, also on another thread's or program's view; a symbolic link is replaced
     * itself. When anything fails, the old file is as it was, and the new one is removed.
     *
     * @param network the network
     * @param file where to; an existing file is replaced
     * @throws IOException if the file cannot be written, or its file system cannot replace a file in one step
     * @throws IllegalArgumentException if an activation has no text form that reads back, or the layers, or the slopes of
     *     PReLUs, are more than are read from the header of a file
     * @throws IllegalStateException if the artifact {@code jackson-core} is missing
     */
    public static void write(Network network, Path file) throws IOException {
        Objects.requireNonNull(network, "network is null");
        Objects.requireNonNull(file, "file is null");
        SafetensorsWriter writer = new SafetensorsWriter(network);
        AtomicFile.write(file, writer::writeTo);
    }
}
