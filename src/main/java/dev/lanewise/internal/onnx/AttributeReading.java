package dev.lanewise.internal.onnx;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One attribute. Its type must be given (it must since version 2 of the format) and agree with the fields that are there, so
 * that no reader can take another value.
 */
final class AttributeReading {
    private static final int S = 4;
    private static final int FLOATS = 7;
    private static final long[] NO_INTS = {};

    private final GraphReader reader;
    private final CodedInputStream in;
    private final int end;
    private final LongList ints = new LongList();
    private String name = "";
    private float f;
    private long i;
    private String s = "";
    private Tensor tensor;
    private ByteBuffer floats; // null where there are none
    private long type;
    private int fields; // bit n: field n is there

    AttributeReading(GraphReader reader, int end) {
        this.reader = reader;
        this.in = reader.in();
        this.end = end;
    }

    Attribute attribute() throws IOException {
        while (reader.position() < end) {
            int tag = in.readRawVarint32();
            int field = tag >>> 3;
            fields |= 1 << field;
            switch (field) {
                case 1 -> name = reader.string();
                case 2 -> f = in.readFloat();
                case 3 -> i = in.readRawVarint64();
                case S -> s = reader.string();
                case 5 -> tensor = new TensorReading(reader, reader.messageEnd()).tensor();
                case FLOATS -> addFloats(tag);
                case 8 -> reader.integers(tag, ints);
                case 20 -> type = in.readRawVarint64();
                default -> reader.skip(tag);
            }
        }
        Attribute.Type checked = checkedType();
        return new Attribute(name, checked, f, i, s, checked == Attribute.Type.FLOATS ? list() : tensor,
                checked == Attribute.Type.INTS ? ints.toArray() : NO_INTS);
    }

    private Tensor list() {
        byte[] bytes = floats == null ? new byte[0] : floats.array();
        return new Tensor(name, Tensor.FLOAT, new int[] {bytes.length / Float.BYTES}, bytes, 0);
    }

    private void addFloats(int tag) throws IOException {
        if (floats == null) {
            int bytes = floatBytes(tag);
            reader.charge("floats", GraphReader.BYTES_PER_COPY + bytes);
            floats = ByteBuffer.allocate(bytes);
        }
        int length = floatsLength(tag, in);
        floats.put(reader.file(), reader.position(), length);
        in.skipRawBytes(length);
    }

    /** Bytes of all floats, packed or one by one, from the first field of them, whose tag has been read. */
    private int floatBytes(int tag) throws IOException {
        CodedInputStream ahead = CodedInputStream.newInstance(reader.file(), reader.position(), end - reader.position());
        int bytes = 0;
        for (int next = tag; next != 0; next = ahead.readTag()) {
            if (next >>> 3 == FLOATS) {
                int length = floatsLength(next, ahead);
                ahead.skipRawBytes(length);
                bytes += length;
            } else {
                ahead.skipField(next);
            }
        }
        return bytes;
    }

    private static int floatsLength(int tag, CodedInputStream from) throws IOException {
        return (tag & 7) == 2 ? from.readRawVarint32() : Float.BYTES;
    }

    /** The type by its number in onnx.proto. */
    private Attribute.Type checkedType() {
        Attribute.Type checked = switch (Math.clamp(type, 0, 99)) {
            case 1 -> Attribute.Type.FLOAT;
            case 2 -> Attribute.Type.INT;
            case 3 -> Attribute.Type.STRING;
            case 4 -> Attribute.Type.TENSOR;
            case 6 -> Attribute.Type.FLOATS;
            case 7 -> Attribute.Type.INTS;
            default -> Attribute.Type.OTHER;
        };
        int allowed = switch (checked) {
            case FLOAT -> 1 << 2;
            case INT -> 1 << 3;
            case STRING -> 1 << S;
            case TENSOR -> 1 << 5;
            case FLOATS -> 1 << FLOATS;
            case INTS -> 1 << 8;
            case OTHER -> 1 << 9;
        };
        int values = fields & (1 << 2 | 1 << 3 | 1 << S | 1 << 5 | 1 << FLOATS | 1 << 8 | 1 << 9);
        if ((values & ~allowed) != 0 || checked == Attribute.Type.TENSOR && tensor == null) {
            throw reader.fault("attribute", name, "its type " + type
                    + " does not agree with the value that is there; save the model again");
        }
        return checked;
    }
}
