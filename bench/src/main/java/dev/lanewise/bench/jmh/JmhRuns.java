package dev.lanewise.bench.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.bench.grid.ForkResult;
import dev.lanewise.bench.grid.Inputs;
import dev.lanewise.bench.grid.Measurement;
import dev.lanewise.bench.grid.ResultsFile;
import dev.lanewise.bench.grid.Task;
import dev.lanewise.bench.grid.TaskResult;
import dev.lanewise.bench.machine.Compilers;
import dev.lanewise.bench.peer.Implementation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Loop against vector by JMH, the yardstick of the trade, on a few layers, networks and activations: a second opinion
 * on what the grid finds with a harness of its own.
 */
public final class JmhRuns {
    private final String size;

    /**
     * Nothing is run yet.
     *
     * @param size smoke, quick or full
     */
    public JmhRuns(String size) {
        this.size = size;
    }

    /** One benchmark class with its parameters but for the implementation. */
    private record Run(String id, Class<?> benchmark, List<Parameter> parameters, Task task) {}

    private record Parameter(String name, String value) {}

    /** Roughly what is left to do. */
    public double seconds(ResultsFile results) {
        double perBenchmark = size.equals("smoke") ? 1.5 : 4.5;
        return runs().stream().filter(run -> !results.has(run.id(), 0)).count() * 4 * perBenchmark;
    }

    /**
     * Runs what is not yet in the file. A benchmark that fails does not stop the others.
     *
     * @return how many failed
     */
    public int run(ResultsFile results, Path log, Consumer<String> progress) throws IOException {
        int failures = 0;
        try (PrintStream out = new PrintStream(
                Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND), false, UTF_8)) {
            for (Run run : runs()) {
                if (!results.has(run.id(), 0)) {
                    long start = System.nanoTime();
                    try {
                        Collection<RunResult> found =
                                new Runner(options(run), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL))
                                        .run();
                        double seconds = (System.nanoTime() - start) * 1e-9;
                        results.add(result(run, found, seconds));
                        progress.accept("%s: %d benchmarks (%.1f s)".formatted(run.id(), found.size(), seconds));
                    } catch (RunnerException e) {
                        failures++;
                        progress.accept(run.id() + ": FAILED: " + e.getMessage());
                    }
                }
            }
        }
        return failures;
    }

    private Options options(Run run) {
        boolean smoke = size.equals("smoke");
        TimeValue time = TimeValue.milliseconds(smoke ? 20 : 300);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(run.benchmark().getName()) + "\\.")
                .forks(1)
                .warmupIterations(1)
                .warmupTime(time)
                .measurementIterations(smoke ? 1 : 4)
                .measurementTime(time)
                .jvmArgsPrepend("-D" + Compilers.SETTLE_PROPERTY + "=" + !smoke)
                .shouldFailOnError(true);
        for (Parameter parameter : run.parameters()) {
            options.param(parameter.name(), parameter.value());
        }
        return options.build();
    }

    private List<Run> runs() {
        return switch (size) {
            case "smoke" -> runs(List.of("1x64x64"), List.of(), List.of(), List.of());
            case "quick" -> runs(List.of("24x768x512"), List.of("16-64-32-32-5 relu softmax"), List.of(1),
                    List.of("sigmoid"));
            default -> runs(List.of("1x64x64", "1x784x512", "24x768x512"),
                    List.of("10-16-1 sigmoid", "16-64-32-32-5 relu softmax", "784-512-256-10 relu softmax"),
                    List.of(1, 256),
                    allActivations());
        };
    }

    private static List<String> allActivations() {
        try {
            return List.of(ActivationBenchmark.class.getField("activation").getAnnotation(Param.class).value());
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Run> runs(
            List<String> shapes, List<String> networks, List<Integer> batches, List<String> activations) {
        List<Run> runs = new ArrayList<>();
        for (String shape : shapes) {
            String[] sizes = shape.split("x");
            runs.add(new Run("jmh/" + shape, LayerBenchmark.class, List.of(new Parameter("shape", shape)),
                    new Task(sizes[1] + "-" + sizes[2] + " relu", Integer.parseInt(sizes[0]), Inputs.INDEPENDENT)));
        }
        for (String network : networks) {
            for (int batch : batches) {
                List<Parameter> parameters = List.of(
                        new Parameter("network", network), new Parameter("batch", Integer.toString(batch)));
                runs.add(new Run("jmh/" + network + "/" + batch, NetworkBenchmark.class, parameters,
                        new Task(network, batch, Inputs.INDEPENDENT)));
            }
        }
        for (String activation : activations) {
            runs.add(new Run("jmh/" + activation + " of " + ActivationBenchmark.FLOATS, ActivationBenchmark.class,
                    List.of(new Parameter("activation", activation)), null));
        }
        if (!activations.isEmpty()) {
            runs.add(new Run("jmh/exp and tanh beside the JDK's", JdkCurveBenchmark.class, List.of(), null));
            for (String units : List.of("10", "128", "1000")) {
                runs.add(new Run("jmh/softmax of 256 rows of " + units, SoftmaxBenchmark.class,
                        List.of(new Parameter("units", units)), null));
            }
        }
        return runs;
    }

    private static ForkResult result(Run run, Collection<RunResult> found, double seconds) {
        List<Measurement> measurements = new ArrayList<>();
        for (RunResult result : found) {
            double[] nanos = result.getBenchmarkResults().stream()
                    .mapToDouble(fork -> fork.getPrimaryResult().getScore())
                    .toArray();
            measurements.add(new Measurement(title(result), nanos, false, 0, -1, 0, "JMH"));
        }
        return new ForkResult(run.id(), 0, seconds, List.of(new TaskResult(run.task(), measurements, -1)));
    }

    private static String title(RunResult result) {
        BenchmarkParams params = result.getParams();
        String name = params.getBenchmark();
        String method = name.substring(name.lastIndexOf('.') + 1);
        String implementation = params.getParam("implementation");
        return implementation != null ? Implementation.valueOf(implementation).title()
                : method.equals("packed") ? "vector, packed" : method;
    }
}
