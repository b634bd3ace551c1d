package dev.lanewise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The head of a safetensors file: eight bytes of length, then JSON that names the tensors of the buffer behind it.
 *
 * <p>Stricter than the reference implementation. What it lets through and this refuses (white space before the brace,
 * unknown fields, repeated keys) is what would let two programs see different networks in one file; no known writer makes
 * such files. Tensors must cover the buffer from end to end, each byte once, so that nothing hides in a file.
 *
 * @param tensors in the order of their bytes
 * @param activations the metadata of that name, or null
 */
record SafetensorsHeader(List<TensorEntry> tensors, String activations) {
    /** The reference allows 100 MB; a header entry of a layer takes some 150 bytes, so that this is 100,000 tensors. */
    static final int MAX_BYTES = 16 << 20;

    private static final int LENGTH_BYTES = 8;

    /**
     * Tensors and pairs of metadata. One takes up to two kilobytes of memory, with its name and its activation, and can take
     * 70 bytes of the file: 192 layers, and more where they are large.
     */
    private static final int FREE_ENTRIES = 384;

    private static final int BYTES_PER_ENTRY = 2048;

    /** The rule that {@link #mostEntries} is. */
    static final String MANY_ENTRIES = FREE_ENTRIES + " and one for every " + BYTES_PER_ENTRY
            + " bytes; collapse() the network, or make its layers wider";

    /** Reads the head and leaves the source at the first byte of the buffer. */
    static SafetensorsHeader read(ByteSource source) throws IOException {
        if (source.hasKnownSize() && source.remaining() < LENGTH_BYTES) {
            throw new ModelFormatException(source.name(), "byte 0", "a file of " + source.remaining()
                    + " bytes is too short for safetensors, which starts with 8 bytes of header length");
        }
        long length = ByteBuffer.wrap(source.bytes(LENGTH_BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        checkLength(source, length);
        byte[] bytes = source.bytes((int) length);
        if (length == 0 || bytes[0] != '{') {
            throw new ModelFormatException(source.name(), "byte " + LENGTH_BYTES,
                    "the header must start with {, also without white space before it; this is no safetensors file");
        }
        CharBuffer text = decode(source.name(), bytes);
        long size = source.hasKnownSize() ? source.remaining() + length : length; // of a stream no more is known
        SafetensorsHeader header = parse(source.name(), text, mostEntries(size));
        List<TensorEntry> tensors = new ArrayList<>(header.tensors());
        tensors.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        checkCoverage(source, tensors);
        return new SafetensorsHeader(tensors, header.activations());
    }

    /** The length is unsigned: a negative long is a huge one. */
    private static void checkLength(ByteSource source, long length) {
        if (source.hasKnownSize() && Long.compareUnsigned(length, source.remaining()) > 0) {
            throw new ModelFormatException(source.name(), "byte 0", "the header length "
                    + Long.toUnsignedString(length) + " is more than the " + source.remaining()
                    + " bytes that follow; the file is cut off or is no safetensors file");
        }
        if (Long.compareUnsigned(length, MAX_BYTES) > 0) {
            throw new ModelFormatException(source.name(), "byte 0", "the header length "
                    + Long.toUnsignedString(length) + " is more than the " + MAX_BYTES
                    + " bytes allowed; keep the tensors of one network in the file");
        }
    }

    /** Strict UTF-8: what is malformed is refused, not replaced. */
    private static CharBuffer decode(String file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length); // never more chars than bytes
        CoderResult result = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            throw new ModelFormatException(file, "byte " + (LENGTH_BYTES + in.position()),
                    "the header is not valid UTF-8; write it again with a program that keeps to the format");
        }
        return out.flip();
    }

    private static long mostEntries(long bytes) {
        return FREE_ENTRIES + bytes / BYTES_PER_ENTRY;
    }

    private static SafetensorsHeader parse(String file, CharBuffer text, long mostEntries) throws IOException {
        try {
            return HeaderJson.parse(file, LENGTH_BYTES, text.array(), text.length(), mostEntries);
        } catch (NoClassDefFoundError e) {
            throw jacksonMissing(e);
        }
    }

    /** The head of a file of these tensors: the length, the JSON, and spaces up to a multiple of eight. */
    byte[] toBytes() throws IOException {
        byte[] json;
        try {
            json = HeaderJson.write(this);
        } catch (NoClassDefFoundError e) {
            throw jacksonMissing(e);
        }
        int padded = Math.addExact(json.length, 7) & -8;
        long most = mostEntries(padded + tensors.getLast().end()) - 1; // one for the activations
        if (tensors.size() > most) {
            throw new IllegalArgumentException("the network's " + tensors.size() + " tensors are more than the " + most
                    + " that the reader allows, " + MANY_ENTRIES);
        }
        if (padded > MAX_BYTES) {
            throw new IllegalArgumentException("the network's " + tensors.size() + " tensors need a header of " + padded
                    + " bytes, more than the " + MAX_BYTES + " that the reader allows; collapse() it or split it");
        }
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.array();
    }

    private static IllegalStateException jacksonMissing(NoClassDefFoundError cause) {
        return new IllegalStateException("safetensors headers are JSON, and the library for it is not there; add the"
                + " artifact com.fasterxml.jackson.core:jackson-core (on a module path also --add-modules"
                + " com.fasterxml.jackson.core)", cause);
    }

    /** No hole, no overlap, nothing after the last: each byte of the buffer belongs to one tensor. */
    private static void checkCoverage(ByteSource source, List<TensorEntry> tensors) {
        long end = 0;
        for (TensorEntry tensor : tensors) {
            if (tensor.begin() != end) {
                throw tensor.refusal(source.name(), "its bytes start at " + tensor.begin() + ", but those before it end at "
                        + end + "; tensors must follow each other without hole or overlap");
            }
            end = tensor.end();
        }
        if (source.hasKnownSize() && source.remaining() != end) {
            throw new ModelFormatException(source.name(), "header, data_offsets", "the tensors end at " + end
                    + ", but " + source.remaining() + " bytes follow the header; the file is cut off or hides bytes");
        }
    }
}
