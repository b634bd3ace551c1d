package dev.lanewise.bench.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What is timed must be right: run before every measurement, in the very virtual machine that measures. */
public final class Check {
    /**
     * For values around 1, as {@link Architecture#layers} gives: above the rounding errors of float sums, far below
     * what one input left out would make.
     */
    private static final double TOLERANCE = 1e-5;

    /** Sums of more terms than this may err more, with the root of their number. */
    private static final int TERMS = 256;

    /** Double precision in a plain loop is slow: of large batches it computes some rows only. */
    private static final long MOST_MULTIPLY_ADDS = 20_000_000;

    private Check() {}

    /**
     * Holds results against the network in double precision: all rows, or where that would take long, the first, the
     * last and some between.
     *
     * @throws IllegalStateException if they are wrong
     */
    public static void network(String who, List<Layer> layers, int rows, float[] x, float[] z) {
        int outputs = layers.getLast().units();
        double tolerance = tolerance(layers);
        for (int row : sample(layers, rows)) {
            double[] expected = Reference.row(layers, x, row);
            for (int m = 0; m < outputs; m++) {
                close(who, row * outputs + m, z[row * outputs + m], expected[m], tolerance);
            }
        }
    }

    /**
     * Holds results against those of another, already checked.
     *
     * @throws IllegalStateException if they differ by more than rounding
     */
    public static void close(String who, List<Layer> layers, float[] z, float[] expected) {
        double tolerance = 2 * tolerance(layers);
        for (int i = 0; i < expected.length; i++) {
            close(who, i, z[i], expected[i], tolerance);
        }
    }

    /**
     * Holds results against those of another, to the bit.
     *
     * @throws IllegalStateException if one bit differs
     */
    public static void sameBits(String who, float[] z, float[] expected) {
        int at = Arrays.mismatch(z, expected); // tells +0 from −0, and takes all NaN for one
        if (at >= 0) {
            throw wrong(who, at, z[at], expected[at]);
        }
    }

    private static double tolerance(List<Layer> layers) {
        int terms = layers.stream().mapToInt(Layer::inputs).max().orElseThrow();
        return TOLERANCE * Math.sqrt(Math.max(1, (double) terms / TERMS));
    }

    private static int[] sample(List<Layer> layers, int rows) {
        long affordable = Math.max(3, MOST_MULTIPLY_ADDS / Layer.multiplyAdds(layers));
        int count = (int) Math.min(rows, affordable);
        return IntStream.range(0, count)
                .map(i -> count == 1 ? 0 : (int) ((long) i * (rows - 1) / (count - 1)))
                .toArray();
    }

    private static void close(String who, int index, float actual, double expected, double tolerance) {
        if (!(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)))) { // NaN is caught like this
            throw wrong(who, index, actual, expected);
        }
    }

    private static IllegalStateException wrong(String who, int index, float actual, double expected) {
        return new IllegalStateException(
                who + " is wrong and not timed: output " + index + " is " + actual + ", expected " + expected);
    }
}
