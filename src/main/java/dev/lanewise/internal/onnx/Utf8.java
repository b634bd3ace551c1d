package dev.lanewise.internal.onnx;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8, of texts as long as {@link WireWalk} lets through, at the cost of the string alone: names are many. */
final class Utf8 {
    // made on first use: names are ASCII as a rule
    private CharsetDecoder decoder;
    private CharBuffer chars;

    /** The text, or null if it is malformed. */
    String decode(byte[] bytes, int from, int length) {
        return isAscii(bytes, from, length) ? new String(bytes, from, length, StandardCharsets.ISO_8859_1)
                : decodeStrictly(bytes, from, length);
    }

    static boolean isAscii(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private String decodeStrictly(byte[] bytes, int from, int length) {
        if (decoder == null) {
            decoder = StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            chars = CharBuffer.allocate(WireWalk.LONGEST_STRING); // never more chars than bytes
        }
        chars.clear();
        boolean malformed = decoder.reset().decode(ByteBuffer.wrap(bytes, from, length), chars, true).isError();
        return malformed ? null : chars.flip().toString();
    }
}
