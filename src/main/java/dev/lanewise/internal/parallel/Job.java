package dev.lanewise.internal.parallel;

/** Work on items, tiles of rows or pairs of panels, that may be cut anywhere between two of them. */
public interface Job {
    /**
     * Does the items {@code from} (inclusive) to {@code from + count} (exclusive).
     *
     * @param place of the thread in the team, from 0 to its size (exclusive); no two threads are in one place at once
     */
    void run(int place, int from, int count);
}
