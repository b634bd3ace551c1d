package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.Network;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Networks in NumPy archives ({@code .npz}), named as PyTorch names its tensors.
 *
 * <p>A layer is an array {@code 0.weight} of shape [units, inputs], the layout of PyTorch's {@code nn.Linear}, and, where it
 * has one, {@code 0.bias} of shape [units]. The numbers give the order, as for {@link Safetensors}: {@code 0, 2, 4}, {@code
 * net.0, net.2} or {@code fc1, fc2}, with one text before the number in all names. There must be no array beside these. In
 * Python, for PyTorch and for Keras:
 *
 * <pre>{@code
 * numpy.savez("model.npz", **{name: tensor.numpy() for name, tensor in model.state_dict().items()})
 * numpy.savez("model.npz", **{"0.weight": kernel1.T, "0.bias": bias1, "1.weight": kernel2.T, "1.bias": bias2})
 * }</pre>
 *
 * <p>A kernel of Keras is [inputs, units] and must be transposed, as in the second line. Kernels that are not are refused
 * where sizes tell, that is where they do not chain or the bias does not fit; <em>with as many units as inputs everywhere
 * nothing tells, and the network is another one</em>.
 *
 * <p>Numbers may be {@code <f2}, widened exactly, {@code <f4}, or {@code <f8}, which is rounded once, to the nearest float;
 * in C or Fortran order, stored ({@code numpy.savez}) or deflated ({@code numpy.savez_compressed}). Arrays that inflate to
 * more than a megabyte and three times the file are refused, and so are archives of 2 GiB and more. The format has no place for
 * activations: they are arguments.
 *
 * <p>No library is needed. Reading holds the bytes of the file, its floats, and the layers that are formed; see the package
 * about files that are not trusted. May be called by many threads at once.
 */
public final class Npz {
    private Npz() {}

    /**
     * Reads a network from a file.
     *
     * @param file a NumPy archive
     * @param activations one per layer, the first layer's first
     * @return the network
     * @throws ModelFormatException if the file is no NumPy archive, is damaged, does not hold a chain of dense layers, or
     *     its layers and the activations differ in number
     * @throws IOException if the file cannot be opened or read
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
        return read(WholeFile.read(channel, name, "is longer than is read; save the network as safetensors"), name, activations);
    }

    /** Reads a network from the bytes of a file. */
    static Network read(byte[] archive, String name, Activation... given) throws IOException {
        if (given.length == 0) {
            throw new ModelFormatException(name, "header", "a NumPy archive has no place for activations, and none were"
                    + " given; give one per layer, as in Npz.read(file, Activation.RELU, Activation.IDENTITY) or --activations"
                    + " relu,identity");
        }
        NpzArrays arrays = NpzArrays.read(name, archive);
        List<SequentialLayers.Layer> layers = SequentialLayers.order(name, arrays.tensors());
        Activation[] activations = ActivationList.perLayer(name, given, layers.size());
        SequentialLayers.checkActivations(name, layers, activations);
        return SequentialLayers.form(layers, activations, arrays.numbers(), arrays::isColumnMajor);
    }
}
