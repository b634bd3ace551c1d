package dev.lanewise.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.Backend;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What {@code bench/run} starts: measures cell by cell, writes the results as JSON, prints the tables. */
public final class Main {
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Main() {}

    /**
     * Runs.
     *
     * @param args smoke, quick or full; the commit of the clone; the folder for the results
     */
    public static void main(String[] args) throws IOException, RunnerException {
        if (args.length != 3) {
            throw new IllegalArgumentException("arguments must be: size, commit, folder; bench/run gives them");
        }
        String size = args[0];
        Path folder = Path.of(args[2]);
        Plan plan = Plan.of(size);
        Implementation.requireAvailable(Backend.VECTOR);

        Instant start = Instant.now();
        String name = "results-" + FILE_TIME.format(start);
        Path log = folder.resolve(name + ".log");
        List<RunResult> results = measure(plan, log);

        Path json = folder.resolve(name + ".json");
        String command = size.equals("full") ? "bench/run" : "bench/run --" + size;
        Conditions conditions = Conditions.of(command, args[1], start);
        Results.write(json, conditions, results);
        Results.check(json, results.size());

        System.out.println(Report.markdown(conditions, results));
        if (!plan.settles()) {
            progress("This run only tried whether everything runs: its figures mean nothing.");
        }
        progress("Results: " + json + "; what JMH said: " + log);
    }

    private static List<RunResult> measure(Plan plan, Path log) throws IOException, RunnerException {
        int cells = plan.cells().size();
        progress("Measuring for about %d min: let nothing else run on this machine until then."
                .formatted(Math.max(1, Math.round(plan.estimate().toSeconds() / 60.0))));
        List<RunResult> results = new ArrayList<>();
        try (PrintStream lines = new PrintStream(Files.newOutputStream(log), false, UTF_8)) {
            OutputFormat format = OutputFormatFactory.createFormatInstance(lines, VerboseMode.NORMAL);
            for (int c = 0; c < cells; c++) {
                Plan.Cell cell = plan.cells().get(c);
                RunResult result = measure(plan, cell, format, log);
                results.add(result);
                progress("[%d/%d] %s: %s ns".formatted(c + 1, cells, cell, Score.of(result)));
            }
        }
        return results;
    }

    private static RunResult measure(Plan plan, Plan.Cell cell, OutputFormat format, Path log) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(plan.milliseconds());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(cell.benchmark()) + "$")
                .forks(plan.forks())
                .warmupIterations(plan.warmups())
                .warmupTime(time)
                .measurementIterations(plan.iterations())
                .measurementTime(time)
                .jvmArgsPrepend("-D" + Compilers.SETTLE_PROPERTY + "=" + plan.settles())
                .shouldFailOnError(true);
        for (Plan.Parameter parameter : cell.parameters()) {
            options.param(parameter.name(), parameter.value());
        }
        try {
            return new Runner(options.build(), format).runSingle();
        } catch (RunnerException e) {
            throw new RunnerException(cell + " failed; the reason is in " + log, e);
        }
    }

    private static void progress(String line) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
