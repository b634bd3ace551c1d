package dev.lanewise.bench.goal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects figures and limits, and in the end says what came of them. */
final class Judge {
    private final String title;
    private final List<String> figures = new ArrayList<>();
    private final List<Shortfall> shortfalls = new ArrayList<>();
    private int cases;
    private int missing;

    Judge(String title) {
        this.title = title;
    }

    private record Shortfall(String text, double shareOfLimit) {}

    /** The figure must be the limit or more; NaN is one that is missing. */
    void atLeast(String where, double figure, double limit) {
        judge(where, figure, "<", limit, figure / limit);
    }

    /** The figure must be the limit or less. */
    void atMost(String where, double figure, double limit) {
        judge(where, figure, ">", limit, limit / figure);
    }

    private void judge(String where, double figure, String sign, double limit, double share) {
        if (Double.isNaN(figure)) {
            missing++;
            return;
        }
        cases++;
        if (!(share >= 1) && figure != limit) {
            shortfalls.add(new Shortfall(
                    String.format(Locale.ROOT, "%s: %.3f %s %.2f", where, figure, sign, limit), share));
        }
    }

    /** Something to be told, whatever the verdict. */
    void tell(String format, Object... arguments) {
        figures.add(String.format(Locale.ROOT, format, arguments));
    }

    Goal verdict() {
        List<String> worst = shortfalls.stream()
                .sorted(Comparator.comparingDouble(Shortfall::shareOfLimit))
                .map(Shortfall::text)
                .toList();
        if (cases > 0) {
            tell("%d of %d figures reach it", cases - shortfalls.size(), cases);
        }
        if (cases > 0 && missing > 0) {
            tell("%d figures are missing", missing);
        }
        Goal.Verdict verdict = cases == 0
                ? Goal.Verdict.UNMEASURED
                : !worst.isEmpty() ? Goal.Verdict.SHORT : missing > 0 ? Goal.Verdict.INCOMPLETE : Goal.Verdict.REACHED;
        return new Goal(title, verdict, List.copyOf(figures), worst);
    }
}
