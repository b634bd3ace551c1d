package dev.lanewise.internal.onnx;

import com.google.protobuf.CodedInputStream;
import dev.lanewise.internal.format.Quote;
import java.io.IOException;

/**
 * What a tensor says of its numbers in another file: entries of a key and a value, both text. A key that is not known might
 * change what the others mean, so there must be none.
 */
final class ExternalDataReading {
    /** Of a key or value in bytes: as much as a file's name may have. */
    private static final int LONGEST_TEXT = 255;

    private final GraphReader reader;
    private final TensorReading tensor;
    private String location;
    private String offset;
    private String length;
    private boolean hasChecksum;

    ExternalDataReading(GraphReader reader, TensorReading tensor) {
        this.reader = reader;
        this.tensor = tensor;
    }

    void entry(int end) throws IOException {
        CodedInputStream in = reader.in();
        String key = "";
        int valueFrom = 0;
        int valueBytes = 0;
        while (reader.position() < end) {
            boolean isKey = in.readRawVarint32() >>> 3 == 1; // the walk lets no other field pass but the value
            int bytes = (int) in.readRawVarint64();
            if (bytes > LONGEST_TEXT) {
                throw tensor.fault("has a key or value of " + bytes + " bytes in external_data; at most " + LONGEST_TEXT
                        + " are read");
            }
            if (isKey) {
                key = reader.string(bytes);
            } else {
                valueFrom = reader.position();
                valueBytes = bytes;
                in.skipRawBytes(bytes);
            }
        }
        if (key.equals("checksum")) { // its text is of no use here
            checkFirst(key, hasChecksum);
            hasChecksum = true;
            return;
        }
        String value = reader.string(valueFrom, valueBytes);
        switch (key) {
            case "location" -> location = only(key, location, value);
            case "offset" -> offset = only(key, offset, value);
            case "length" -> length = only(key, length, value);
            default -> throw tensor.fault("has the key " + Quote.ascii(key) + " in external_data; location, offset, length"
                    + " and checksum are read. Save the model again");
        }
    }

    private String only(String key, String before, String value) {
        checkFirst(key, before != null);
        return value;
    }

    private void checkFirst(String key, boolean isSeen) {
        if (isSeen) {
            throw tensor.fault("has the key " + key + " twice in external_data, and readers differ in which they take; save"
                    + " the model again");
        }
    }

    /** All of it, for a tensor that needs so many bytes. */
    ExternalData data(int needed) {
        if (location == null) {
            throw tensor.fault("is in another file, but external_data has no location that names it; save the model again");
        }
        if (length != null && decimal("length", length) != needed) {
            throw tensor.fault("has length=" + length + " in external_data, but its dims and type need " + needed + " bytes");
        }
        return new ExternalData(reader.position(), location, offset == null ? 0 : decimal("offset", offset), needed);
    }

    private long decimal(String key, String value) {
        boolean isDecimal = !value.isEmpty() && (value.equals("0") || value.charAt(0) != '0')
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            if (isDecimal) {
                return Long.parseLong(value);
            }
        } catch (NumberFormatException e) {
            // above 2^63: refused below
        }
        throw tensor.fault("has " + key + "=" + Quote.ascii(value) + " in external_data; it must be a decimal number from 0 to "
                + Long.MAX_VALUE);
    }
}
