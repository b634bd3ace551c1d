package dev.lanewise.internal.onnx;

/**
 * A field of a message of onnx.proto.
 *
 * @param number on the wire, at most 63
 * @param name in onnx.proto
 * @param kind what its bytes are
 * @param isRepeated whether it may stand more than once
 * @param message what it holds where its kind is {@code MESSAGE}, else null
 * @param refusal why it is not read and what to do, or null where it is
 */
record MessageField(int number, String name, Kind kind, boolean isRepeated, MessageType message, String refusal) {
    /** What a field holds, with the wire types that it may have. */
    enum Kind {
        /** An int32, int64 or enum. */
        VARINT(0, -1),
        /** A float. */
        FLOAT(5, -1),
        /** Text that is read: strict UTF-8. */
        STRING(2, -1),
        /** Bytes as they are. */
        BYTES(2, -1),
        /** Integers, packed or one by one where the field is repeated. */
        PACKED_VARINT(2, 0),
        /** Floats, packed or one by one where the field is repeated. */
        PACKED_FIXED32(2, 5),
        /** Doubles, packed. */
        PACKED_FIXED64(2, 1),
        /** A message of the table. */
        MESSAGE(2, -1),
        /** Text or a message that is of no concern here. */
        SKIPPED(2, -1);

        private final int wireType;
        private final int unpackedWireType;

        Kind(int wireType, int unpackedWireType) {
            this.wireType = wireType;
            this.unpackedWireType = unpackedWireType;
        }

        boolean mayHave(int type, boolean isRepeated) {
            return type == wireType || isRepeated && type == unpackedWireType;
        }
    }

    static MessageField single(int number, String name, Kind kind) {
        return new MessageField(number, name, kind, false, null, null);
    }

    static MessageField single(int number, String name, Kind kind, MessageType message) {
        return new MessageField(number, name, kind, false, message, null);
    }

    static MessageField repeated(int number, String name, Kind kind) {
        return new MessageField(number, name, kind, true, null, null);
    }

    static MessageField repeated(int number, String name, Kind kind, MessageType message) {
        return new MessageField(number, name, kind, true, message, null);
    }

    static MessageField refused(int number, String name, String refusal) {
        return new MessageField(number, name, Kind.SKIPPED, true, null, refusal);
    }
}
