package dev.lanewise.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** The results for people: one table per benchmark, in Markdown, aligned so that it reads well as plain text too. */
final class Report {
    private static final String VECTOR = Implementation.VECTOR.title();
    private static final String PACKED = "vector, packed";

    private Report() {}

    /** One line of a table: the scores of one shape, network or activation by title of the implementation. */
    private record Line(List<String> keys, Map<String, Score> scores) {
        String score(String title) {
            return scores.containsKey(title) ? scores.get(title).toString() : "";
        }

        /** How many times as fast as {@code other} the vectors are. */
        String speedUp(String other) {
            if (!scores.containsKey(VECTOR) || !scores.containsKey(other)) {
                return "";
            }
            return String.format(Locale.ROOT, "%.1f", scores.get(other).median() / scores.get(VECTOR).median());
        }

        String gigaflops(String title, long multiplyAdds) {
            Score score = scores.get(title);
            return score == null ? "" : String.format(Locale.ROOT, "%.1f", 2 * multiplyAdds / score.median());
        }
    }

    static String markdown(Conditions conditions, List<RunResult> results) {
        return """
                `%s` on %s (%s processors), %s, JDK %s (%s), Lanewise %s at %s.
                Nanoseconds per call on one thread: median of the forks' means, in parentheses (largest - smallest) / median;
                "x loop" is the time of the loop over that of the vector, "packed" the vector through a one-layer network.

                ### One fused layer, ReLU

                %s
                ### Whole networks

                %s
                ### An activation alone, %d floats

                %s""".formatted(
                conditions.fact("run", "command"),
                conditions.fact("machine", "cpu"),
                conditions.fact("machine", "processors"),
                conditions.fact("backends", "VECTOR"),
                conditions.fact("jdk", "version"),
                conditions.fact("jdk", "vendor"),
                conditions.fact("library", "version"),
                conditions.fact("library", "commit"),
                layers(lines(results, LayerBenchmark.class, "shape")),
                networks(lines(results, NetworkBenchmark.class, "network", "batch")),
                ActivationBenchmark.FLOATS,
                activations(lines(results, ActivationBenchmark.class, "activation")));
    }

    private static String layers(List<Line> lines) {
        List<String> header = new ArrayList<>(List.of("rows x inputs x units"));
        header.addAll(titles());
        header.add(PACKED);
        header.addAll(List.of("vector GFLOP/s", "packed GFLOP/s"));
        header.addAll(speedUpTitles());
        Table table = new Table(1, header);
        for (Line line : lines) {
            long multiplyAdds = Shape.parse(line.keys().getFirst()).multiplyAdds();
            List<String> cells = new ArrayList<>(line.keys());
            titles().forEach(title -> cells.add(line.score(title)));
            cells.add(line.score(PACKED));
            cells.add(line.gigaflops(VECTOR, multiplyAdds));
            cells.add(line.gigaflops(PACKED, multiplyAdds));
            others().forEach(other -> cells.add(line.speedUp(other)));
            table.add(cells);
        }
        return table.toString();
    }

    private static String networks(List<Line> lines) {
        List<String> header = new ArrayList<>(List.of("network", "batch"));
        header.addAll(titles());
        header.addAll(speedUpTitles());
        Table table = new Table(1, header);
        for (Line line : lines) {
            List<String> cells = new ArrayList<>(line.keys());
            titles().forEach(title -> cells.add(line.score(title)));
            others().forEach(other -> cells.add(line.speedUp(other)));
            table.add(cells);
        }
        return table.toString();
    }

    private static String activations(List<Line> lines) {
        String loop = Implementation.LOOP.title();
        Table table = new Table(1, List.of("activation", loop, VECTOR, speedUpTitle(loop)));
        for (Line line : lines) {
            table.add(List.of(line.keys().getFirst(), line.score(loop), line.score(VECTOR), line.speedUp(loop)));
        }
        return table.toString();
    }

    private static List<String> titles() {
        return List.of(Implementation.values()).stream().map(Implementation::title).toList();
    }

    private static List<String> others() {
        return titles().stream().filter(title -> !title.equals(VECTOR)).toList();
    }

    private static List<String> speedUpTitles() {
        return others().stream().map(Report::speedUpTitle).toList();
    }

    private static String speedUpTitle(String other) {
        return "x " + other;
    }

    /** Gathers the results of one benchmark class: what differs in these parameters is another line. */
    private static List<Line> lines(List<RunResult> results, Class<?> benchmark, String... parameters) {
        Map<List<String>, Line> lines = new LinkedHashMap<>();
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            if (params.getBenchmark().startsWith(benchmark.getName() + ".")) {
                List<String> keys = List.of(parameters).stream().map(params::getParam).toList();
                lines.computeIfAbsent(keys, k -> new Line(k, new LinkedHashMap<>()))
                        .scores()
                        .put(title(params), Score.of(result));
            }
        }
        return List.copyOf(lines.values());
    }

    private static String title(BenchmarkParams params) {
        String implementation = params.getParam("implementation");
        return implementation == null ? PACKED : Implementation.valueOf(implementation).title();
    }
}
