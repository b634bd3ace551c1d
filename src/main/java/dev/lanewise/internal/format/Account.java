package dev.lanewise.internal.format;

/**
 * What reading a file may allocate beside its own bytes, in one sum. The walk over the file draws first, then its reading, then
 * what is computed of it: limits of their own would each take all that there is. With the bytes themselves it makes four times
 * the file, and leaves 48 kB of a megabyte for what every file costs: decoders, a message, the records of an empty graph.
 */
public final class Account {
    private static final long FREE_BYTES = 1_000_000;

    private static final int TIMES = 3;

    /** The rule, for messages. */
    public static final String RULE = FREE_BYTES + " bytes and three times the file";

    private long fileBytes;
    private long left;

    /**
     * An account nothing was taken from.
     *
     * @param fileBytes the size of the file
     */
    public Account(long fileBytes) {
        this.fileBytes = fileBytes;
        left = FREE_BYTES + TIMES * fileBytes;
    }

    /**
     * Lets so many bytes that were read of other files count as bytes of the file.
     *
     * @param bytes their number
     */
    public void addFile(long bytes) {
        fileBytes += bytes;
        left += TIMES * bytes;
    }

    /** The bytes of the file, with those that were added. */
    public long fileBytes() {
        return fileBytes;
    }

    /**
     * Takes bytes before they are allocated.
     *
     * @param bytes their number
     * @return whether there are as many
     */
    public boolean takes(long bytes) {
        left -= bytes;
        return left >= 0;
    }
}
