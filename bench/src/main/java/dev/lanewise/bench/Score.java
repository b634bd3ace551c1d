package dev.lanewise.bench;

import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/**
 * Nanoseconds per call. One fork is one sample: its iterations share one compilation and one place of the arrays, so that
 * their mean is all they say.
 *
 * @param median of the forks' means
 * @param spread of the forks: (largest − smallest) / median
 */
record Score(double median, double spread) {
    static Score of(RunResult result) {
        double[] means = result.getBenchmarkResults().stream()
                .mapToDouble(fork -> fork.getPrimaryResult().getScore())
                .sorted()
                .toArray();
        int n = means.length;
        double median = (means[(n - 1) / 2] + means[n / 2]) / 2;
        return new Score(median, (means[n - 1] - means[0]) / median);
    }

    /** Such as {@code 1,234 (5 %)}: the median, and the spread rounded up to a whole percent. */
    @Override
    public String toString() {
        String format = median < 100 ? "%,.1f (%.0f %%)" : "%,.0f (%.0f %%)";
        return String.format(Locale.ROOT, format, median, Math.ceil(100 * spread));
    }
}
