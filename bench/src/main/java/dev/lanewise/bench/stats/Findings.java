package dev.lanewise.bench.stats;

import dev.lanewise.bench.grid.ForkResult;
import dev.lanewise.bench.grid.Inputs;
import dev.lanewise.bench.grid.Measurement;
import dev.lanewise.bench.grid.ResultsFile;
import dev.lanewise.bench.grid.Task;
import dev.lanewise.bench.grid.TaskResult;
import dev.lanewise.bench.machine.Conditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that a run found, gathered by task. */
public record Findings(Conditions conditions, List<CellStats> all) {
    /** Reads the results. */
    public static Findings of(ResultsFile file) {
        Map<String, List<ForkResult>> byCell = new LinkedHashMap<>();
        for (ForkResult result : file.results()) {
            byCell.computeIfAbsent(result.cell(), cell -> new ArrayList<>()).add(result);
        }
        List<CellStats> stats = new ArrayList<>();
        byCell.forEach((cell, forks) -> {
            for (int t = 0; t < forks.getFirst().tasks().size(); t++) {
                int index = t;
                List<TaskResult> tasks = forks.stream().map(fork -> fork.tasks().get(index)).toList();
                Task task = tasks.getFirst().task();
                boolean dependent = task != null && task.inputs() == Inputs.DEPENDENT;
                stats.add(new CellStats(cell + (dependent ? "/dependent" : ""), task, tasks));
            }
        });
        return new Findings(file.conditions(), List.copyOf(stats));
    }

    /** Those of some kinds. */
    public List<CellStats> of(String... kinds) {
        List<String> wanted = List.of(kinds);
        return all.stream().filter(stats -> wanted.contains(stats.kind())).toList();
    }

    /** The FMA peak at the machine's own width: the median over the cells. */
    public double peak() {
        double[] rates = of("network", "layer", "activation").stream()
                .mapToDouble(stats -> stats.rate(Measurement.PEAK))
                .filter(Double::isFinite)
                .toArray();
        return rates.length == 0 ? Double.NaN : Measurement.median(rates);
    }

    /** The speed of sums over so many bytes, the median over the cells; NaN if there is none. */
    public double readRate(double fromBytes, double toBytes) {
        double[] rates = of("network", "layer").stream()
                .filter(stats -> {
                    double bytes = (double) Float.BYTES * stats.task().architecture().parameters();
                    return bytes >= fromBytes && bytes < toBytes;
                })
                .mapToDouble(CellStats::readRate)
                .filter(Double::isFinite)
                .toArray();
        return rates.length == 0 ? Double.NaN : Measurement.median(rates);
    }
}
