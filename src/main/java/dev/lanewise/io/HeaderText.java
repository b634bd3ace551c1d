package dev.lanewise.io;

import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of a header in strict UTF-8: what is malformed is refused, not replaced. Decoded as far as the parser asks, so
 * that beside the bytes, which are there already, no more than a piece of it is held.
 */
final class HeaderText extends Reader {
    /** A sequence of bytes that the end of a piece cuts. */
    private static final int LONGEST_REST = 3;

    private final String file;
    private final int offset;
    private final List<byte[]> pieces;
    private final ByteBuffer bytes;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final SurrogateEscapes escapes = new SurrogateEscapes();
    private int taken; // pieces
    private long given; // chars
    private long before; // bytes of the text in front of those in the buffer

    /**
     * A text.
     *
     * @param file for messages
     * @param offset of the text in the file, for messages
     * @param pieces none longer than the first
     */
    HeaderText(String file, int offset, List<byte[]> pieces) {
        this.file = file;
        this.offset = offset;
        this.pieces = pieces;
        this.bytes = ByteBuffer.allocate(pieces.getFirst().length + LONGEST_REST).flip();
    }

    @Override
    public int read(char[] into, int at, int length) {
        CharBuffer chars = CharBuffer.wrap(into, at, length);
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, taken == pieces.size());
            if (result.isError()) {
                throw new ModelFormatException(file, "byte " + (offset + before + bytes.position()),
                        "the header is not valid UTF-8; write it again with a program that keeps to the format");
            }
            if (chars.position() > at || result.isOverflow()) {
                checkEscapes(into, at, chars.position());
                return chars.position() - at;
            }
            if (taken == pieces.size()) {
                return -1;
            }
            before += bytes.position();
            bytes.compact().put(pieces.get(taken++)).flip();
        }
    }

    private void checkEscapes(char[] into, int from, int to) {
        for (int i = from; i < to; i++) {
            if (escapes.isAlone(into[i])) {
                throw new ModelFormatException(file, "byte " + byteOf(given + i - from), "before this byte the header has an"
                        + " escape for half a character alone, which no UTF-8 says; write it again with a program that keeps to"
                        + " the format");
            }
        }
        given += to - from;
    }

    /** Where in the file a char of the text is, counted from 0, or its end. */
    long byteOf(long charOffset) {
        long at = offset;
        long chars = 0;
        for (byte[] piece : pieces) {
            for (byte b : piece) {
                if ((b & 0xc0) != 0x80) { // the first of a char
                    if (chars >= charOffset) {
                        return at;
                    }
                    chars += (b & 0xf8) == 0xf0 ? 2 : 1;
                }
                at++;
            }
        }
        return at;
    }

    @Override
    public void close() { }
}
