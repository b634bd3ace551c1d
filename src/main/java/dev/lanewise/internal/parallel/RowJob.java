package dev.lanewise.internal.parallel;

/** Work on rows that may be cut anywhere. */
public interface RowJob {
    /**
     * Computes the rows {@code from} (inclusive) to {@code from + count} (exclusive).
     *
     * @param part which part of the batch this is, from 0; no two threads are in the same part at once
     */
    void run(int part, int from, int count);
}
