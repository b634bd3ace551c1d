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

    /** Text from a file between quotes: no control character of it reaches a terminal, no long line floods one. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            if (Character.isLetterOrDigit(c) || c >= ' ' && c <= '~' && c != '"') {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format("\\u%04x", c));
            }
        });
        return quoted.append(text.codePointCount(0, text.length()) > LONGEST_QUOTE ? "..." : "").append('"').toString();
    }
}
