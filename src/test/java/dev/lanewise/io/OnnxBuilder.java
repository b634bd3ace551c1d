package dev.lanewise.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of ONNX files, put together field by field, so that a test can also put them together wrongly. */
public final class OnnxBuilder {
    static final int FLOAT = 1;
    static final int INT8 = 3;
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int BOOL = 9;
    static final int FLOAT16 = 10;
    static final int DOUBLE = 11;
    static final int BFLOAT16 = 16;

    /** A message under construction: fields in the order they are added. */
    public static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        public Message() {}

        private interface Write {
            void to(CodedOutputStream out) throws IOException;
        }

        private Message write(Write write) {
            try {
                CodedOutputStream out = CodedOutputStream.newInstance(bytes);
                write.to(out);
                out.flush();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Message number(int field, long value) {
            return write(out -> out.writeInt64(field, value));
        }

        Message real(int field, float value) {
            return write(out -> out.writeFloat(field, value));
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        public Message bytes(int field, byte[] value) {
            return write(out -> out.writeByteArray(field, value));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        /** Bytes as they are: any fault. */
        Message raw(int... values) {
            for (int value : values) {
                bytes.write(value);
            }
            return this;
        }

        public byte[] toBytes() {
            return bytes.toByteArray();
        }
    }

    private final Message graph = new Message();
    private final long opset;
    private long irVersion = 8;
    private int names;

    /** A graph with input x of shape [N, columns] and output z. */
    OnnxBuilder(long opset, int columns) {
        this(opset);
        input("x", FLOAT, -1, columns);
        output("z");
    }

    /** An empty graph. */
    OnnxBuilder(long opset) {
        this.opset = opset;
    }

    OnnxBuilder irVersion(long version) {
        irVersion = version;
        return this;
    }

    Message graph() {
        return graph;
    }

    OnnxBuilder input(String name, int type, long... dims) {
        graph.message(11, value(name, type, dims));
        return this;
    }

    OnnxBuilder output(String name) {
        graph.message(12, value(name, FLOAT, -1, -1));
        return this;
    }

    /** A tensor's name, type and shape, or null for none; a negative size is a named one. */
    static Message value(String name, int type, long... dims) {
        Message tensor = new Message().number(1, type);
        if (dims != null) {
            Message shape = new Message();
            for (long dim : dims) {
                shape.message(1, dim < 0 ? new Message().text(2, "N") : new Message().number(1, dim));
            }
            tensor.message(2, shape);
        }
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A name that is not used yet. */
    String name() {
        return "t" + names++;
    }

    /** A node; the inputs and outputs are separated by commas. */
    OnnxBuilder node(String operator, String inputs, String outputs, Message... attributes) {
        graph.message(1, nodeMessage(operator, inputs, outputs, attributes));
        return this;
    }

    OnnxBuilder addNode(Message node) {
        graph.message(1, node);
        return this;
    }

    /** A model with this graph instead. */
    byte[] toBytesWithGraph(Message other) {
        return new Message().number(1, irVersion).text(2, "test").message(7, other)
                .message(8, new Message().text(1, "").number(2, opset)).toBytes();
    }

    /** A model with more fields at the end of its graph. */
    byte[] toBytesAfter(Message fields) {
        Message both = new Message();
        for (byte b : graph.toBytes()) {
            both.raw(b);
        }
        for (byte b : fields.toBytes()) {
            both.raw(b);
        }
        return toBytesWithGraph(both);
    }

    static Message nodeMessage(String operator, String inputs, String outputs, Message... attributes) {
        Message node = new Message();
        for (String input : inputs.split(",", -1)) {
            node.text(1, input);
        }
        for (String output : outputs.split(",", -1)) {
            node.text(2, output);
        }
        node.text(4, operator);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        return node;
    }

    static Message attribute(String name, float value) {
        return new Message().text(1, name).real(2, value).number(20, 1);
    }

    static Message attribute(String name, long value) {
        return new Message().text(1, name).number(3, value).number(20, 2);
    }

    static Message attribute(String name, String value) {
        return new Message().text(1, name).text(4, value).number(20, 3);
    }

    static Message attribute(String name, Message tensor) {
        return new Message().text(1, name).message(5, tensor).number(20, 4);
    }

    static Message attribute(String name, float[] values) {
        Message message = new Message().text(1, name);
        for (float value : values) {
            message.real(7, value);
        }
        return message.number(20, 6);
    }

    static Message attribute(String name, long[] values) {
        Message message = new Message().text(1, name);
        for (long value : values) {
            message.number(8, value);
        }
        return message.number(20, 7);
    }

    OnnxBuilder initializer(Message tensor) {
        graph.message(5, tensor);
        return this;
    }

    /** Floats as an initializer, raw. */
    OnnxBuilder floats(String name, float[] values, long... dims) {
        return initializer(tensor(name, values, dims));
    }

    OnnxBuilder integers(String name, long... values) {
        return initializer(integerTensor(name, values, values.length));
    }

    static Message header(String name, int type, long... dims) {
        Message tensor = new Message();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        return tensor.number(2, type).text(8, name);
    }

    /** A tensor in another file; keys and values of its external_data by turns. */
    static Message external(Message header, String... entries) {
        for (int i = 0; i < entries.length; i += 2) {
            header.message(13, new Message().text(1, entries[i]).text(2, entries[i + 1]));
        }
        return header.number(14, 1);
    }

    static Message tensor(String name, float[] values, long... dims) {
        return header(name, FLOAT, dims).bytes(9, bytes(values));
    }

    static Message integerTensor(String name, long[] values, long... dims) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            raw.putLong(value);
        }
        return header(name, INT64, dims).bytes(9, raw.array());
    }

    static byte[] bytes(float... values) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        return raw.array();
    }

    /** A whole model with more fields at the end of its graph. */
    public static byte[] appendedToGraph(byte[] model, byte[] fields) throws IOException {
        Message changed = new Message();
        CodedInputStream in = CodedInputStream.newInstance(model);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag >>> 3 == 7) {
                ByteArrayOutputStream graph = new ByteArrayOutputStream();
                graph.writeBytes(in.readByteArray());
                graph.writeBytes(fields);
                changed.bytes(7, graph.toByteArray());
            } else if ((tag & 7) == 0) {
                changed.number(tag >>> 3, in.readInt64());
            } else {
                changed.bytes(tag >>> 3, in.readByteArray());
            }
        }
        return changed.toBytes();
    }

    Message model() {
        return new Message().number(1, irVersion).text(2, "test").message(7, graph)
                .message(8, new Message().text(1, "").number(2, opset));
    }

    byte[] toBytes() {
        return model().toBytes();
    }
}
