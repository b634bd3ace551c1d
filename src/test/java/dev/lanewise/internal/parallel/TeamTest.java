package dev.lanewise.internal.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TeamTest {
    /** Short calls, one right after the other, with more helpers than processors: late ones meet the next call. */
    @Test
    void everyRowIsDoneOnceInEveryCall() {
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int threads = 2; threads <= 6; threads++) {
                Team own = Team.of(this, threads, null);
                Team borrowed = Team.of(this, threads, ForkJoinPool.commonPool());
                for (int call = 0; call < 4000; call++) {
                    checkOneCall(own, 1 + call % 70);
                    checkOneCall(borrowed, 1 + call % 70);
                }
                own.close();
            }
        });
    }

    private static void checkOneCall(Team team, int rows) {
        AtomicIntegerArray done = new AtomicIntegerArray(rows);
        AtomicIntegerArray inPlace = new AtomicIntegerArray(6);
        team.run((place, from, count) -> {
            assertEquals(1, inPlace.incrementAndGet(place), "two threads in one place");
            for (int i = from; i < from + count; i++) {
                done.incrementAndGet(i);
            }
            inPlace.decrementAndGet(place);
        }, rows, (rows - 1) / 6 + 1, rows % 2 == 0);
        for (int i = 0; i < rows; i++) {
            assertEquals(1, done.get(i), "row " + i + " of " + rows);
        }
    }

    @Test
    void onePartStaysWithTheCaller() {
        Team team = Team.of(this, 4, task -> {
            throw new AssertionError("borrowed for nothing");
        });
        Thread caller = Thread.currentThread();
        team.run((place, from, count) -> assertTrue(Thread.currentThread() == caller && count == 100), 100, 1, true);
    }

    @Test
    void aFailureOfOnePartIsReportedWhenAllAreDone() {
        Team team = Team.of(this, 3, null);
        AtomicIntegerArray done = new AtomicIntegerArray(18);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> team.run((place, from, count) -> {
            if (from == 6) {
                throw new ArithmeticException("broken");
            }
            for (int i = from; i < from + count; i++) {
                done.incrementAndGet(i);
            }
        }, 18, 3, true));
        assertEquals("broken", e.getCause().getMessage());
        assertEquals("[1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]", done.toString());
        team.close();
    }

    @Test
    void helpersWorkWhenThereIsWorkAndRestWhenThereIsNone() throws InterruptedException {
        Team team = Team.of(this, 2, null);
        Thread helper = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("lanewise-1") && thread.isAlive())
                .reduce((first, second) -> first.threadId() > second.threadId() ? first : second)
                .orElseThrow();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicIntegerArray items = new AtomicIntegerArray(2);
        AtomicIntegerArray asleep = new AtomicIntegerArray(2);
        for (int call = 0; call < 100; call++) {
            team.run((place, from, count) -> {
                items.addAndGet(place, count);
                asleep.addAndGet(place, team.isAwake() ? 0 : 1);
                LockSupport.parkNanos(100_000);
            }, 16, 8, true);
        }
        assertTrue(items.get(1) > 100, "the helper did " + items.get(1) + " of 1600 items");
        Thread.sleep(100);
        assertEquals(0, asleep.get(1), "a helper that works is awake");
        assertFalse(team.isAwake());
        items.set(1, 0);
        team.run((place, from, count) -> {
            items.addAndGet(place, count);
            LockSupport.parkNanos(1_000_000);
        }, 16, 8, false);
        assertEquals(0, items.get(1), "nobody was to be woken");
        long before = threads.getThreadCpuTime(helper.threadId());
        Thread.sleep(500);
        long nanos = threads.getThreadCpuTime(helper.threadId()) - before;
        team.close();
        assertTrue(nanos < 50_000_000, "an idle helper used " + nanos + " ns of 500 ms");
    }
}
