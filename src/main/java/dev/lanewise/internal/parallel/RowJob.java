package dev.lanewise.internal.parallel;

/** Work on rows that may be cut anywhere. */
public interface RowJob {
    /**
     * Does rows from to from + count.
     *
     * @param part which part of the batch this is, from 0; no two threads are in the same part at once
     */
    void run(int part, int from, int count);
}
