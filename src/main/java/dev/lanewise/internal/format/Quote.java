package dev.lanewise.internal.format;

import java.util.HexFormat;

/**
 * Text of a file in a message. No control character of a file reaches a terminal or forges a line of a log, and no long
 * text floods one.
 */
public final class Quote {
    private static final HexFormat HEX = HexFormat.of();

    private static final int LONGEST_ASCII = 64;
    private static final int LONGEST_LETTERS = 40;
    private static final String CUT = "...";

    private Quote() {}

    /** In quotes, everything but printable ASCII escaped, at most 64 characters between the quotes. */
    public static String ascii(String text) {
        StringBuilder quoted = new StringBuilder();
        int cut = 0;
        for (int i = 0; i < text.length(); i++) {
            appendAscii(quoted, text.charAt(i));
            if (quoted.length() > LONGEST_ASCII) {
                quoted.setLength(cut);
                return '"' + quoted.append(CUT).toString() + '"';
            }
            if (quoted.length() <= LONGEST_ASCII - CUT.length()) {
                cut = quoted.length();
            }
        }
        return '"' + quoted.toString() + '"';
    }

    /** As between the quotes of {@link #ascii}, but not cut: for a path of the caller's own. */
    public static String asciiUncut(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            length += escapedLength(text.charAt(i));
        }
        StringBuilder escaped = new StringBuilder(length); // one that grows takes twice as much
        for (int i = 0; i < text.length(); i++) {
            appendAscii(escaped, text.charAt(i));
        }
        return escaped.toString();
    }

    private static int escapedLength(char c) {
        return c == '"' || c == '\\' ? 2 : c >= ' ' && c <= '~' ? 1 : 6;
    }

    private static void appendAscii(StringBuilder to, char c) {
        if (c == '"' || c == '\\') {
            to.append('\\').append(c);
        } else if (c >= ' ' && c <= '~') {
            to.append(c);
        } else {
            to.append("\\u"); // without a format, which takes 500 bytes: paths are quoted whole
            HEX.toHexDigits(to, (byte) (c >> 8));
            HEX.toHexDigits(to, (byte) c);
        }
    }

    /** In quotes, letters and digits of all scripts as they are, at most 40 code points of the text: names of columns. */
    public static String letters(String text) {
        return '"' + lettersUnquoted(text.replace("\"", "\\\""), LONGEST_LETTERS) + '"';
    }

    /** As {@link #letters}, without quotes. */
    public static String lettersUnquoted(String text, int longest) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> {
            if (Character.isLetterOrDigit(c) || c >= ' ' && c <= '~') {
                printable.appendCodePoint(c);
            } else {
                printable.append(String.format("\\u%04x", c));
            }
        });
        return printable.append(text.codePointCount(0, text.length()) > longest ? CUT : "").toString();
    }
}
