package dev.lanewise.internal.format;

/**
 * What is wrong with a NumPy array; its readers say it in an exception of their own. Without stack trace: hostile files are
 * many, and the place that counts is in the file.
 */
public final class NpyFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String where;

    /**
     * A fault.
     *
     * @param where a place in the array file
     * @param why the rule broken and the way out; holds no unquoted text of the file
     */
    public NpyFault(String where, String why) {
        super(why, null, false, false);
        this.where = where;
    }

    /** The place, such as {@code byte 12}, counted from 0. */
    public String where() {
        return where;
    }
}
