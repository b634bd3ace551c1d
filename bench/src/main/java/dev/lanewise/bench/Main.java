package dev.lanewise.bench;

import dev.lanewise.Backend;
import dev.lanewise.bench.grid.Cell;
import dev.lanewise.bench.grid.Grid;
import dev.lanewise.bench.grid.Plan;
import dev.lanewise.bench.grid.ResultsFile;
import dev.lanewise.bench.jmh.JmhRuns;
import dev.lanewise.bench.machine.Conditions;
import dev.lanewise.bench.peer.Implementation;
import dev.lanewise.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What {@code bench/run} starts: measures what is not yet in the results file, and writes the report. */
public final class Main {
    private Main() {}

    /**
     * Runs.
     *
     * @param args what bench/run was given, after the commit of the clone and the folder for results
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        String commit = args[0];
        Path folder = Path.of(args[1]).toAbsolutePath();
        CommandLine line = CommandLine.parse(List.of(args).subList(2, args.length));
        if (line.report() != null) {
            report(ResultsFile.read(Path.of(line.report())), folder);
            return;
        }
        List<Cell> cells = line.only() == null ? Plan.of(line.size()) : Plan.matching(line.only());
        if (line.list()) {
            cells.forEach(cell -> System.out.println(cell.id()));
            return;
        }
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("--only " + line.only() + " matches no cell; --list shows them");
        }
        Implementation.requireAvailable(Backend.VECTOR);
        String digest = CodeDigest.ofClassPath();
        ResultsFile results = ResultsFile.open(
                folder.resolve(line.fileName(digest)), Conditions.now(line.toString(), commit, digest));
        int failures = measure(line, cells, results, folder);
        report(results, folder);
        if (failures > 0) {
            progress(failures + " virtual machines failed; what they said is in the log beside " + results.path());
            System.exit(1);
        }
    }

    /** All cells once and JMH, then the cells again: so that a run that is stopped has everything. */
    private static int measure(CommandLine line, List<Cell> cells, ResultsFile results, Path folder)
            throws IOException, InterruptedException {
        Path log = Path.of(results.path().toString().replace(".jsonl", ".log"));
        Grid grid = new Grid(line.size(), cells, results, Main::progress);
        JmhRuns jmh = new JmhRuns(line.size());
        boolean withJmh = line.only() == null;
        double seconds = grid.seconds() + (withJmh ? jmh.seconds(results) : 0);
        progress("Measuring for about %d min into %s; let nothing else run on this machine until then."
                .formatted(Math.round(Math.ceil(Math.min(seconds, grid.limit()) / 60)), results.path()));
        int failures = 0;
        for (int fork = 0; fork < grid.forks(); fork++) {
            failures += grid.run(fork, folder, log);
            if (fork == 0 && withJmh) {
                failures += jmh.run(results, log, Main::progress);
            }
        }
        if (grid.skipped() > 0) {
            progress("Nearly two hours are over: %d virtual machines were not started%s."
                    .formatted(grid.skipped(), withJmh ? "; started again, the run goes on with them" : ""));
        }
        if (line.size().equals("smoke")) {
            progress("This run only tried whether everything runs: its figures mean nothing.");
        }
        return failures;
    }

    private static void report(ResultsFile results, Path folder) throws IOException {
        Path reports = folder.resolve("report");
        Files.createDirectories(reports);
        System.out.println(Report.write(results, reports));
        progress("Report: " + reports.resolve("report.html"));
    }

    private static void progress(String line) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
