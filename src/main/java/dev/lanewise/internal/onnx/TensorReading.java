package dev.lanewise.internal.onnx;

import com.google.protobuf.CodedInputStream;
import dev.lanewise.internal.format.ArrayLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One tensor: its numbers are found, and checked to be as many as its dims say. They come raw or typed, in one of five
 * fields, never in two, or are in another file and in no field. Raw ones, floats and doubles stay in the file, since their
 * bytes are the same in both; integers and halves stored as varints are rewritten.
 */
final class TensorReading {
    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int STRING_DATA = 6;
    private static final int INT64_DATA = 7;
    private static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;
    private static final int UINT64_DATA = 11;

    private static final int EXTERNAL = 1; // data_location

    private final GraphReader reader;
    private final CodedInputStream in;
    private final int end;
    private final LongList dims = new LongList();
    private String name = "";
    private long type;
    private long dataLocation;
    private ExternalDataReading external; // null where no entry tells of another file
    private int dataField; // the one that holds numbers
    private int dataOffset;
    private int dataLength;

    TensorReading(GraphReader reader, int end) {
        this.reader = reader;
        this.in = reader.in();
        this.end = end;
    }

    Tensor tensor() throws IOException {
        while (reader.position() < end) {
            int tag = in.readRawVarint32();
            switch (tag >>> 3) {
                case 1 -> reader.integers(tag, dims);
                case 2 -> type = in.readRawVarint64();
                case 8 -> name = reader.string();
                case FLOAT_DATA, INT32_DATA, STRING_DATA, INT64_DATA, RAW_DATA, DOUBLE_DATA, UINT64_DATA -> data(tag >>> 3);
                case 13 -> externalEntry();
                case 14 -> dataLocation = in.readRawVarint64();
                default -> reader.skip(tag);
            }
        }
        int[] sizes = sizes();
        int readable = type > 0 && type < 64 ? (int) type : 0;
        if (dataLocation != 0 || external != null) {
            return elsewhere(readable, sizes);
        }
        return Tensor.width(readable) == 0
                ? new Tensor(name, readable, sizes, reader.file(), 0) // never looked into
                : located(readable, sizes);
    }

    private void externalEntry() throws IOException {
        if (external == null) {
            external = new ExternalDataReading(reader, this);
        }
        external.entry(reader.messageEnd());
    }

    private void data(int field) throws IOException {
        int length = (int) in.readRawVarint64();
        if (dataField != 0) {
            throw fault("has numbers in two fields, and readers differ in which they take; save the model again");
        }
        dataField = field;
        dataOffset = reader.position();
        dataLength = length;
        in.skipRawBytes(length);
    }

    /** The dims as ints whose product is the length of some array. */
    private int[] sizes() {
        long[] given = dims.toArray();
        if (given.length > Tensor.MOST_AXES) {
            throw fault("has " + given.length + " dims; at most " + Tensor.MOST_AXES + " are read, and a layer has two");
        }
        int[] sizes = new int[given.length];
        long product = 1;
        boolean isEmpty = false;
        for (int d = 0; d < sizes.length; d++) {
            if (given[d] < 0 || given[d] > ArrayLimit.LONGEST) {
                throw fault("has a dim of " + given[d] + "; it must be from 0 to " + ArrayLimit.LONGEST);
            }
            sizes[d] = (int) given[d];
            isEmpty |= sizes[d] == 0;
            product *= Math.max(1, sizes[d]);
            if (product > ArrayLimit.LONGEST) {
                throw fault("has dims whose product is above " + ArrayLimit.LONGEST + ", more than an array holds");
            }
        }
        return sizes;
    }

    /** A tensor of a type that is read, with its numbers in the place that its type allows, and as many as its dims say. */
    private Tensor located(int readable, int[] sizes) throws IOException {
        int elements = new Tensor(name, readable, sizes, reader.file(), 0).elements();
        int width = Tensor.width(readable);
        int typed = typedField(readable);
        if (dataField != 0 && dataField != RAW_DATA && dataField != typed) {
            throw fault("of type " + Tensor.typeName(readable) + " has its numbers in the field of another type");
        }
        if (dataField == INT32_DATA || dataField == INT64_DATA) {
            return rewritten(readable, sizes, elements, width);
        }
        if (dataLength != (long) elements * width) {
            throw fault(dataLength + " bytes of numbers do not match the " + elements + " elements of " + width
                    + " bytes that its dims and type need");
        }
        return new Tensor(name, readable, sizes, reader.file(), dataOffset);
    }

    /** A tensor whose numbers are in another file: as many bytes as its dims and type need. */
    private Tensor elsewhere(int readable, int[] sizes) {
        if (dataLocation != EXTERNAL || external == null) {
            throw fault("has data_location=" + dataLocation + (external == null ? " and no" : " and") + " external_data; a"
                    + " tensor in another file has " + EXTERNAL + " and external_data, any other neither. Save the model again");
        }
        if (dataField != 0) {
            throw fault("has numbers both here and in another file, and readers differ in which they take; save the model"
                    + " again");
        }
        int width = Tensor.width(readable);
        if (width == 0) {
            throw fault("of type " + Tensor.typeName(readable) + " is in another file; there FLOAT, DOUBLE, FLOAT16,"
                    + " BFLOAT16, INT64, INT32 and BOOL are read");
        }
        long bytes = (long) new Tensor(name, readable, sizes, null, 0).elements() * width;
        if (bytes > ArrayLimit.LONGEST) {
            throw fault("needs " + bytes + " bytes of another file, more than an array holds");
        }
        return new Tensor(name, readable, sizes, null, 0, external.data((int) bytes));
    }

    private static int typedField(int type) {
        return switch (type) {
            case Tensor.FLOAT -> FLOAT_DATA;
            case Tensor.DOUBLE -> DOUBLE_DATA;
            case Tensor.INT64 -> INT64_DATA;
            default -> INT32_DATA; // 32 bits and less
        };
    }

    /** Varints as fixed numbers: eight bytes, perhaps, for one. */
    private Tensor rewritten(int readable, int[] sizes, int elements, int width) throws IOException {
        if (elements > dataLength) { // a varint is a byte at least
            throw fault("holds fewer numbers than the " + elements + " that its dims need");
        }
        if ((long) elements * width > ArrayLimit.LONGEST) {
            throw fault("has " + elements + " elements of " + width + " bytes, more than an array holds");
        }
        reader.charge("tensor", GraphReader.BYTES_PER_COPY + (long) elements * width);
        ByteBuffer numbers = ByteBuffer.allocate(elements * width).order(ByteOrder.LITTLE_ENDIAN);
        CodedInputStream varints = CodedInputStream.newInstance(reader.file(), dataOffset, dataLength);
        int count = 0;
        for (; varints.getTotalBytesRead() < dataLength; count++) {
            long value = varints.readRawVarint64();
            if (count < elements) {
                put(numbers, width, readable, value);
            }
        }
        if (count != elements) {
            throw fault("holds " + count + " numbers instead of the " + elements + " that its dims need");
        }
        return new Tensor(name, readable, sizes, numbers.array(), 0);
    }

    private void put(ByteBuffer numbers, int width, int readable, long value) {
        boolean fits = switch (readable) {
            case Tensor.INT64 -> true;
            case Tensor.INT32 -> value == (int) value;
            case Tensor.BOOL -> value == 0 || value == 1;
            default -> value == (value & 0xffff); // the bits of a half
        };
        if (!fits) {
            throw fault("holds the number " + value + ", which is none of type " + Tensor.typeName(readable));
        }
        switch (width) {
            case 8 -> numbers.putLong(value);
            case 4 -> numbers.putInt((int) value);
            case 2 -> numbers.putShort((short) value);
            default -> numbers.put((byte) value);
        }
    }

    OnnxFault fault(String reason) {
        return reader.fault("tensor", name, reason);
    }
}
