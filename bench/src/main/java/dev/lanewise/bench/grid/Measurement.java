package dev.lanewise.bench.grid;

import java.util.Arrays;

/**
 * What one contestant needed in one task in one virtual machine.
 *
 * @param name of a peer or a probe
 * @param nanos per call, one figure per round; empty if it did not run
 * @param single whether it was timed once, because a call takes too long
 * @param bytes allocated per call, the median of the rounds; −1 if not measured
 * @param help by other threads: their time over the clock's; −1 if not looked at
 * @param work of a probe per call: floating-point operations or bytes; 0 for a peer
 * @param note what it is, or why it did not run
 */
public record Measurement(
        String name, double[] nanos, boolean single, double bytes, double help, double work, String note) {
    /** Bytes of who was timed once. */
    public static final double NOT_MEASURED = -1;

    /** The probe of the arithmetic. */
    public static final String PEAK = "FMA peak";

    /** The probe of reading, aligned to cache lines. */
    public static final String SUM = "sum";

    /** The same over an array of the heap. */
    public static final String ARRAY_SUM = "sum over an array";

    /** Two threads, each summing a half. */
    public static final String TWO_SUMS = "two sums";

    /** The library with identity in place of the activation. */
    public static final String IDENTITY = "Lanewise, identity";

    /** The activation without the layer. */
    public static final String ACTIVATION = "activation alone";

    /** In the note of who was seen to use other threads. */
    public static final String SEVERAL_THREADS = "NOT ON ONE THREAD";

    static Measurement absent(String name, String reason) {
        return new Measurement(name, new double[0], false, 0, -1, 0, reason);
    }

    /** Whether there are figures. */
    public boolean ran() {
        return nanos.length > 0;
    }

    /** Nanoseconds per call. */
    public double median() {
        return median(nanos);
    }

    /** Work per nanosecond: GFLOP/s or GB/s. */
    public double rate() {
        return work / median();
    }

    /** The middle one, or the mean of the middle two. */
    public static double median(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
