package dev.lanewise.internal.parallel;

/** Work on rows that may be cut anywhere. */
public interface RowJob {
    /**
     * Computes the rows {@code from} (inclusive) to {@code from + count} (exclusive).
     *
     * @param place of the thread in the team, from 0 to its size (exclusive); no two threads are in one place at once
     */
    void run(int place, int from, int count);
}
