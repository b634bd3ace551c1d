package dev.lanewise.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of a NumPy array file (versions 1.0 to 3.0): a mark, a length, and a Python dictionary of three keys, read with a
 * grammar of just that and nothing evaluated.
 *
 * @param descr the element type as NumPy spells it, such as {@code <f4}; any text but a structure
 * @param fortranOrder whether the first index runs fastest
 * @param shape the sizes, each from 0 to 10^18 - 1; none for a single number
 */
public record NpyHeader(String descr, boolean fortranOrder, List<Long> shape) {
    /** The first six bytes of every file. */
    public static final String MARK = "\u0093NUMPY";

    /** A dictionary of two sizes takes below 100; numpy itself stops at 10,000. */
    private static final int MAX_LENGTH = 4096;

    /** Rows and weights have two; numpy allows 64, which for many small arrays would cost more memory than the file. */
    private static final int MOST_SIZES = 8;

    /** As numpy pads, so that the numbers are aligned. */
    private static final int ALIGNMENT = 64;

    /** Digits of the largest count of rows: numpy leaves as much room for files that grow. */
    private static final int ROW_DIGITS = 21;

    private static final String TOO_SHORT = "the file ends within its header; write it again";

    /** Copies the shape. */
    public NpyHeader {
        shape = List.copyOf(shape);
    }

    /**
     * Reads a head, and leaves the stream at the first number. At most 4 KiB are read.
     *
     * @throws NpyFault if the stream does not begin with one, or ends within it
     */
    public static NpyHeader read(InputStream in) throws IOException {
        byte[] start = bytes(in, 8, 0); // mark and version
        if (!new String(start, 0, MARK.length(), StandardCharsets.ISO_8859_1).equals(MARK)) {
            throw new NpyFault("byte 0", "does not start like a NumPy array; write it with numpy.save or numpy.savez");
        }
        boolean isShort = start[6] == 1;
        if (start[6] < 1 || start[6] > 3 || start[7] != 0) {
            throw new NpyFault("byte 6", "version " + start[6] + "." + start[7]
                    + " of the NumPy format is unknown; 1.0, 2.0 and 3.0 are read");
        }
        int lengthBytes = isShort ? 2 : 4;
        ByteBuffer field = ByteBuffer.wrap(bytes(in, lengthBytes, 8)).order(ByteOrder.LITTLE_ENDIAN);
        long length = isShort ? Short.toUnsignedLong(field.getShort()) : Integer.toUnsignedLong(field.getInt());
        if (length > MAX_LENGTH) {
            throw new NpyFault("byte 8", "the header has " + length + " bytes, more than " + MAX_LENGTH
                    + "; this is no array of plain numbers");
        }
        int begin = 8 + lengthBytes;
        String text = new String(bytes(in, (int) length, begin), StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\n")) {
            throw new NpyFault("byte " + (begin + text.length()),
                    "the header does not end with a line feed; write the file again");
        }
        return new Parser(text, begin).header();
    }

    private static byte[] bytes(InputStream in, int count, int at) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new NpyFault("byte " + (at + bytes.length), TOO_SHORT);
        }
        return bytes;
    }

    /**
     * Whether numbers of so many bytes each, in this shape, take exactly so many bytes.
     *
     * @param width 1 or more
     * @param there 0 or more
     */
    public boolean takes(int width, long there) {
        long bytes = width;
        for (long size : shape) {
            if (Math.multiplyHigh(bytes, size) != 0 || bytes * size < 0) {
                return false; // also where a later size is 0: no program writes such an array
            }
            bytes *= size;
        }
        return bytes == there;
    }

    /**
     * The first bytes of a file of rows of {@code <f4} in C order, always of the same length for the same columns, so that
     * the rows can be filled in last.
     *
     * @return mark, version 1.0, length, dictionary, spaces, line feed
     */
    public static byte[] ofRows(long rows, long columns) {
        String shape = rows + ", " + columns;
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }"
                + " ".repeat(ROW_DIGITS - Long.toString(rows).length());
        int length = 10 + dictionary.length() + 1;
        int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String text = dictionary + " ".repeat(padded - length) + "\n";
        int size = text.length();
        return (MARK + "\u0001\u0000" + (char) (size & 0xff) + (char) (size >> 8) + text)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One pass, no way back. */
    private static final class Parser {
        private final String text;
        private final int offset;
        private int at;
        private String descr;
        private Boolean fortran;
        private List<Long> shape;

        Parser(String text, int offset) {
            this.text = text;
            this.offset = offset;
        }

        NpyHeader header() {
            expect('{');
            while (peek() != '}') {
                entry();
                if (peek() != ',') {
                    break;
                }
                expect(',');
            }
            expect('}');
            for (int i = at; i < text.length(); i++) { // no copy: an archive may have thousands of heads
                if (!Character.isWhitespace(text.charAt(i))) {
                    throw refusal("there is something after the closing }");
                }
            }
            if (descr == null || fortran == null || shape == null) {
                throw refusal("the header needs descr, fortran_order and shape");
            }
            return new NpyHeader(descr, fortran, shape);
        }

        private void entry() {
            String key = string();
            expect(':');
            switch (key) {
                case "descr" -> descr = once(key, descr, peek() == '[' ? structured() : string());
                case "fortran_order" -> fortran = once(key, fortran, bool());
                case "shape" -> shape = once(key, shape, tuple());
                default -> throw refusal("the key " + Quote.ascii(key)
                        + " is none of descr, fortran_order, shape");
            }
        }

        private <T> T once(String key, T before, T now) {
            if (before != null) {
                throw refusal("the key " + key + " stands there twice");
            }
            return now;
        }

        private String structured() {
            throw refusal("its elements are structures; in Python, save the fields as the columns of one array of '<f4'");
        }

        private boolean bool() {
            skipSpaces();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw refusal("fortran_order must be True or False");
        }

        private List<Long> tuple() {
            List<Long> sizes = new ArrayList<>();
            expect('(');
            while (peek() != ')') {
                if (sizes.size() == MOST_SIZES) {
                    throw refusal("the shape has more than " + MOST_SIZES + " sizes");
                }
                sizes.add(size());
                if (peek() == ')' && sizes.size() > 1) {
                    break;
                }
                expect(','); // a tuple of one has a comma as well
            }
            expect(')');
            return sizes;
        }

        private long size() {
            skipSpaces();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            String digits = text.substring(start, at);
            boolean plain = !digits.isEmpty() && (digits.length() == 1 || digits.charAt(0) != '0');
            if (!plain || digits.length() > 18) {
                throw refusal("a size must be a whole number below 10^18");
            }
            return Long.parseLong(digits);
        }

        private String string() {
            char quote = peek();
            if (quote != '\'' && quote != '"') {
                throw refusal("expected a string here");
            }
            int end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw refusal("a string is not closed");
            }
            String string = text.substring(at + 1, end);
            if (string.indexOf('\\') >= 0) {
                throw refusal("a string has an escape");
            }
            at = end + 1;
            return string;
        }

        private void expect(char c) {
            if (peek() != c) {
                throw refusal("expected " + c + " here");
            }
            at++;
        }

        /** The next char that is no space, or 0 at the end. */
        private char peek() {
            skipSpaces();
            return at < text.length() ? text.charAt(at) : 0;
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private NpyFault refusal(String why) {
            return new NpyFault("byte " + (offset + at), why);
        }
    }
}
