package dev.lanewise.internal.parallel;

import java.lang.ref.WeakReference;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Several threads on one job: the caller's and helpers, either daemon threads of its own or borrowed from an executor.
 *
 * <p>A call publishes its parts by writing {@link #ticket}; whoever comes claims the next part by a compare-and-set on it.
 * The ticket holds the number of the call, so a helper that arrives late claims nothing of a call that is over, and as a
 * call ends only when its claimed parts are done, a successful claim may read the fields of the call. The caller claims
 * too, and so never waits for a helper that has not begun. There is no lock, and nothing is allocated but what an executor
 * of the caller's allocates.
 *
 * <p>Who waits looks around for {@link #LOOK_NANOS} and then parks. To wake a thread takes the caller 15 to 60 µs (virtual
 * machines, whose idle processor has to be woken too): so helpers that have just worked stay awake for the next layer, or for the
 * next call if it comes at once. An idle team uses no processor.
 *
 * <p>One call at a time. Helper threads keep the owner weakly: they look every second while idle, and end when it is gone.
 */
public final class Team {
    /** How long a thread looks for work, or for the end of it, before it parks; not at all with more threads than processors. */
    public static final long LOOK_NANOS = 50_000;

    /** Between two looks at the clock. */
    private static final int LOOKS = 16;

    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final int MOST_PARTS = 0xFFFF;

    private final int threads;
    private final Executor executor;
    private final Thread[] helpers;
    private final Runnable borrowed = this::helpOnce;
    private final long lookNanos;

    /** Call number (32 bits), parts of the call (16), next part to claim (16). */
    private final AtomicLong ticket = new AtomicLong();

    /** 1 where a helper works: as many places as helpers. Place 0 is the caller's and always free for it. */
    private final AtomicIntegerArray places;

    /**
     * 1 for each helper that parks or is about to. A helper says so and then looks at the ticket once more; a caller writes
     * the ticket and then looks here: so one of the two sees the other.
     */
    private final AtomicIntegerArray parked;

    /**
     * Runnables that the executor has taken and not begun. One of an earlier call serves the next as well: without counting
     * them, a busy executor would be given more with each call.
     */
    private final AtomicInteger queued = new AtomicInteger();

    private final AtomicInteger unfinished = new AtomicInteger();
    private Job job;
    private int items;
    private int parts;
    private Thread caller;

    /** Set by the caller before it looks once more at what is unfinished and parks; who finishes the last part looks here. */
    private volatile boolean callerParks;

    private volatile Throwable failure;

    /** What the executor threw at the caller, in this call. */
    private Throwable executorFailure;

    private volatile boolean closed;

    private Team(int threads, Executor executor) {
        this.threads = Math.min(threads, MOST_PARTS);
        this.executor = executor;
        this.places = new AtomicIntegerArray(this.threads);
        this.helpers = new Thread[executor == null ? this.threads - 1 : 0];
        this.parked = new AtomicIntegerArray(helpers.length);
        this.lookNanos = this.threads <= Runtime.getRuntime().availableProcessors() ? LOOK_NANOS : 0;
    }

    /**
     * A team of {@code threads} ≥ 2, the caller's included.
     *
     * @param owner the helpers end when it is unreachable
     * @param executor lends the helpers; null for threads of the team's own
     */
    public static Team of(Object owner, int threads, Executor executor) {
        Team team = new Team(threads, executor);
        WeakReference<Object> weakOwner = new WeakReference<>(owner);
        for (int i = 0; i < team.helpers.length; i++) {
            // inherits no thread-locals, and below no class loader: it keeps nothing of the application alive
            int index = i;
            Thread helper = new Thread(null, () -> team.stay(index, weakOwner), "lanewise-" + (i + 1), 0, false);
            helper.setDaemon(true);
            helper.setContextClassLoader(null);
            team.helpers[i] = helper;
            helper.start();
        }
        return team;
    }

    /** Threads, the caller's included. */
    public int threads() {
        return threads;
    }

    /** Whether the helpers are an executor's. */
    public boolean isBorrowed() {
        return executor != null;
    }

    /**
     * Whether a helper of the team's own looks for work or does some, as far as can be seen: one that has not begun counts,
     * too.
     */
    public boolean isAwake() {
        for (int i = 0; i < helpers.length; i++) {
            if (parked.get(i) == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Does all items of the job, in so many parts that differ by one item at most. Returns when all are done.
     *
     * @param wakes helpers that are parked, or asks the executor for some; if not, those that are awake help
     * @throws IllegalStateException if a part failed, or the executor threw anything but a rejection: all parts are over by then
     */
    public void run(Job job, int items, int wantedParts, boolean wakes) {
        int parts = Math.min(wantedParts, MOST_PARTS);
        if (parts <= 1) {
            job.run(0, 0, items);
            return;
        }
        this.job = job;
        this.items = items;
        this.parts = parts;
        this.caller = Thread.currentThread();
        unfinished.set(parts);
        long call = (ticket.get() >>> 32) + 1;
        ticket.set(call << 32 | (long) parts << 16);
        if (wakes) {
            wake(Math.min(parts, threads) - 1);
        }
        claimParts(0);
        awaitOthers();
        this.job = null;
        this.caller = null;
        Throwable refused = executorFailure;
        executorFailure = null;
        Throwable failed = failure;
        if (failed != null) {
            failure = null;
            throw new IllegalStateException("a part of the batch failed: " + failed, failed);
        }
        if (refused != null) {
            throw new IllegalStateException("the executor threw " + refused + "; all rows were computed without the helper it"
                    + " was asked for. An executor that is full throws RejectedExecutionException", refused);
        }
    }

    private void wake(int count) {
        if (executor != null) {
            borrow(count);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (parked.get(i) != 0) {
                LockSupport.unpark(helpers[i]);
            }
        }
    }

    private void borrow(int count) {
        for (int missing = count - queued.get(); missing > 0; missing--) {
            queued.incrementAndGet();
            try {
                executor.execute(borrowed);
            } catch (RejectedExecutionException full) {
                queued.decrementAndGet();
                return; // the caller does the rest
            } catch (RuntimeException | Error broken) {
                queued.decrementAndGet();
                executorFailure = broken; // reported when all parts are done: helpers may be writing by now
                return;
            }
        }
    }

    private void helpOnce() {
        queued.decrementAndGet();
        help();
    }

    /** Whether there was something to do. */
    private boolean help() {
        int place = takePlace();
        if (place < 0) {
            return false; // a runnable of an earlier call that came late: there are enough without it
        }
        try {
            return claimParts(place);
        } finally {
            places.set(place, 0);
        }
    }

    private boolean claimParts(int place) {
        boolean worked = false;
        for (long seen = ticket.get(); ; seen = ticket.get()) {
            int parts = (int) (seen >>> 16) & MOST_PARTS;
            int part = (int) seen & MOST_PARTS;
            if (part >= parts) {
                return worked;
            }
            if (ticket.compareAndSet(seen, seen + 1)) {
                worked = true;
                finish(part, place);
            }
        }
    }

    /** The first item of a part. */
    private int start(int part) {
        return (int) ((long) items * part / parts);
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
            int from = start(part);
            job.run(place, from, start(part + 1) - from);
        } catch (Throwable t) { // an Error must not leave the caller waiting
            failure = t;
        } finally {
            if (unfinished.decrementAndGet() == 0 && callerParks) {
                LockSupport.unpark(waiting);
            }
        }
    }

    /** Waits until all parts are done; an interrupt neither ends the wait nor is lost. */
    private void awaitOthers() {
        if (unfinished.get() == 0 || othersFinishSoon()) {
            return;
        }
        boolean interrupted = false;
        callerParks = true;
        while (unfinished.get() > 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        callerParks = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean othersFinishSoon() {
        long start = System.nanoTime();
        do {
            for (int i = 0; i < LOOKS; i++) {
                if (unfinished.get() == 0) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < lookNanos);
        return false;
    }

    private void stay(int index, WeakReference<Object> owner) {
        while (!closed && owner.get() != null) {
            if (help() && workComesSoon()) {
                continue;
            }
            park(index);
        }
    }

    /** Who is woken looks around, too: it may be late for the call that woke it, and then is there for the next. */
    private void park(int index) {
        boolean isWoken = false;
        parked.set(index, 1);
        if (!hasWork() && !closed) {
            long start = System.nanoTime();
            LockSupport.parkNanos(this, IDLE_NANOS);
            Thread.interrupted(); // or the next call would not park
            isWoken = System.nanoTime() - start < IDLE_NANOS;
        }
        parked.set(index, 0);
        if (isWoken) {
            workComesSoon();
        }
    }

    private boolean workComesSoon() {
        long start = System.nanoTime();
        do {
            for (int i = 0; i < LOOKS; i++) {
                if (hasWork()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < lookNanos && !closed);
        return false;
    }

    private boolean hasWork() {
        long seen = ticket.get();
        return (seen & MOST_PARTS) < (seen >>> 16 & MOST_PARTS);
    }

    /** Ends the helper threads; an executor is left alone. May be called twice. */
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
