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
 * @param restNanos without a compilation before measuring. One counts when it ends and may take longer than this: the
 *     library's, and the probes', are awaited moreover, by what a call allocates
 * @param limitNanos for the wait
 */
record Effort(int forks, int rounds, long turnNanos, long restNanos, long limitNanos) {
    /** Where the figures are compared with others of the same fork, fewer of them do. */
    private static final List<String> FEWER = List.of("activation", "threads", "bits", "subnormal");

    private static final int FEW = 3;

    /** Sweeps have tens of tasks in one fork, and those over unpacked weights more than a hundred. */
    private static final int SWEEP_FORKS = 2;

    private static final int UNPACKED_FORKS = 1;

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
            int forks = cell.lineup() == Lineup.UNPACKED ? UNPACKED_FORKS : SWEEP_FORKS;
            return millis(size.equals("full") ? forks : 1, 5, 4, 300, 6000);
        }
        return FEWER.contains(cell.kind()) ? effort.withForks(size.equals("full") ? FEW : 1) : effort;
    }

    /** Roughly what a fork of the cell takes, as seen on two cores of a Zen 4. */
    double seconds(Cell cell, int fork) {
        if (restNanos == 0) {
            return 2;
        }
        double perTask = switch (cell.lineup()) {
            case ALL -> fork < Race.FORKS_WITH_EVERYONE ? 10 : 7;
            case UNPACKED -> 1.3;
            case OWN -> 0.7;
            default -> 5;
        };
        return perTask * cell.tasks().size() + 3;
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
