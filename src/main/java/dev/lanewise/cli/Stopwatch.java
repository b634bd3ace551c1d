package dev.lanewise.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Time per row of a contestant: warmed up, then the median of several rounds. Good to about ten per cent and to show what
 * is worth what; figures to quote come from {@code bench/run}.
 *
 * <p>Warm-up ends when the compilers have done their work, as far as can be seen from outside: rounds allocate nothing
 * (a vector that is not in a register is an object) and have stopped getting faster. A fixed time would measure the
 * interpreter on a busy machine.
 */
final class Stopwatch {
    private static final long ROUND_NANOS = 10_000_000;
    private static final int ROUNDS = 9;

    /** How the figures come about, in words. */
    static final String METHOD = "median of " + ROUNDS + " rounds of " + ROUND_NANOS / 1_000_000
            + " ms, after warming up until rounds stop getting faster";

    private static final int STEADY_ROUNDS = 10;
    private static final double STILL_IMPROVING = 0.97;

    /** Vectors take about a second to compile; loops much less. Together they leave the main job below 20 s. */
    private static final long LONGEST_WARM_UP_NANOS = 400_000_000;

    private static final long LONGEST_VECTOR_WARM_UP_NANOS = 1_800_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Contestant contestant;
    private final Trial trial;
    private final int batch;
    private final float[] z;
    private long calls = 1;

    private Stopwatch(Contestant contestant, Trial trial, int batch) {
        this.contestant = contestant;
        this.trial = trial;
        this.batch = batch;
        this.z = new float[batch * trial.network().outputs()];
    }

    /**
     * One figure.
     *
     * @param isSteady whether the compilers had settled before it was taken, as far as can be seen
     */
    record Reading(double nanosPerRow, boolean isSteady) {}

    /** Times batches of {@code batch} rows that walk through the rows of the trial, which are at least so many. */
    static Reading read(Contestant.Kind kind, Trial trial, int batch) {
        Stopwatch stopwatch = new Stopwatch(kind.contestant(trial.network(), batch), trial, batch);
        boolean isVector = kind == Contestant.Kind.VECTOR;
        boolean steady = stopwatch.warmUp(isVector ? LONGEST_VECTOR_WARM_UP_NANOS : LONGEST_WARM_UP_NANOS);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = stopwatch.round();
        }
        Arrays.sort(rounds);
        return new Reading(rounds[ROUNDS / 2] / batch, steady);
    }

    private boolean warmUp(long longestNanos) {
        double best = Double.MAX_VALUE;
        long end = System.nanoTime() + longestNanos;
        int steady = 0;
        while (steady < STEADY_ROUNDS && System.nanoTime() < end) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            double nanos = round();
            boolean compiled = THREADS.getCurrentThreadAllocatedBytes() == before;
            steady = compiled && nanos > best * STILL_IMPROVING ? steady + 1 : 0;
            best = Math.min(best, nanos);
            calls = Math.clamp((long) (ROUND_NANOS / best), 1, 2 * calls);
        }
        return steady == STEADY_ROUNDS;
    }

    /** Nanoseconds per call, over one round of calls. */
    private double round() {
        int rowFloats = trial.network().inputs();
        int starts = trial.rows() / batch; // whole batches, one after the other and round again
        int at = 0;
        long start = System.nanoTime();
        for (long call = 0; call < calls; call++) {
            contestant.evaluate(batch, trial.x(), at * batch * rowFloats, z);
            at = at + 1 == starts ? 0 : at + 1;
        }
        return (double) (System.nanoTime() - start) / calls;
    }
}
