package dev.lanewise;

import dev.lanewise.internal.plan.Evaluation;

/**
 * Computes the outputs of one {@link Network}. Owns its scratch, so it is for one thread at a time: make one per thread,
 * or keep a pool; they share the packed weights. Calls allocate nothing (a borrowed executor may), but where a layer is left
 * as it is, for padding would make it much larger, the scratch of {@link Dense#forward}.
 *
 * <p>Use by two threads at once is detected on a best-effort basis and answered with {@link IllegalStateException}.
 * The result of every call equals, bit for bit, {@link Dense#forward} with {@link Backend#LOOP} layer by layer.
 */
public final class Evaluator implements AutoCloseable {
    private final Network network;
    private final Backend backend;
    private final Evaluation evaluation;
    private boolean busy;
    private volatile boolean closed;

    Evaluator(Network network, EvaluatorOptions options) {
        this.network = network;
        this.backend = options.backendOrNull() == null ? Backend.best() : options.backendOrNull();
        int maxRows = options.maxRowsOr(network.plan().usualRows());
        long scratch = (long) maxRows * network.plan().widestHidden();
        if (scratch > Arguments.LONGEST_ARRAY) {
            throw new IllegalArgumentException("maxRows=" + maxRows + " times the widest hidden layer's units="
                    + network.plan().widestHidden() + " is " + scratch
                    + " floats, more than one array holds; use fewer rows");
        }
        this.evaluation = new Evaluation(
                network.plan(), backend.kernels(), this, options.threads(), options.executorOrNull(), maxRows);
    }

    /**
     * Evaluates one row.
     *
     * @param x the row: {@link Network#inputs()} floats from index 0 on
     * @param z receives {@link Network#outputs()} floats from index 0 on; shares no float with x
     * @throws IndexOutOfBoundsException if an array is too short
     * @throws IllegalArgumentException if x and z are the same array
     * @throws IllegalStateException if the evaluator is closed, or seen to be in use by another thread
     *     (nothing is written then), or the executor of {@link EvaluatorOptions#withExecutor} threw something other than a
     *     rejection (all rows are written then)
     */
    public void evaluate(float[] x, float[] z) {
        evaluate(1, x, 0, z, 0);
    }

    /**
     * Evaluates a batch. Row i of the result has the same bits as row i alone.
     *
     * @param rows 0 or more, however many {@link EvaluatorOptions#withMaxRows} said
     * @param x {@code rows * inputs} floats from {@code xOffset} on, row-major
     * @param xOffset index of the first
     * @param z receives {@code rows * outputs} floats from {@code zOffset} on, row-major; shares no float with x
     * @param zOffset index of the first
     * @throws IllegalArgumentException if {@code rows} is negative or the two ranges overlap
     * @throws IndexOutOfBoundsException if a range reaches outside its array
     * @throws IllegalStateException if the evaluator is closed, or seen to be in use by another thread
     *     (nothing is written then), or the executor of {@link EvaluatorOptions#withExecutor} threw something other than a
     *     rejection (all rows are written then)
     */
    public void evaluate(int rows, float[] x, int xOffset, float[] z, int zOffset) {
        Arguments.atLeast(0, "rows", rows);
        long xSize = (long) rows * network.inputs();
        long zSize = (long) rows * network.outputs();
        Arguments.range("x", x, xOffset, xSize);
        Arguments.range("z", z, zOffset, zSize);
        Arguments.apart("x", x, xOffset, xSize, "z", z, zOffset, zSize);
        if (closed) {
            throw new IllegalStateException("the evaluator is closed; ask the network for another");
        }
        if (busy) {
            throw new IllegalStateException("the evaluator is in use by another thread; use one evaluator per thread");
        }
        busy = true;
        try {
            evaluation.run(rows, x, xOffset, z, zOffset);
        } finally {
            busy = false;
        }
    }

    /**
     * Who computes.
     *
     * @return the backend asked for, or the one the library chose
     */
    public Backend backend() {
        return backend;
    }

    /**
     * Ends the evaluator's threads, if it has any. May be called twice, and may be left out with one thread. Later calls
     * of {@code evaluate} throw {@link IllegalStateException}.
     */
    @Override
    public void close() {
        closed = true;
        evaluation.close();
    }
}
