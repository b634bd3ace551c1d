package dev.lanewise.io;

import dev.lanewise.DenseLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * @param activations the metadata of that name, or null where there is none or it was not asked for
 * @param size bytes of the header and what follows; of a stream those of the header, since no more is known
 */
record SafetensorsHeader(List<TensorEntry> tensors, String activations, long size) {
    /** The reference allows 100 MB; a header entry of a layer takes some 150 bytes, so that this is 100,000 tensors. */
    static final int MAX_BYTES = 16 << 20;

    private static final int LENGTH_BYTES = 8;

    /**
     * Tensors and pairs of metadata. One takes up to three and a half kilobytes of memory, with a name of 50 wide characters and
     * an activation of two numbers, and can take 150 bytes of the file: 128 layers, and more where they are large.
     */
    private static final int FREE_ENTRIES = 256;

    private static final int BYTES_PER_ENTRY = 4096;

    /** The rule that {@link #mostEntries} is. */
    static final String MANY_ENTRIES = FREE_ENTRIES + " and one for every " + BYTES_PER_ENTRY
            + " bytes; collapse() the network, make its layers wider, or put the metadata into one entry";

    /**
     * Slopes of all PReLUs of the metadata. One takes up to 370 bytes of memory with its text, while it is read, so that eight
     * take the place of a tensor; and can take two bytes of the file. A layer of 64 inputs or more with PReLU has the 256 bytes
     * for each of its slopes in its weights.
     */
    private static final int FREE_SLOPES = 2048;

    private static final int SLOPES_PER_TENSOR = 8;

    private static final int BYTES_PER_SLOPE = 256;

    /** Of any text that is taken, for each slope that there may be. A float takes 15 at most and two for comma and space. */
    static final int CHARS_PER_SLOPE = 32;

    /** The rule that {@link #mostSlopes} is. */
    static final String MANY_SLOPES = FREE_SLOPES + " less " + SLOPES_PER_TENSOR + " for each tensor, and one for every "
            + BYTES_PER_SLOPE + " bytes";

    /** The rule that {@link #mostChars} is. */
    static final String MANY_CHARS = FREE_SLOPES * CHARS_PER_SLOPE + " and one for every " + BYTES_PER_SLOPE / CHARS_PER_SLOPE
            + " bytes";

    private static final String FEWER_SLOPES = "write the network in parts, or with Activation.leakyRelu where the slopes of a"
            + " layer are equal";

    /**
     * Reads the head and leaves the source at the first byte of the buffer.
     *
     * @param takesActivations whether the activations of the metadata are asked for, or else skipped
     */
    static SafetensorsHeader read(ByteSource source, boolean takesActivations) throws IOException {
        if (source.hasKnownSize() && source.remaining() < LENGTH_BYTES) {
            throw new ModelFormatException(source.name(), "byte 0", "a file of " + source.remaining()
                    + " bytes is too short for safetensors, which starts with 8 bytes of header length");
        }
        long length = ByteBuffer.wrap(source.bytes(LENGTH_BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        checkLength(source, length);
        List<byte[]> pieces = source.pieces(length);
        if (length == 0 || pieces.getFirst()[0] != '{') {
            throw new ModelFormatException(source.name(), "byte " + LENGTH_BYTES,
                    "the header must start with {, also without white space before it; this is no safetensors file");
        }
        long size = source.hasKnownSize() ? source.remaining() + length : length;
        SafetensorsHeader header = parse(source.name(), pieces, size, takesActivations);
        List<TensorEntry> tensors = new ArrayList<>(header.tensors());
        tensors.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        checkCoverage(source, tensors);
        return new SafetensorsHeader(tensors, header.activations(), size);
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

    /** Tensors and pairs of metadata that a file of this size may have. */
    static long mostEntries(long size) {
        return FREE_ENTRIES + size / BYTES_PER_ENTRY;
    }

    /** Slopes that the activations of the metadata may have together. */
    long mostSlopes() {
        return mostSlopes(tensors.size(), size);
    }

    private static long mostSlopes(int tensors, long size) {
        return Math.max(0, FREE_SLOPES - SLOPES_PER_TENSOR * (long) tensors) + size / BYTES_PER_SLOPE;
    }

    /** Chars that a text may have which is taken from the header of a file of this size; what is skipped may be longer. */
    static int mostChars(long size) {
        return (int) Math.min(MAX_BYTES, CHARS_PER_SLOPE * (FREE_SLOPES + size / BYTES_PER_SLOPE));
    }

    private static SafetensorsHeader parse(String file, List<byte[]> pieces, long size, boolean takesActivations)
            throws IOException {
        try {
            return HeaderJson.parse(file, new HeaderText(file, LENGTH_BYTES, pieces), size, takesActivations);
        } catch (NoClassDefFoundError e) {
            throw jacksonMissing(e);
        }
    }

    /** The head of a file of these tensors of a network's layers: the length, the JSON, and spaces up to a multiple of eight. */
    static byte[] toBytes(List<TensorEntry> tensors, List<DenseLayer> layers) throws IOException {
        String text = ActivationList.format(layers.stream().map(DenseLayer::activation).toList());
        byte[] json;
        try {
            json = HeaderJson.write(tensors, text);
        } catch (NoClassDefFoundError e) {
            throw jacksonMissing(e);
        }
        int padded = Math.addExact(json.length, 7) & -8;
        long size = padded + tensors.getLast().end();
        long most = mostEntries(size) - 1; // one for the activations
        if (tensors.size() > most) {
            throw new IllegalArgumentException("the network's " + tensors.size() + " tensors are more than the " + most
                    + " that the reader allows, " + MANY_ENTRIES);
        }
        long slopes = layers.stream().filter(layer -> layer.activation().isPerUnit()).mapToLong(DenseLayer::units).sum();
        if (slopes > mostSlopes(tensors.size(), size)) {
            throw new IllegalArgumentException("the network's activations have " + slopes + " slopes, more than the "
                    + mostSlopes(tensors.size(), size) + " that the reader allows, " + MANY_SLOPES + "; " + FEWER_SLOPES);
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
