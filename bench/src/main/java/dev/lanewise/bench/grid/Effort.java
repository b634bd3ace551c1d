package dev.lanewise.bench.grid;

import dev.lanewise.bench.machine.Compilers;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long to measure.
 *
 * @param forks virtual machines per cell
 * @param rounds in which everyone gets one turn
 * @param turnNanos of a turn
 * @param restNanos without a compilation before measuring; longer than any one of them, which counts when it ends
 * @param limitNanos for the wait
 */
record Effort(int forks, int rounds, long turnNanos, long restNanos, long limitNanos) {
    /** Where the figures are compared with others of the same fork, fewer of them do. */
    private static final List<String> FEWER = List.of("activation", "threads", "bits", "subnormal");

    private static final int FEW = 3;

    /** Sweeps have a hundred tasks in one fork. */
    private static final int SWEEP_FORKS = 2;

    static Effort of(String size, Cell cell) {
        Effort effort = switch (size) {
            case "smoke" -> millis(1, 2, 1, 0, 0);
            case "quick" -> millis(1, 5, 20, 1000, 6000);
            case "full" -> millis(5, 5, 20, 500, 6000);
            default -> throw new IllegalArgumentException("size=" + size + " is not one of smoke, quick, full");
        };
        if (size.equals("smoke")) {
            return effort;
        }
        if (cell.isSweep()) {
            return millis(size.equals("full") ? SWEEP_FORKS : 1, 5, 4, 300, 6000);
        }
        return FEWER.contains(cell.kind()) ? effort.withForks(size.equals("full") ? FEW : 1) : effort;
    }

    /** Roughly what a fork of the cell takes, as seen on two cores of a Zen 5. */
    double seconds(Cell cell) {
        if (restNanos == 0) {
            return 2;
        }
        if (cell.isSweep()) {
            return 5 + 0.35 * cell.tasks().size();
        }
        return (cell.lineup() == Lineup.ALL ? 9 : 6) * cell.tasks().size() + 3;
    }

    private Effort withForks(int count) {
        return new Effort(count, rounds, turnNanos, restNanos, limitNanos);
    }

    private static Effort millis(int forks, int rounds, long turn, long rest, long limit) {
        return new Effort(forks, rounds, TimeUnit.MILLISECONDS.toNanos(turn), TimeUnit.MILLISECONDS.toNanos(rest),
                TimeUnit.MILLISECONDS.toNanos(limit));
    }

    /** What the fork is told so that it does not wait for the compilers where nothing is measured. */
    List<String> properties() {
        return List.of("-D" + Compilers.SETTLE_PROPERTY + "=" + (restNanos > 0));
    }
}
