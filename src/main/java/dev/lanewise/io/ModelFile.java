package dev.lanewise.io;

import dev.lanewise.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Networks from files of any format that is read, recognised by content; the name of the file plays no part. In this
 * release these are safetensors, ONNX and NumPy archives.
 */
public final class ModelFile {
    private static final String SAFETENSORS = "safetensors";
    private static final String ONNX = "ONNX";
    private static final String NPZ = "npz";

    private static final String ZIP = "PK\u0003\u0004";

    /** Enough for every mark below, and for the name of the first file in an archive. */
    private static final int HEAD_BYTES = 512;

    /** That a message shows. */
    private static final int SHOWN_BYTES = 16;

    /** Where an archive has the length of that name, and where the name. */
    private static final int ZIP_LENGTH_AT = 26;

    private static final int ZIP_NAME_AT = 30;

    /** A safetensors file starts with eight bytes of length, then the brace of its header. */
    private static final int BRACE_AT = 8;

    private ModelFile() {}

    /**
     * Reads a network. Safe to call from many threads. Opens no file but the one given: an ONNX file with weights in another
     * is refused, see {@link Onnx#readWithExternalData}.
     *
     * @param file an ONNX file, or a safetensors file with its activations in the metadata; for one without, see {@link
     *     Safetensors#read(Path, dev.lanewise.Activation...)}, and for a NumPy archive, which cannot hold them, {@link
     *     Npz#read(Path, dev.lanewise.Activation...)}
     * @return the network
     * @throws ModelFormatException if the format is not recognised, the message naming what was seen, or for any reason
     *     that its reader gives
     * @throws IOException if the file cannot be opened or read
     * @throws IllegalStateException if an optional library that the format needs is missing; the message names it
     */
    public static Network read(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            String name = file.toString();
            return switch (format(file, channel)) {
                case ONNX -> Onnx.readOpen(channel, name);
                case NPZ -> Npz.readOpen(channel, name);
                default -> Safetensors.readOpen(channel, name);
            };
        }
    }

    /**
     * The name of a file's format, as its first bytes have it; nothing else of the file is looked at.
     *
     * @param file any file
     * @return {@code safetensors}, {@code ONNX} or {@code npz}
     * @throws ModelFormatException if it is none that {@link #read} reads, the message naming what was seen
     * @throws IOException if the file cannot be opened or read
     */
    public static String format(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return format(file, channel);
        }
    }

    private static String format(Path file, SeekableByteChannel channel) throws IOException {
        byte[] head = head(channel);
        if (isSafetensors(head)) {
            return SAFETENSORS;
        }
        if (isOnnx(head)) {
            return ONNX;
        }
        if (isNpz(head)) {
            return NPZ;
        }
        throw new ModelFormatException(
                file.toString(), "byte 0", describe(head) + "; this release reads safetensors, ONNX and npz");
    }

    /** The highest byte of the length is zero in every real file, and never in text such as JSON. */
    private static boolean isSafetensors(byte[] head) {
        return head.length > BRACE_AT && head[BRACE_AT] == '{' && head[BRACE_AT - 1] == 0;
    }

    /** Field 1, a varint: ir_version, a small number; then field 2, a string, or another of the model's fields. */
    private static boolean isOnnx(byte[] head) {
        return startsWith(head, 0, "\b") && head.length > 2 && head[1] > 0 && head[1] < 32 && (head[2] & 7) <= 2;
    }

    /** An archive whose first file is an array. */
    private static boolean isNpz(byte[] head) {
        if (!startsWith(head, 0, ZIP) || head.length < ZIP_NAME_AT) {
            return false;
        }
        int end = ZIP_NAME_AT + (head[ZIP_LENGTH_AT] & 0xff | (head[ZIP_LENGTH_AT + 1] & 0xff) << 8);
        return startsWith(head, end - ".npy".length(), ".npy");
    }

    private static byte[] head(SeekableByteChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        while (head.hasRemaining() && channel.read(head) >= 0) {
            // a channel may give less than was asked for
        }
        byte[] bytes = new byte[head.flip().remaining()];
        head.get(bytes);
        return bytes;
    }

    /** What the first bytes look like: the formats that people try, by their marks. */
    private static String describe(byte[] head) {
        if (head.length == 0) {
            return "the file is empty";
        }
        if (startsWith(head, 0, "\u0089HDF")) {
            return "looks like HDF5 (Keras)";
        }
        if (startsWith(head, 0, ZIP)) {
            return "looks like a zip archive (PyTorch .pt or Keras .keras), and its first file is no NumPy array";
        }
        if (startsWith(head, 0, "\u0093NUMPY")) {
            return "looks like a NumPy array";
        }
        if (startsWith(head, 4, "TFL3")) {
            return "looks like TensorFlow Lite";
        }
        if (startsWith(head, 0, "GGUF")) {
            return "looks like GGUF";
        }
        if (startsWith(head, 0, "{")) {
            return "looks like JSON";
        }
        return describeBinary(head);
    }

    /** Formats without a mark of their own, by how they usually begin. */
    private static String describeBinary(byte[] head) {
        if (startsWith(head, 0, "\u0080") && head.length > 1 && head[1] >= 2 && head[1] <= 5) {
            return "looks like a Python pickle (PyTorch before 1.6, scikit-learn)";
        }
        return "unknown format, starting with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(SHOWN_BYTES, head.length));
    }

    /** Compares with a text whose chars are bytes. */
    private static boolean startsWith(byte[] head, int at, String mark) {
        byte[] bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= at + bytes.length
                && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
    }
}
