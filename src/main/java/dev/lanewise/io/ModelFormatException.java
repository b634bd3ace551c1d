package dev.lanewise.io;

import dev.lanewise.internal.format.Quote;
import java.util.Objects;

/**
 * A model file that cannot be read as a network: which file, where in it, and which rule it breaks.
 *
 * <p>The message is safe to log. What it quotes from the file is printable ASCII, everything else escaped, and at most 64
 * characters long; so no file can forge a log line or flood a log.
 */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The file, or the name that the caller gave to a stream. */
    private final String file;

    /** A place in the file. */
    private final String where;

    /** The rule, and a way out. */
    private final String why;

    /**
     * A refusal.
     *
     * @param file path or name, as the caller gave it
     * @param where a place; text from the file goes through {@link Quote#ascii}
     * @param why the rule broken and the way out; text from the file goes through {@link Quote#ascii}
     */
    ModelFormatException(String file, String where, String why) {
        super(Quote.asciiUncut(file) + ": " + where + ": " + why);
        this.file = Objects.requireNonNull(file);
        this.where = Objects.requireNonNull(where);
        this.why = Objects.requireNonNull(why);
    }

    /**
     * The file that was refused.
     *
     * @return its path, or the name given with a stream, unchanged
     */
    public String file() {
        return file;
    }

    /**
     * Where in the file.
     *
     * @return a place such as {@code byte 312} (counted from 0) or {@code header, tensor "0.weight"}
     */
    public String where() {
        return where;
    }

    /**
     * Why the file was refused.
     *
     * @return the rule broken, with the values that break it, and the way out
     */
    public String why() {
        return why;
    }
}
