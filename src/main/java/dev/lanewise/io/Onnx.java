package dev.lanewise.io;

import dev.lanewise.Network;
import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.OnnxFault;
import dev.lanewise.io.onnx.OnnxNetwork;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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
 *       and PReLU, in any order of factors; clips by Clip, Min and Max; Log behind Sigmoid or Softmax.
 *   <li>Add, Sub, Mul and Div by constants and BatchNormalization are folded into the layer before, or into the next one
 *       where an activation is between, in double and rounded once; so results are those of the file in exact arithmetic
 *       and differ in bits from an evaluation node by node. Where there is no layer to fold into, one without activation is
 *       made.
 *   <li>Identity, Dropout, Cast, Flatten, Reshape, Squeeze, Unsqueeze and Transpose where they leave each row as it is;
 *       Split, Slice and Gather of columns: those that the output does not use are not computed.
 * </ul>
 *
 * <p>Everything else is refused with the node, its operator and what is wrong: residual connections, branches, other
 * operators, weights in other files, functions and subgraphs. A file is read as strictly as it can be: what two readers
 * might see differently is refused too.
 *
 * <p>Needs the artifact {@code com.google.protobuf:protobuf-java} at run time. Holds the bytes of the file and, while the
 * layers are formed, those; see the package about files that are not trusted. May be called by many threads at once.
 */
public final class Onnx {

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
        return read(WholeFile.read(channel, name, "is longer than protobuf allows"), name);
    }

    /** Reads a network from the bytes of a file. */
    static Network read(byte[] file, String name) {
        try {
            return OnnxNetwork.of(file);
        } catch (OnnxFault fault) {
            String where = fault.name() == null
                    ? fault.place()
                    : fault.place() + " " + Quote.ascii(fault.name());
            throw new ModelFormatException(name, where, fault.getMessage());
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("ONNX files are protobuf, and the library for it is not there; add the"
                    + " artifact com.google.protobuf:protobuf-java (on a module path also --add-modules"
                    + " com.google.protobuf)", e);
        }
    }
}
