package dev.lanewise.internal.onnx;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/** An input or output of a graph, from the five messages that tell its name, type and shape. */
final class ValueReading {
    private final GraphReader reader;
    private final CodedInputStream in;
    private String name = "";
    private int elementType;
    private long[] dims;

    private ValueReading(GraphReader reader) {
        this.reader = reader;
        this.in = reader.in();
    }

    static Model.ValueInfo value(GraphReader reader, int end) throws IOException {
        ValueReading value = new ValueReading(reader);
        value.read(end);
        return new Model.ValueInfo(value.name, value.elementType, value.dims);
    }

    private void read(int end) throws IOException {
        while (reader.position() < end) {
            int tag = in.readRawVarint32();
            switch (tag >>> 3) {
                case 1 -> name = reader.string();
                case 2 -> type(reader.messageEnd());
                default -> reader.skip(tag);
            }
        }
    }

    private void type(int end) throws IOException {
        while (reader.position() < end) {
            int tag = in.readRawVarint32();
            if (tag >>> 3 == 1) {
                tensorType(reader.messageEnd());
            } else {
                reader.skip(tag);
            }
        }
    }

    private void tensorType(int end) throws IOException {
        while (reader.position() < end) {
            int tag = in.readRawVarint32();
            switch (tag >>> 3) {
                case 1 -> {
                    long type = in.readRawVarint64();
                    elementType = type > 0 && type < 64 ? (int) type : 0;
                }
                case 2 -> shape(reader.messageEnd());
                default -> reader.skip(tag);
            }
        }
    }

    private void shape(int end) throws IOException {
        LongList sizes = new LongList();
        while (reader.position() < end) {
            int tag = in.readRawVarint32();
            if (tag >>> 3 == 1) {
                sizes.add(size(reader.messageEnd()));
            } else {
                reader.skip(tag);
            }
        }
        dims = sizes.toArray();
    }

    /** A number, or −1 for a name or nothing. */
    private long size(int end) throws IOException {
        long size = -1;
        boolean isNamed = false;
        boolean isGiven = false;
        while (reader.position() < end) {
            int tag = in.readRawVarint32();
            switch (tag >>> 3) {
                case 1 -> {
                    size = in.readRawVarint64();
                    isGiven = true;
                }
                case 2 -> {
                    reader.string();
                    isNamed = true;
                }
                default -> reader.skip(tag);
            }
        }
        if (isGiven && isNamed) {
            throw reader.fault("shape of", name, "a dim has both a number and a name; save the model again");
        }
        return isGiven && size >= 0 ? size : -1;
    }
}
