package dev.lanewise.internal.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class RowTeamTest {
    /** Enough for each part of six rows to be worth a thread. */
    private static final long WORK_PER_ROW = 30_000_000;

    /** Short calls, one right after the other, with more helpers than processors: late ones meet the next call. */
    @Test
    void everyRowIsDoneOnceInEveryCall() {
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int threads = 2; threads <= 6; threads++) {
                RowTeam own = RowTeam.of(this, threads, null);
                RowTeam borrowed = RowTeam.of(this, threads, ForkJoinPool.commonPool());
                for (int call = 0; call < 4000; call++) {
                    checkOneCall(own, 1 + call % 70);
                    checkOneCall(borrowed, 1 + call % 70);
                }
                own.close();
            }
        });
    }

    private static void checkOneCall(RowTeam team, int rows) {
        AtomicIntegerArray done = new AtomicIntegerArray(rows);
        AtomicIntegerArray inPlace = new AtomicIntegerArray(6);
        team.run((place, from, count) -> {
            assertEquals(1, inPlace.incrementAndGet(place), "two threads in one place");
            for (int i = from; i < from + count; i++) {
                done.incrementAndGet(i);
            }
            inPlace.decrementAndGet(place);
        }, rows, WORK_PER_ROW);
        for (int i = 0; i < rows; i++) {
            assertEquals(1, done.get(i), "row " + i + " of " + rows);
        }
    }

    @Test
    void smallBatchesStayWithTheCaller() {
        RowTeam team = RowTeam.of(this, 4, task -> {
            throw new AssertionError("borrowed for nothing");
        });
        Thread caller = Thread.currentThread();
        team.run((place, from, count) -> assertTrue(Thread.currentThread() == caller && count == 100), 100, 1);
    }

    @Test
    void aFailureOfOnePartIsReportedWhenAllAreDone() {
        RowTeam team = RowTeam.of(this, 3, null);
        AtomicIntegerArray done = new AtomicIntegerArray(18);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> team.run((place, from, count) -> {
            if (from == 6) {
                throw new ArithmeticException("broken");
            }
            for (int i = from; i < from + count; i++) {
                done.incrementAndGet(i);
            }
        }, 18, WORK_PER_ROW));
        assertEquals("broken", e.getCause().getMessage());
        assertEquals("[1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]", done.toString());
        team.close();
    }
}
