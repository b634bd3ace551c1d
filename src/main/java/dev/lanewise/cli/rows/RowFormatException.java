package dev.lanewise.cli.rows;

/**
 * A data file that cannot be read as rows of numbers. The message names the file, the place in it, the rule broken and the
 * way out; what it quotes from the file is printable, and cut.
 */
public final class RowFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RowFormatException(String file, String where, String why) {
        super(file + ": " + where + ": " + why);
    }
}
