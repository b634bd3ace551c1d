package dev.lanewise.cli.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of a NumPy array file (versions 1.0 to 3.0): a mark, a length, and a Python dictionary of three keys, read with a
 * grammar of just that and nothing evaluated.
 *
 * @param bytes per number, 4 ({@code <f4}) or 8 ({@code <f8})
 * @param rows the first size
 * @param columns the second
 */
record NpyHeader(int bytes, long rows, long columns) {
    static final String MARK = "\u0093NUMPY";

    /** A dictionary of two sizes takes below 100; numpy itself stops at 10,000. */
    static final int MAX_LENGTH = 4096;

    /** As numpy pads, so that the numbers are aligned. */
    private static final int ALIGNMENT = 64;

    /** Digits of the largest count of rows: numpy leaves as much room for files that grow. */
    private static final int ROW_DIGITS = 21;

    /**
     * The file's first bytes, always of the same length for the same columns, so that the rows can be filled in last.
     *
     * @return mark, version 1.0, length, dictionary, spaces, line feed
     */
    byte[] toBytes() {
        String shape = rows + ", " + columns;
        String dictionary = "{'descr': '<f" + bytes + "', 'fortran_order': False, 'shape': (" + shape + "), }"
                + " ".repeat(ROW_DIGITS - Long.toString(rows).length());
        int length = 10 + dictionary.length() + 1;
        int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String text = dictionary + " ".repeat(padded - length) + "\n";
        int size = text.length();
        return (MARK + "\u0001\u0000" + (char) (size & 0xff) + (char) (size >> 8) + text)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Parses the dictionary; the file and the offset of the text are for messages. */
    static NpyHeader parse(String file, String text, int offset) {
        return new Parser(file, text, offset).header();
    }

    /** One pass, no way back. */
    private static final class Parser {
        private final String file;
        private final String text;
        private final int offset;
        private int at;
        private String descr;
        private Boolean fortran;
        private List<Long> shape;

        Parser(String file, String text, int offset) {
            this.file = file;
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
            if (!text.substring(at).isBlank()) {
                throw refusal("there is something after the closing }");
            }
            if (descr == null || fortran == null || shape == null) {
                throw refusal("the header needs descr, fortran_order and shape");
            }
            return checked();
        }

        private void entry() {
            String key = string();
            expect(':');
            switch (key) {
                case "descr" -> descr = once(key, descr, peek() == '[' ? structured() : string());
                case "fortran_order" -> fortran = once(key, fortran, bool());
                case "shape" -> shape = once(key, shape, tuple());
                default -> throw refusal("the key " + RowFormatException.quote(key)
                        + " is none of descr, fortran_order, shape");
            }
        }

        private <T> T once(String key, T before, T now) {
            if (before != null) {
                throw refusal("the key " + key + " stands there twice");
            }
            return now;
        }

        private NpyHeader checked() {
            if (!descr.equals("<f4") && !descr.equals("<f8")) {
                throw refusal("its numbers are of type " + RowFormatException.quote(descr) + "; rows are '<f4' or '<f8':"
                        + " in Python, numpy.save(name, x.astype('<f4'))");
            }
            if (shape.size() != 2) {
                throw refusal("it has " + shape.size() + " dimensions, and rows of inputs have 2; in Python,"
                        + " numpy.save(name, x.reshape(-1, inputs))");
            }
            if (fortran) {
                throw refusal("its numbers are stored column by column (fortran_order), so that the first row ends at the"
                        + " end of the file; in Python, numpy.save(name, numpy.ascontiguousarray(x))");
            }
            return new NpyHeader(descr.equals("<f4") ? 4 : 8, shape.get(0), shape.get(1));
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

        private RowFormatException refusal(String why) {
            return new RowFormatException(file, "byte " + (offset + at), why);
        }
    }
}
