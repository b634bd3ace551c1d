package dev.lanewise.cli.rows;

/**
 * A data file that cannot be read as rows of numbers. The message names the file, the place in it, the rule broken and the
 * way out; what it quotes from the file is printable, and cut.
 */
public final class RowFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_QUOTE = 40;

    RowFormatException(String file, String where, String why) {
        super(file + ": " + where + ": " + why);
    }

    /** Text from a file between quotes. */
    static String quote(String text) {
        return '"' + printable(text.replace("\"", "\\\""), LONGEST_QUOTE) + '"';
    }

    /** No control character of a file reaches a terminal, and no long line floods one. */
    static String printable(String text, int longest) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> {
            if (Character.isLetterOrDigit(c) || c >= ' ' && c <= '~') {
                printable.appendCodePoint(c);
            } else {
                printable.append(String.format("\\u%04x", c));
            }
        });
        return printable.append(text.codePointCount(0, text.length()) > longest ? "..." : "").toString();
    }
}
