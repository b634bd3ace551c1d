package dev.lanewise.internal.onnx;

import com.google.protobuf.CodedInputStream;
import dev.lanewise.internal.format.Account;
import java.io.IOException;

/**
 * A walk over every byte of a file before anything is made of it: known messages with known fields of the right wire type,
 * lengths within what remains, varints of at most ten bytes, single fields once. Protobuf itself merges a message that
 * comes twice, and of two numbers takes the last, so that two readers can see two models; here both are refused.
 *
 * <p>Allocates nothing per byte. Messages and the names of inputs and outputs are paid for here, by number, since one takes
 * some hundred bytes of memory and can take two of the file. No message contains itself (subgraphs
 * are refused), so the depth is that of the table, {@code model.graph.input.type.tensor_type.shape.dim}: seven.
 */
final class WireWalk {
    /**
     * Of memory, for all that becomes of a message or name until the network is there; one more input of Max takes 587. So there
     * may be 1,666 and one for every 200 bytes of the file, less what names take: 120 layers with a bias and an activation each,
     * or 550 bare nodes; larger graphs come with weights.
     */
    private static final int BYTES_PER_OBJECT = 600;

    /** A path of 4 kB is a long name already. */
    static final int LONGEST_STRING = 4096;

    private static final int LARGEST_NUMBER = (1 << 29) - 1;

    private final CodedInputStream in;
    private final MessageType[] path = new MessageType[MessageType.values().length];
    private final Account account;
    private int depth;
    private int objects;

    private WireWalk(byte[] file, Account account) {
        this.account = account;
        in = CodedInputStream.newInstance(file);
        in.setSizeLimit(Integer.MAX_VALUE);
    }

    /** Walks a message to the last byte of the file, or refuses it. */
    static void check(MessageType type, byte[] file, Account account) {
        WireWalk walk = new WireWalk(file, account);
        try {
            walk.message(type, file.length);
        } catch (IOException e) { // protobuf's own: a varint of more than ten bytes, or one cut off by the end
            throw walk.fault("a number or a field is cut off or malformed; the file is damaged or is no ONNX file");
        }
    }

    private void message(MessageType type, int end) throws IOException {
        path[depth++] = type;
        countObject();
        long seen = 0;
        while (in.getTotalBytesRead() < end) {
            long tag = in.readRawVarint64();
            int wireType = (int) tag & 7;
            long number = tag >>> 3;
            if (number == 0 || number > LARGEST_NUMBER) {
                throw fault("field number " + Long.toUnsignedString(number) + " is not one of protobuf's; the file is"
                        + " damaged or is no ONNX file");
            }
            MessageField field = number < 64 ? type.field((int) number) : null;
            if (field == null) {
                unknown(type, number, wireType, end);
                continue;
            }
            long bit = 1L << number;
            if (!field.isRepeated() && (seen & bit) != 0) {
                throw fault("field " + field.name() + " stands twice, and readers differ in which they take; save the model"
                        + " again");
            }
            seen |= bit;
            known(field, wireType, end);
        }
        if (in.getTotalBytesRead() > end) {
            throw fault("a field ends " + (in.getTotalBytesRead() - end) + " bytes after the message that holds it");
        }
        depth--;
    }

    private void known(MessageField field, int wireType, int end) throws IOException {
        if (field.refusal() != null) {
            throw fault("field " + field.name() + ": " + field.refusal());
        }
        if (!field.kind().mayHave(wireType, field.isRepeated())) {
            throw fault("field " + field.name() + " has wire type " + wireType + ", which is not that of onnx.proto");
        }
        if (wireType != 2) {
            skipNumber(wireType);
            return;
        }
        int length = length(field.name(), end);
        switch (field.kind()) {
            case MESSAGE -> message(field.message(), in.getTotalBytesRead() + length);
            case STRING -> {
                if (field.isRepeated()) { // else a part of its message
                    countObject();
                }
                if (length > LONGEST_STRING) {
                    throw fault("field " + field.name() + " is a text of " + length + " bytes; at most " + LONGEST_STRING
                            + " are read");
                }
                in.skipRawBytes(length);
            }
            case PACKED_VARINT -> varints(field, length);
            case PACKED_FIXED32 -> fixed(field, length, Float.BYTES);
            case PACKED_FIXED64 -> fixed(field, length, Double.BYTES);
            default -> in.skipRawBytes(length);
        }
    }

    private void unknown(MessageType type, long number, int wireType, int end) throws IOException {
        if (type.isClosed()) {
            throw fault("field number " + number + " is unknown here, and might change what the others mean; save the model"
                    + " for an earlier version of ONNX");
        }
        if (wireType == 2) {
            in.skipRawBytes(length("number " + number, end));
        } else {
            skipNumber(wireType);
        }
    }

    private void skipNumber(int wireType) throws IOException {
        switch (wireType) {
            case 0 -> in.readRawVarint64();
            case 1 -> in.skipRawBytes(Long.BYTES);
            case 5 -> in.skipRawBytes(Integer.BYTES);
            default -> throw fault("wire type " + wireType + " is not used in ONNX; the file is damaged or is no ONNX file");
        }
    }

    /** A length, unsigned, that stays within the message. */
    private int length(String field, int end) throws IOException {
        long length = in.readRawVarint64();
        int remaining = end - in.getTotalBytesRead();
        if (Long.compareUnsigned(length, Math.max(remaining, 0)) > 0) {
            throw fault("field " + field + " declares " + Long.toUnsignedString(length) + " bytes where " + remaining
                    + " remain; the file is cut off or damaged");
        }
        return (int) length;
    }

    private void varints(MessageField field, int length) throws IOException {
        int end = in.getTotalBytesRead() + length;
        while (in.getTotalBytesRead() < end) {
            in.readRawVarint64();
        }
        if (in.getTotalBytesRead() > end) {
            throw fault("the last number of field " + field.name() + " is cut off");
        }
    }

    private void fixed(MessageField field, int length, int width) throws IOException {
        if (length % width != 0) {
            throw fault("field " + field.name() + " has " + length + " bytes, no multiple of " + width);
        }
        in.skipRawBytes(length);
    }

    private void countObject() {
        if (!account.takes(BYTES_PER_OBJECT)) {
            throw fault("the file holds more than " + objects + " messages and names of inputs and outputs, which take "
                    + BYTES_PER_OBJECT + " bytes of memory each, and there are " + Account.RULE + "; fold the graph, or make its"
                    + " layers wider: weights in this file count, weights beside it do not");
        }
        objects++;
    }

    private OnnxFault fault(String reason) {
        StringBuilder place = new StringBuilder("byte ").append(in.getTotalBytesRead());
        for (int d = 0; d < depth; d++) {
            place.append(d == 0 ? ", " : ".").append(path[d].label());
        }
        return new OnnxFault(place.toString(), null, reason);
    }
}
