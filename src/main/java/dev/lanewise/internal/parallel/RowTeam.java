package dev.lanewise.internal.parallel;

import java.lang.ref.WeakReference;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Several threads on one batch: the caller's and helpers, either daemon threads of its own or borrowed from an executor.
 *
 * <p>A call publishes its parts by writing {@link #ticket}; whoever comes claims the next part by a compare-and-set on it.
 * The ticket holds the number of the call, so a helper that arrives late claims nothing of a call that is over, and as a
 * call ends only when its claimed parts are done, a successful claim may read the fields of the call. The caller claims
 * too, and so never waits for a helper that has not begun. Waiting is parking; there is no lock and no spinning, and
 * nothing is allocated but what an executor of the caller's allocates.
 *
 * <p>One call at a time. Helper threads keep the owner weakly: they look every second while idle, and end when it is gone.
 */
public final class RowTeam {
    /**
     * Multiply-adds of a batch worth sharing, 240 µs of one core at 100 billion a second: shared by two, 17 million took
     * 1.15 times as long as by one on a virtual machine, where waking a thread is slow; 67 million took 0.7 times as long.
     */
    private static final long LEAST_WORK = 24_000_000;

    private static final long LEAST_WORK_PER_PART = 4_000_000;

    /** Parts are whole register tiles where they can be. */
    private static final int ROW_UNIT = 6;

    /** More parts than threads, so that a thread which wakes late, or is taken away, leaves its share to the others. */
    private static final int PARTS_PER_THREAD = 4;

    /** A part reads all weights, from a cache shared with other cores where they are many: so let it use them for some rows. */
    private static final int LEAST_ROWS_PER_PART = 12;

    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final int MOST_PARTS = 0xFFFF;

    private final int threads;
    private final Executor executor;
    private final Thread[] helpers;
    private final Runnable borrowed = this::help;

    /** Call number (32 bits), parts of the call (16), next part to claim (16). */
    private final AtomicLong ticket = new AtomicLong();

    /** 1 where a helper works: as many places as helpers. Place 0 is the caller's and always free for it. */
    private final AtomicIntegerArray places;

    private final AtomicInteger unfinished = new AtomicInteger();
    private RowJob job;
    private int rows;
    private int rowsPerPart;
    private Thread caller;
    private volatile Throwable failure;
    private volatile boolean closed;

    private RowTeam(int threads, Executor executor) {
        this.threads = Math.min(threads, MOST_PARTS / PARTS_PER_THREAD);
        this.executor = executor;
        this.places = new AtomicIntegerArray(this.threads);
        this.helpers = new Thread[executor == null ? this.threads - 1 : 0];
    }

    /**
     * A team of {@code threads} ≥ 2, the caller's included.
     *
     * @param owner the helpers end when it is unreachable
     * @param executor lends the helpers; null for threads of the team's own
     */
    public static RowTeam of(Object owner, int threads, Executor executor) {
        RowTeam team = new RowTeam(threads, executor);
        WeakReference<Object> weakOwner = new WeakReference<>(owner);
        for (int i = 0; i < team.helpers.length; i++) {
            // inherits no thread-locals, and below no class loader: it keeps nothing of the application alive
            Thread helper = new Thread(null, () -> team.stay(weakOwner), "lanewise-" + (i + 1), 0, false);
            helper.setDaemon(true);
            helper.setContextClassLoader(null);
            team.helpers[i] = helper;
            helper.start();
        }
        return team;
    }

    /** Does all rows of the job, on the calling thread alone where the batch is too small to share. */
    public void run(RowJob job, int rows, long workPerRow) {
        int parts = parts(rows, workPerRow);
        if (parts <= 1) {
            job.run(0, 0, rows);
            return;
        }
        this.job = job;
        this.rows = rows;
        this.rowsPerPart = rowsPerPart(rows, parts);
        this.caller = Thread.currentThread();
        this.failure = null;
        int used = (rows - 1) / rowsPerPart + 1;
        unfinished.set(used);
        long call = (ticket.get() >>> 32) + 1;
        ticket.set(call << 32 | (long) used << 16);
        wake(Math.min(used, threads) - 1);
        claimParts(0);
        awaitOthers();
        this.job = null;
        this.caller = null;
        if (failure != null) {
            throw new IllegalStateException("a part of the batch failed: " + failure, failure);
        }
    }

    private int parts(int rows, long workPerRow) {
        long byWork = rows * workPerRow / LEAST_WORK_PER_PART;
        if (rows * workPerRow < LEAST_WORK) {
            return 1;
        }
        int most = Math.max(threads, Math.min(threads * PARTS_PER_THREAD, rows / LEAST_ROWS_PER_PART));
        return (int) Math.min(Math.min(byWork, most), rows / ROW_UNIT + 1L);
    }

    private static int rowsPerPart(int rows, int parts) {
        int even = (rows - 1) / parts + 1;
        return ((even - 1) / ROW_UNIT + 1) * ROW_UNIT;
    }

    private void wake(int count) {
        for (int i = 0; i < count; i++) {
            if (executor == null) {
                LockSupport.unpark(helpers[i]);
            } else {
                try {
                    executor.execute(borrowed);
                } catch (RejectedExecutionException full) {
                    return; // the caller does the rest
                } catch (RuntimeException | Error broken) {
                    failure = broken; // reported when all parts are done: helpers may be writing by now
                    return;
                }
            }
        }
    }

    private void help() {
        int place = takePlace();
        if (place < 0) {
            return; // a runnable of an earlier call that came late: there are enough without it
        }
        try {
            claimParts(place);
        } finally {
            places.set(place, 0);
        }
    }

    private void claimParts(int place) {
        for (long seen = ticket.get(); ; seen = ticket.get()) {
            int parts = (int) (seen >>> 16) & MOST_PARTS;
            int part = (int) seen & MOST_PARTS;
            if (part >= parts) {
                return;
            }
            if (ticket.compareAndSet(seen, seen + 1)) {
                finish(part, place);
            }
        }
    }

    private int takePlace() {
        for (int place = 1; place < threads; place++) {
            if (places.compareAndSet(place, 0, 1)) {
                return place;
            }
        }
        return -1;
    }

    private void finish(int part, int place) {
        Thread waiting = caller;
        try {
            int from = part * rowsPerPart;
            job.run(place, from, Math.min(rowsPerPart, rows - from));
        } catch (Throwable t) { // an Error must not leave the caller waiting
            failure = t;
        } finally {
            if (unfinished.decrementAndGet() == 0) {
                LockSupport.unpark(waiting);
            }
        }
    }

    /** Parks until all parts are done; an interrupt neither ends the wait nor is lost. */
    private void awaitOthers() {
        boolean interrupted = false;
        while (unfinished.get() > 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stay(WeakReference<Object> owner) {
        while (!closed && owner.get() != null) {
            help();
            LockSupport.parkNanos(this, IDLE_NANOS);
        }
    }

    /** Ends the helper threads; an executor is left alone. May be called twice. */
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
