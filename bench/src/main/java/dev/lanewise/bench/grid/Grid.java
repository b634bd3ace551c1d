package dev.lanewise.bench.grid;

import dev.lanewise.bench.peer.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Measures cells, one virtual machine after the other. */
public final class Grid {
    /** Later than this only the first virtual machine of a cell is started: so a full run ends after some two hours. */
    private static final Duration LIMIT = Duration.ofMinutes(115);

    private final Instant start = Instant.now();
    private final String size;
    private final List<Cell> cells;
    private final ResultsFile results;
    private final Consumer<String> progress;
    private int skipped;

    /**
     * Nothing is measured yet.
     *
     * @param size smoke, quick or full: how long to measure
     * @param progress is given a line per virtual machine
     */
    public Grid(String size, List<Cell> cells, ResultsFile results, Consumer<String> progress) {
        this.size = size;
        this.cells = cells;
        this.results = results;
        this.progress = progress;
    }

    /** When only first virtual machines are started any more, in seconds from the start. */
    public long limit() {
        return LIMIT.toSeconds();
    }

    /** Roughly what is left to do. */
    public double seconds() {
        double seconds = 0;
        for (Cell cell : cells) {
            Effort effort = Effort.of(size, cell);
            for (int fork = 0; fork < effort.forks(); fork++) {
                seconds += results.has(cell.id(), fork) ? 0 : effort.seconds(cell, fork);
            }
        }
        return seconds;
    }

    /** Virtual machines of the cells that have most. */
    public int forks() {
        return cells.stream().mapToInt(cell -> Effort.of(size, cell).forks()).max().orElse(0);
    }

    /**
     * Measures one virtual machine of every cell, as far as it is not yet there. A cell that fails does not stop the others.
     *
     * @param fork from 0
     * @return how many virtual machines failed
     */
    public int run(int fork, Path folder, Path log) throws IOException, InterruptedException {
        Launcher launcher = new Launcher(size, folder, log);
        int failures = 0;
        for (int c = 0; c < cells.size(); c++) {
            Cell cell = cells.get(c);
            if (fork >= Effort.of(size, cell).forks() || results.has(cell.id(), fork)) {
                continue;
            }
            if (fork > 0 && Instant.now().isAfter(start.plus(LIMIT))) {
                skipped++;
            } else {
                String where = "[%d/%d, fork %d] ".formatted(c + 1, cells.size(), fork + 1);
                try {
                    ForkResult result = launcher.run(cell, fork);
                    results.add(result);
                    progress.accept(where + cell.id() + ": " + summary(result));
                } catch (FailedFork e) {
                    failures++;
                    progress.accept(where + "FAILED: " + e.getMessage());
                }
            }
        }
        return failures;
    }

    /** Virtual machines that were not started because the time was over. */
    public int skipped() {
        return skipped;
    }

    private static String summary(ForkResult result) {
        if (result.tasks().size() > 2) {
            return String.format(Locale.ROOT, "%d tasks (%.1f s)", result.tasks().size(), result.seconds());
        }
        List<Measurement> all = result.tasks().getFirst().measurements();
        StringBuilder text = new StringBuilder();
        for (Measurement measurement : all) {
            if (measurement.name().equals(Peers.LANEWISE)) {
                text.append(String.format(Locale.ROOT, "%,.1f ns", measurement.median()));
            }
        }
        all.stream()
                .filter(measurement -> measurement.ran() && Peers.isCompetitor(measurement.name()))
                .min((a, b) -> Double.compare(a.median(), b.median()))
                .ifPresent(best -> text.append(
                        String.format(Locale.ROOT, ", %s %,.1f", best.name(), best.median())));
        return text.append(String.format(Locale.ROOT, " (%.1f s)", result.seconds())).toString();
    }
}
