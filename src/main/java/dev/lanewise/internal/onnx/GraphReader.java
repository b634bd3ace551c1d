package dev.lanewise.internal.onnx;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records from the bytes of a file that {@link WireWalk} let through. Numbers of tensors stay in the file, but for those stored
 * as varints and lists of floats, which are counted as copied.
 */
public final class GraphReader {
    /** Integers are read into arrays, at up to eight bytes for one of the file: shapes and indices are short. */
    private static final int FREE_INTEGERS = 4096;

    private static final int BYTES_PER_INTEGER = 128;

    /**
     * In bytes. One character above U+00FF makes two bytes of each of a text's, after an attempt at one: thrice the file's.
     */
    private static final int FREE_WIDE_TEXT = 1 << 16;

    private static final int BYTES_PER_WIDE_TEXT = 16;

    private final byte[] file;
    private final CodedInputStream in;
    private final Utf8 utf8 = new Utf8();
    private long integersLeft;
    private long wideTextLeft;
    private long copiedBytes;

    private GraphReader(byte[] file) {
        this.file = file;
        in = CodedInputStream.newInstance(file);
        in.setSizeLimit(Integer.MAX_VALUE);
        integersLeft = FREE_INTEGERS + file.length / BYTES_PER_INTEGER;
        wideTextLeft = FREE_WIDE_TEXT + file.length / BYTES_PER_WIDE_TEXT;
    }

    /**
     * Walks, then reads. Opens no other file: what lies in one is told by {@link Model#externalTensors}.
     *
     * @param file the bytes of an ONNX file, kept by the tensors
     * @return the model
     * @throws OnnxFault if the bytes are no model, or hold what is not read
     */
    public static Model read(byte[] file) {
        WireWalk.check(MessageType.MODEL, file);
        try {
            return new GraphReader(file).model();
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
        WireWalk.check(MessageType.TENSOR, file);
        try {
            GraphReader reader = new GraphReader(file);
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
        if (!Utf8.isAscii(file, from, length)) {
            chargeWideText(length);
        }
        String text = utf8.decode(file, from, length);
        if (text == null) {
            throw fault("text", null, "is not valid UTF-8; the file is damaged");
        }
        return text;
    }

    private void chargeWideText(int length) {
        wideTextLeft -= length;
        if (wideTextLeft < 0) {
            throw fault("text", null, "the file holds more bytes of texts beyond ASCII than the " + FREE_WIDE_TEXT
                    + " and one for every " + BYTES_PER_WIDE_TEXT + " bytes that are read; shorten the names, or write them"
                    + " in ASCII");
        }
    }

    /** Numbers that could not stay in the file. */
    void countCopied(int bytes) {
        copiedBytes += bytes;
    }

    void skip(int tag) throws IOException {
        switch (tag & 7) {
            case 0 -> in.readRawVarint64();
            case 1 -> in.skipRawBytes(Long.BYTES);
            case 5 -> in.skipRawBytes(Integer.BYTES);
            default -> in.skipRawBytes((int) in.readRawVarint64());
        }
    }

    void chargeIntegers(int count) {
        integersLeft -= count;
        if (integersLeft < 0) {
            throw fault("integers", null, "the file holds more integers than the " + FREE_INTEGERS + " and one for every "
                    + BYTES_PER_INTEGER + " bytes that are read; shapes and indices of dense networks are short");
        }
    }

    /** Adds the values of a repeated integer field, one by one or packed. */
    void integers(int tag, LongList to) throws IOException {
        if ((tag & 7) != 2) {
            chargeIntegers(1);
            to.add(in.readRawVarint64());
            return;
        }
        int end = messageEnd();
        while (position() < end) {
            chargeIntegers(1);
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
        return new Model(opsets, graph.nodes(), graph.initializers(), graph.inputs(), graph.outputs(), copiedBytes);
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
        return new Model(List.of(), nodes, initializers, inputs, outputs, copiedBytes);
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
