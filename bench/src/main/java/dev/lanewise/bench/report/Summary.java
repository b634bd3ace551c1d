package dev.lanewise.bench.report;

import dev.lanewise.bench.goal.Goal;
import dev.lanewise.bench.grid.Inputs;
import dev.lanewise.bench.machine.Conditions;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The run in one table and a list, in Markdown, for the README. */
final class Summary {
    private Summary() {}

    static String of(Findings findings, List<Goal> goals) {
        Conditions conditions = findings.conditions();
        StringBuilder text = new StringBuilder("""
                `%s` on %s, %s, JDK %s (%s), commit %s, %s. Time of the best peer over that of Lanewise, one thread:

                %s
                Lanewise in nanoseconds, at batch 1 with each call waiting for the last:

                %s
                """.formatted(
                conditions.fact("run", "command"), conditions.fact("machine", "cpu"),
                conditions.fact("backends", "VECTOR"), conditions.fact("jdk", "version"),
                conditions.fact("jdk", "vendor"), conditions.fact("library", "commit"),
                conditions.fact("run", "start"), ratios(findings), times(findings)));
        for (int i = 0; i < goals.size(); i++) {
            Goal goal = goals.get(i);
            text.append("%d. **%s**: %s.%n".formatted(i + 1, goal.verdict(), goal.title()));
        }
        return text.toString();
    }

    private static String ratios(Findings findings) {
        return byBatch(findings, cell -> Numbers.ratio(cell.ratioToBestPeer()));
    }

    private static String times(Findings findings) {
        return byBatch(findings, cell -> Numbers.nanos(cell.nanos(Peers.LANEWISE)));
    }

    private interface Figure {
        String of(CellStats cell);
    }

    /** Networks down, batches across; batch 1 is the dependent one, which is what a caller waits for. */
    private static String byBatch(Findings findings, Figure figure) {
        Map<String, Map<Integer, String>> rows = new LinkedHashMap<>();
        List<Integer> batches = new ArrayList<>();
        for (CellStats cell : findings.of("network")) {
            int batch = cell.task().rows();
            if (batch > 1 || cell.task().inputs() == Inputs.DEPENDENT) {
                rows.computeIfAbsent(cell.task().network(), network -> new LinkedHashMap<>())
                        .put(batch, figure.of(cell));
                if (!batches.contains(batch)) {
                    batches.add(batch);
                }
            }
        }
        List<String> header = new ArrayList<>(List.of("network"));
        batches.forEach(batch -> header.add("batch " + batch));
        Table table = new Table(1, header);
        rows.forEach((network, figures) -> {
            List<String> line = new ArrayList<>(List.of(network));
            batches.forEach(batch -> line.add(figures.getOrDefault(batch, "")));
            table.add(line);
        });
        return table.toString();
    }
}
