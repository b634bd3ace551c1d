package dev.lanewise.internal.onnx;

import com.google.protobuf.CodedInputStream;
import dev.lanewise.internal.format.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records from the bytes of a file that {@link WireWalk} let through. Numbers of tensors stay in the file, but for those stored
 * as varints and lists of floats, which are copied.
 */
public final class GraphReader {
    /** Of memory: in a list that doubles, and again in an array. */
    private static final int BYTES_PER_INTEGER = 40;

    /** One character above U+00FF makes two bytes of each of a text's, after an attempt at one. */
    private static final int TIMES_WIDE = 3;

    /** Beside its characters: a buffer, and a second array. */
    private static final int BYTES_PER_WIDE_TEXT = 128;

    /** To copy numbers: another stream over the bytes, a buffer, an array. */
    static final int BYTES_PER_COPY = 256;

    private final byte[] file;
    private final CodedInputStream in;
    private final Utf8 utf8 = new Utf8();
    private final Account account;

    private GraphReader(byte[] file, Account account) {
        this.file = file;
        this.account = account;
        in = CodedInputStream.newInstance(file);
        in.setSizeLimit(Integer.MAX_VALUE);
    }

    /**
     * Walks, then reads. Opens no other file: what lies in one is told by {@link Model#externalTensors}.
     *
     * @param file the bytes of an ONNX file, kept by the tensors
     * @param account for these bytes
     * @return the model
     * @throws OnnxFault if the bytes are no model, or hold what is not read
     */
    public static Model read(byte[] file, Account account) {
        WireWalk.check(MessageType.MODEL, file, account);
        try {
            return new GraphReader(file, account).model();
        } catch (IOException e) {
            throw new AssertionError("walked, but not readable", e);
        }
    }

    /**
     * Reads one tensor, as stored in the files that hold inputs and outputs of ONNX's own tests.
     *
     * @param file the bytes of a TensorProto
     * @return the tensor
     * @throws OnnxFault if its numbers do not agree with each other, or are in another file
     */
    public static Tensor readTensor(byte[] file) {
        Account account = new Account(file.length);
        WireWalk.check(MessageType.TENSOR, file, account);
        try {
            GraphReader reader = new GraphReader(file, account);
            Tensor tensor = new TensorReading(reader, file.length).tensor();
            if (tensor.external() != null) {
                throw reader.fault("tensor", tensor.name(), "has its numbers in another file");
            }
            return tensor;
        } catch (IOException e) {
            throw new AssertionError("walked, but not readable", e);
        }
    }

    CodedInputStream in() {
        return in;
    }

    byte[] file() {
        return file;
    }

    int position() {
        return in.getTotalBytesRead();
    }

    OnnxFault fault(String what, String name, String reason) {
        return new OnnxFault("byte " + position() + ", " + what, name, reason);
    }

    /** Where the message that starts with a length here ends. */
    int messageEnd() throws IOException {
        int length = (int) in.readRawVarint64();
        return position() + length;
    }

    String string() throws IOException {
        return string((int) in.readRawVarint64());
    }

    /** A text of so many bytes from here on. */
    String string(int length) throws IOException {
        int from = position();
        in.skipRawBytes(length);
        return string(from, length);
    }

    /** A text of so many bytes that was passed over. */
    String string(int from, int length) {
        charge("text", Utf8.isAscii(file, from, length) ? length : BYTES_PER_WIDE_TEXT + TIMES_WIDE * length);
        String text = utf8.decode(file, from, length);
        if (text == null) {
            throw fault("text", null, "is not valid UTF-8; the file is damaged");
        }
        return text;
    }

    /** Sets memory aside for what does not stay in the file. */
    void charge(String what, long bytes) {
        if (!account.takes(bytes)) {
            throw fault(what, null, "with this one, the messages, names, integers and numbers of the file that must be copied"
                    + " outgrow " + Account.RULE + "; fold the graph, shorten its names, or store numbers as raw_data");
        }
    }

    void skip(int tag) throws IOException {
        switch (tag & 7) {
            case 0 -> in.readRawVarint64();
            case 1 -> in.skipRawBytes(Long.BYTES);
            case 5 -> in.skipRawBytes(Integer.BYTES);
            default -> in.skipRawBytes((int) in.readRawVarint64());
        }
    }

    /** Adds the values of a repeated integer field, one by one or packed. */
    void integers(int tag, LongList to) throws IOException {
        if ((tag & 7) != 2) {
            charge("integers", BYTES_PER_INTEGER);
            to.add(in.readRawVarint64());
            return;
        }
        int end = messageEnd();
        while (position() < end) {
            charge("integers", BYTES_PER_INTEGER);
            to.add(in.readRawVarint64());
        }
    }

    private Model model() throws IOException {
        List<Model.Opset> opsets = new ArrayList<>();
        Model graph = null;
        while (position() < file.length) {
            int tag = in.readRawVarint32();
            switch (tag >>> 3) {
                case 7 -> graph = graph(messageEnd());
                case 8 -> opsets.add(opset(messageEnd()));
                default -> skip(tag);
            }
        }
        if (graph == null) {
            throw new OnnxFault("byte 0, model", null, "holds no graph; the file is damaged or is no ONNX model");
        }
        return new Model(opsets, graph.nodes(), graph.initializers(), graph.inputs(), graph.outputs());
    }

    private Model.Opset opset(int end) throws IOException {
        String domain = "";
        long version = 0;
        while (position() < end) {
            int tag = in.readRawVarint32();
            switch (tag >>> 3) {
                case 1 -> domain = string();
                case 2 -> version = in.readRawVarint64();
                default -> skip(tag);
            }
        }
        return new Model.Opset(domain, version);
    }

    private Model graph(int end) throws IOException {
        List<Node> nodes = new ArrayList<>();
        List<Tensor> initializers = new ArrayList<>();
        List<Model.ValueInfo> inputs = new ArrayList<>();
        List<Model.ValueInfo> outputs = new ArrayList<>();
        while (position() < end) {
            int tag = in.readRawVarint32();
            switch (tag >>> 3) {
                case 1 -> nodes.add(node(nodes.size(), messageEnd()));
                case 5 -> initializers.add(new TensorReading(this, messageEnd()).tensor());
                case 11 -> inputs.add(ValueReading.value(this, messageEnd()));
                case 12 -> outputs.add(ValueReading.value(this, messageEnd()));
                default -> skip(tag);
            }
        }
        return new Model(List.of(), nodes, initializers, inputs, outputs);
    }

    private Node node(int index, int end) throws IOException {
        List<String> inputs = new ArrayList<>(3);
        List<String> outputs = new ArrayList<>(1);
        List<Attribute> attributes = new ArrayList<>(0);
        String[] texts = {"", "", ""}; // name, operator, domain
        while (position() < end) {
            int tag = in.readRawVarint32();
            switch (tag >>> 3) {
                case 1 -> inputs.add(string());
                case 2 -> outputs.add(string());
                case 3 -> texts[0] = string();
                case 4 -> texts[1] = string();
                case 5 -> attributes.add(new AttributeReading(this, messageEnd()).attribute());
                case 7 -> texts[2] = string();
                default -> skip(tag);
            }
        }
        checkDistinct(attributes, index);
        return new Node(index, texts[0], texts[1], texts[2], inputs, outputs, attributes);
    }

    private void checkDistinct(List<Attribute> attributes, int node) {
        Set<String> names = attributes.size() < 2 ? null : new HashSet<>();
        for (Attribute attribute : attributes) {
            if (names != null && !names.add(attribute.name())) {
                throw fault("node " + node + ", attribute", attribute.name(), "stands twice; save the model again");
            }
        }
    }
}
