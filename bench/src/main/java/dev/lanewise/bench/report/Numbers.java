package dev.lanewise.bench.report;

import dev.lanewise.bench.stats.CellStats;
import java.util.Locale;

/** Figures as text. */
final class Numbers {
    private Numbers() {}

    /** Nanoseconds with the spread of the forks, such as {@code 1,234 (5 %)}; an asterisk where timed once. */
    static String time(CellStats cell, String name) {
        double nanos = cell.nanos(name);
        if (Double.isNaN(nanos)) {
            return "";
        }
        String time = nanos(nanos) + (cell.isSingle(name) ? " *" : "");
        return cell.runs(name) < 2
                ? time
                : time + String.format(Locale.ROOT, " (%.0f %%)", Math.ceil(100 * cell.spread(name)));
    }

    static String nanos(double nanos) {
        return Double.isNaN(nanos) ? "" : String.format(Locale.ROOT, nanos < 100 ? "%,.1f" : "%,.0f", nanos);
    }

    static String ratio(double ratio) {
        return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
