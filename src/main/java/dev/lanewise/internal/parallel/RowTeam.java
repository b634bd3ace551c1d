package dev.lanewise.internal.parallel;

import java.lang.ref.WeakReference;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
    /** A waking thread costs some 10 µs; so many multiply-adds take one core 20 µs at 200 GFLOP/s, and more elsewhere. */
    private static final long LEAST_WORK_PER_PART = 1 << 21;

    /** Parts are whole register tiles where they can be. */
    private static final int ROW_UNIT = 4;

    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final int MOST_PARTS = 0xFFFF;

    private final int threads;
    private final Executor executor;
    private final Thread[] helpers;
    private final Runnable borrowed = this::claimParts;

    /** Call number (32 bits), parts of the call (16), next part to claim (16). */
    private final AtomicLong ticket = new AtomicLong();

    private final AtomicInteger unfinished = new AtomicInteger();
    private RowJob job;
    private int rows;
    private int rowsPerPart;
    private Thread caller;
    private volatile Throwable failure;
    private volatile boolean closed;

    private RowTeam(int threads, Executor executor) {
        this.threads = Math.min(threads, MOST_PARTS);
        this.executor = executor;
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
            Thread helper = new Thread(null, () -> team.help(weakOwner), "lanewise-" + (i + 1), 0, false);
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
        wake(used - 1);
        claimParts();
        awaitOthers();
        this.job = null;
        this.caller = null;
        if (failure != null) {
            throw new IllegalStateException("a part of the batch failed: " + failure, failure);
        }
    }

    private int parts(int rows, long workPerRow) {
        long byWork = Math.min(threads, rows * workPerRow / LEAST_WORK_PER_PART);
        return (int) Math.min(byWork, rows / ROW_UNIT + 1L);
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

    private void claimParts() {
        for (long seen = ticket.get(); ; seen = ticket.get()) {
            int parts = (int) (seen >>> 16) & MOST_PARTS;
            int part = (int) seen & MOST_PARTS;
            if (part >= parts) {
                return;
            }
            if (ticket.compareAndSet(seen, seen + 1)) {
                finish(part);
            }
        }
    }

    private void finish(int part) {
        Thread waiting = caller;
        try {
            int from = part * rowsPerPart;
            job.run(part, from, Math.min(rowsPerPart, rows - from));
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

    private void help(WeakReference<Object> owner) {
        while (!closed && owner.get() != null) {
            claimParts();
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
