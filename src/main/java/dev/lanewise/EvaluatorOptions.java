package dev.lanewise;

import java.util.Objects;
import java.util.concurrent.Executor;

/** How an {@link Evaluator} computes. Immutable: each {@code with} method returns a changed copy. */
public final class EvaluatorOptions {
    private static final EvaluatorOptions DEFAULTS = new EvaluatorOptions(null, 1, null, 0);

    private final Backend backend;
    private final int threads;
    private final Executor executor;

    /** 0 where the network decides. */
    private final int maxRows;

    private EvaluatorOptions(Backend backend, int threads, Executor executor, int maxRows) {
        this.backend = backend;
        this.threads = threads;
        this.executor = executor;
        this.maxRows = maxRows;
    }

    /**
     * The library chooses the backend; one thread, the caller's; scratch for 64 rows, for 256 where the
     * network has half a million weights and more and scratch is then no larger than they are, and for fewer where hidden
     * layers are so wide that it would be larger than the weights and 4 MiB.
     *
     * @return the default options
     */
    public static EvaluatorOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Asks for one backend instead of leaving the choice to the library.
     *
     * @param backend who computes; {@link Network#evaluator(EvaluatorOptions)} throws if it is not available
     * @return changed options
     */
    public EvaluatorOptions withBackend(Backend backend) {
        return new EvaluatorOptions(Objects.requireNonNull(backend, "backend"), threads, executor, maxRows);
    }

    /**
     * Splits large calls over n threads: the caller's and n − 1 daemon threads of the evaluator's own. Many rows are split
     * by rows, few rows through wide layers by units. Helpers wait 50 µs for more work after the last, where there are
     * processors enough, and then park; they end on {@link Evaluator#close()} or soon after the evaluator became
     * unreachable. What is too small to gain stays on the caller's thread. Results have the same bits for every n.
     *
     * @param threads at least 1
     * @return changed options, without an executor
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public EvaluatorOptions withThreads(int threads) {
        Arguments.atLeast(1, "threads", threads);
        return new EvaluatorOptions(backend, threads, null, maxRows);
    }

    /**
     * Like {@link #withThreads}, over rows only, with the n − 1 helpers borrowed from an executor on each large batch. The
     * caller never waits for a helper that has not started: what the executor does not get to, the caller computes itself.
     * Then its tasks stay with the executor, at most n − 1 of them, and help a later call; an executor that drops what it has
     * taken lends no more. A {@link java.util.concurrent.RejectedExecutionException} only means that there is less help;
     * anything else it throws comes out of {@code evaluate} as the cause of an {@link IllegalStateException}, when all rows are
     * computed.
     *
     * @param executor runs the helpers; never shut down by the library
     * @param threads at least 1, the caller's included
     * @return changed options
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public EvaluatorOptions withExecutor(Executor executor, int threads) {
        Arguments.atLeast(1, "threads", threads);
        return new EvaluatorOptions(backend, threads, Objects.requireNonNull(executor, "executor"), maxRows);
    }

    /**
     * Sizes the scratch: per thread two arrays of floats, maxRows times the widest of the first, third, … hidden layer and
     * maxRows times the widest of the second, fourth, … one. Larger batches go through in blocks of so many rows, with the same
     * bits.
     *
     * @param maxRows at least 1; 1 is enough where every call has one row
     * @return changed options
     * @throws IllegalArgumentException if {@code maxRows} is less than 1
     */
    public EvaluatorOptions withMaxRows(int maxRows) {
        Arguments.atLeast(1, "maxRows", maxRows);
        return new EvaluatorOptions(backend, threads, executor, maxRows);
    }

    /** The backend asked for, or null where the library chooses. */
    Backend backendOrNull() {
        return backend;
    }

    int threads() {
        return threads;
    }

    /** The executor to borrow from, or null. */
    Executor executorOrNull() {
        return executor;
    }

    /** What was asked for, else this. */
    int maxRowsOr(int usual) {
        return maxRows == 0 ? usual : maxRows;
    }

    /**
     * The options, as in {@code EvaluatorOptions[backend=VECTOR, threads=1, maxRows=64]}; {@code usual} where maxRows was not
     * given.
     */
    @Override
    public String toString() {
        return "EvaluatorOptions[backend=" + (backend == null ? "best" : backend) + ", threads=" + threads
                + (executor == null ? "" : ", executor=" + executor) + ", maxRows="
                + (maxRows == 0 ? "usual" : maxRows) + "]";
    }
}
