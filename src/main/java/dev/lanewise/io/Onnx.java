package dev.lanewise.io;

import dev.lanewise.Network;
import dev.lanewise.internal.format.Account;
import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.GraphReader;
import dev.lanewise.internal.onnx.Model;
import dev.lanewise.internal.onnx.OnnxFault;
import dev.lanewise.internal.onnx.Tensor;
import dev.lanewise.io.onnx.OnnxNetwork;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Networks in ONNX files, as PyTorch, TensorFlow, Keras and, for regressors, scikit-learn export them.
 *
 * <p>Any graph is read that is a dense network from one floating input to one output, in opsets 6 to 27. The first axis of
 * the input counts rows, and may be open or fixed: the network takes any number of rows. The others, which must be known,
 * are the columns of a row. A graph may say a layer in any of the usual ways:
 *
 * <ul>
 *   <li>Gemm, or MatMul with or without Add, the weights as initializers or Constant nodes, of FLOAT, FLOAT16 or BFLOAT16,
 *       which widen exactly, or DOUBLE, which is rounded once. All is computed in float, whatever the types of the file.
 *   <li>Activations as operators, and the formulas that stand for SiLU, GELU (by Erf or Tanh), Mish, hard swish, leaky ReLU
 *       and PReLU, in any order of factors; clips by Clip, Min and Max; Log behind Sigmoid or Softmax; softplus as Log(1 +
 *       Exp(x)), and as PyTorch's Where(βx > 20, x, Softplus(βx)/β), which takes x itself where that makes less than half
 *       an ulp of difference.
 *   <li>Add, Sub, Mul and Div by constants, BatchNormalization and {@code Scaler} of ai.onnx.ml are folded into the layer
 *       before, or into the next one where an activation is between, in double and rounded once; so results are those of the
 *       file in exact arithmetic and differ in bits from an evaluation node by node. Where there is no layer to fold into, one
 *       without activation is made.
 *   <li>Identity, Dropout, Cast, Flatten, Reshape, Squeeze, Unsqueeze and Transpose where they leave each row as it is;
 *       Split, Slice and Gather of columns: those that the output does not use are not computed.
 * </ul>
 *
 * <p>Everything else is refused with the node, its operator and what is wrong: residual connections, branches, other
 * operators, functions and subgraphs. A file is read as strictly as it can be: what two readers might see differently is
 * refused too.
 *
 * <p>Weights in a second file, where {@code torch.onnx.export} puts them unless it is told {@code external_data=False}, are
 * read by {@link #readWithExternalData} alone. {@link #read} refuses them, since it opens no file but the one it is given.
 *
 * <p>Needs the artifact {@code com.google.protobuf:protobuf-java} at run time. Holds the bytes of the file and, while the
 * layers are formed, those; see the package about files that are not trusted. May be called by many threads at once.
 */
public final class Onnx {
    private Onnx() {}

    /**
     * Reads a network from a file, and from this one alone.
     *
     * @param file an ONNX file
     * @return the network
     * @throws ModelFormatException if the file is no ONNX file, its graph is no dense network, or weights are in another
     *     file
     * @throws IOException if the file cannot be opened or read
     * @throws IllegalStateException if the artifact {@code protobuf-java} is missing
     */
    public static Network read(Path file) throws IOException {
        Objects.requireNonNull(file, "file is null");
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return readOpen(channel, file.toString());
        }
    }

    /**
     * Reads a network from a file and from those beside it that the file names: ONNX's external data, as in {@code
     * model.onnx} and {@code model.onnx.data}. A file without any is read as by {@link #read}. May be called by many threads
     * at once.
     *
     * <p>The file decides which others are opened, so take this method for files that may do so. It gets no further than
     * regular files in its own folder: a name with a path in it is refused, and so is a symbolic link that leads out of the
     * folder, or a file with hard links, where the system tells of them. All that the file says of the others is checked
     * before one is opened: names, and that each tensor has bytes of its own inside its file, as many as its dims and type
     * need. Only these bytes are read, so the size of a file costs nothing; they count as bytes of the file where the package
     * tells of time and memory. A {@code checksum}, which would be of the whole other file, is not verified.
     *
     * @param file an ONNX file; the others lie in the same folder under the names that it gives
     * @return the network
     * @throws ModelFormatException for every reason of {@link #read} but weights in another file; if another file is missing,
     *     no regular file or outside the folder; or if one is too short, in which case it is the file that the exception
     *     tells
     * @throws IOException if a file cannot be opened or read
     * @throws IllegalStateException if the artifact {@code protobuf-java} is missing
     */
    public static Network readWithExternalData(Path file) throws IOException {
        Objects.requireNonNull(file, "file is null");
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return readWithExternalData(whole(channel, file.toString()), file);
        }
    }

    /** Reads a network from the bytes of a file that lies there, and from those beside it. */
    static Network readWithExternalData(byte[] bytes, Path file) throws IOException {
        try {
            Account account = new Account(bytes.length);
            Model model = GraphReader.read(bytes, account);
            List<Tensor> tensors = model.externalTensors();
            if (tensors.isEmpty()) {
                return OnnxNetwork.of(model, account);
            }
            Map<Tensor, byte[]> elements = ExternalFiles.read(file, tensors, account);
            account.addFile(elements.values().stream().mapToLong(each -> each.length).sum());
            Model complete = model.withTensors(
                    tensor -> tensor.external() == null ? tensor : tensor.with(elements.get(tensor)));
            return OnnxNetwork.of(complete, account);
        } catch (OnnxFault fault) {
            throw refusal(file.toString(), fault);
        } catch (NoClassDefFoundError e) {
            throw withoutProtobuf(e);
        }
    }

    /** Reads a network from an open file, from its beginning. */
    static Network readOpen(SeekableByteChannel channel, String name) throws IOException {
        return read(whole(channel, name), name);
    }

    private static byte[] whole(SeekableByteChannel channel, String name) throws IOException {
        return WholeFile.read(channel, name, "is longer than protobuf allows");
    }

    /** Reads a network from the bytes of a file. */
    static Network read(byte[] file, String name) {
        try {
            Account account = new Account(file.length);
            Model model = GraphReader.read(file, account);
            List<Tensor> external = model.externalTensors();
            if (!external.isEmpty()) {
                Tensor tensor = external.getFirst();
                throw ExternalFiles.fault(tensor, "is in another file, " + Quote.ascii(tensor.external().location())
                        + ", and none is opened unasked. Ask by Onnx.readWithExternalData or, on the command line,"
                        + " --external-data; or export with the weights inside, as torch.onnx.export(...,"
                        + " external_data=False) does");
            }
            return OnnxNetwork.of(model, account);
        } catch (OnnxFault fault) {
            throw refusal(name, fault);
        } catch (NoClassDefFoundError e) {
            throw withoutProtobuf(e);
        }
    }

    private static ModelFormatException refusal(String name, OnnxFault fault) {
        String where = fault.name() == null
                ? fault.place()
                : fault.place() + " " + Quote.ascii(fault.name());
        return new ModelFormatException(name, where, fault.getMessage());
    }

    private static IllegalStateException withoutProtobuf(NoClassDefFoundError e) {
        return new IllegalStateException("ONNX files are protobuf, and the library for it is not there; add the"
                + " artifact com.google.protobuf:protobuf-java (on a module path also --add-modules"
                + " com.google.protobuf)", e);
    }
}
