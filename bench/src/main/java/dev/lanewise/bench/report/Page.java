package dev.lanewise.bench.report;

import dev.lanewise.bench.goal.Goal;
import dev.lanewise.bench.grid.Cell;
import dev.lanewise.bench.grid.Measurement;
import dev.lanewise.bench.grid.Plan;
import dev.lanewise.bench.machine.Conditions;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The report as one page that needs nothing but itself. */
final class Page {
    private static final int MOST_SHORTFALLS = 12;

    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; color: #22262b; max-width: 1100px; margin: 2rem auto;
                   padding: 0 1rem; }
            h1 { font-size: 1.7rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #e3e6ea; }
            table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
            th, td { padding: .25rem .6rem; border-bottom: 1px solid #e3e6ea; text-align: right; white-space: nowrap; }
            th:first-child, td:first-child { text-align: left; }
            th { background: #f5f6f8; }
            .wide { overflow-x: auto; margin: .6rem 0 1.2rem; }
            .reached { color: #1f7a4d; } .short { color: #b3322c; } .unmeasured, .incomplete { color: #8a8f98; }
            .goal { margin: 1rem 0; } .goal ul { margin: .2rem 0; font-size: 13px; }
            svg { max-width: 100%; height: auto; }
            summary { cursor: pointer; color: #1f5fa8; margin: .4rem 0; }
            code { background: #f5f6f8; padding: 0 .2rem; }
            """;

    private Page() {}

    static String of(Findings findings, List<Goal> goals, List<Picture> pictures) {
        Conditions conditions = findings.conditions();
        Html body = new Html()
                .element("h1", "Lanewise beside its peers")
                .element("p", conditions.fact("machine", "cpu") + ", one thread; "
                        + conditions.fact("backends", "VECTOR") + "; JDK " + conditions.fact("jdk", "version")
                        + "; commit "
                        + conditions.fact("library", "commit") + "; " + conditions.fact("run", "start"));
        pictures.forEach(picture -> body.raw(picture.svg()));
        body.element("h2", "What is to be reached");
        for (int i = 0; i < goals.size(); i++) {
            goal(body, i + 1, goals.get(i));
        }
        unmeasured(body, findings);
        tables(body, findings);
        peers(body, findings);
        conditions(body, conditions);
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>Lanewise beside its peers</title>
                <style>
                %s</style></head>
                <body>
                %s</body></html>
                """.formatted(STYLE, body);
    }

    private static void goal(Html body, int number, Goal goal) {
        String style = goal.verdict().name().toLowerCase(Locale.ROOT);
        body.raw("<div class=\"goal\"><b>" + number + ". <span class=\"" + style + "\">" + goal.verdict()
                + "</span></b> "
                + Html.escape(goal.title()));
        body.list(goal.figures());
        List<String> worst = goal.shortfalls();
        if (!worst.isEmpty()) {
            body.element("div", "Worst:").list(worst.subList(0, Math.min(MOST_SHORTFALLS, worst.size())));
            if (worst.size() > MOST_SHORTFALLS) {
                body.details("and " + (worst.size() - MOST_SHORTFALLS) + " more",
                        new Html().list(worst.subList(MOST_SHORTFALLS, worst.size())));
            }
        }
        body.raw("</div>");
    }

    /** Cells of the whole plan that failed, or to which the run did not come. */
    private static void unmeasured(Html body, Findings findings) {
        for (String size : List.of("quick", "full")) {
            if (findings.conditions().fact("run", "command").equals("bench/run --" + size)) {
                List<String> planned = Plan.of(size).stream().map(Cell::id).toList();
                List<String> without = planned.stream()
                        .filter(id -> findings.all().stream().noneMatch(cell -> cell.cell().equals(id)))
                        .toList();
                body.element("p", without.size() + " of " + planned.size() + " cells have no figures"
                        + (without.isEmpty() ? "." : ": " + String.join(", ", without)));
            }
        }
    }

    private static void tables(Html body, Findings findings) {
        body.element("h2", "Figures")
                .element("p", "Nanoseconds per call: the median over virtual machines of the median over rounds; in"
                        + " parentheses (largest - smallest) / median of the virtual machines; * timed once; after"
                        + " the x how many times Lanewise's that is. Shares are of the FMA peak, and of the better"
                        + " plain sum over as many floats as there are parameters, by the weights read, measured beside the"
                        + " cell.");
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("network", "Networks");
        titles.put("layer", "Single layers, ReLU");
        titles.put("subnormal", "Inputs that produce subnormals");
        titles.put("activation", "256 rows of a layer with its activation");
        titles.put("threads", "Two threads");
        titles.put("bits", "Narrower vectors");
        titles.put("rows", "Rows 1 to 40");
        titles.put("units", "Units");
        titles.put("inputs", "Odd inputs");
        titles.put("unpacked", "Dense.forward and OpenBLAS");
        titles.put("jmh", "Loop against vector by JMH");
        titles.forEach((kind, title) -> {
            List<CellStats> cells = findings.of(kind);
            if (!cells.isEmpty()) {
                String machines = kind.equals("jmh") ? "" : ", virtual machines each: " + forks(cells);
                body.details(title + " (" + cells.size() + machines + ")", table(cells));
            }
        });
    }

    private static String forks(List<CellStats> cells) {
        IntSummaryStatistics forks = cells.stream().mapToInt(cell -> cell.forks().size()).summaryStatistics();
        return forks.getMin() + (forks.getMin() < forks.getMax() ? " to " + forks.getMax() : "");
    }

    private static Html table(List<CellStats> cells) {
        Set<String> names = new LinkedHashSet<>();
        cells.forEach(cell -> names.addAll(cell.names()));
        List<String> probes = List.of(
                Measurement.PEAK, Measurement.SUM, Measurement.ARRAY_SUM, Measurement.TWO_SUMS);
        boolean probed = names.removeAll(probes);
        boolean compared = cells.stream().anyMatch(cell -> cell.bestPeer().isPresent());
        List<String> header = new ArrayList<>(List.of("cell"));
        if (compared) {
            header.addAll(List.of("best peer / Lanewise", "by"));
        }
        if (probed) {
            header.addAll(List.of("of peak", "of sum", "peak GFLOP/s", "sum GB/s"));
        }
        header.addAll(names);
        List<List<String>> rows = new ArrayList<>();
        for (CellStats cell : cells) {
            List<String> row = new ArrayList<>(List.of(label(cell)));
            if (compared) {
                row.add(Numbers.ratio(cell.ratioToBestPeer()));
                row.add(cell.bestPeer().orElse(""));
            }
            if (probed) {
                addProbes(row, cell);
            }
            names.forEach(name -> row.add(time(cell, name)));
            rows.add(row);
        }
        return new Html().table(header, rows);
    }

    private static void addProbes(List<String> row, CellStats cell) {
        row.add(Numbers.percent(cell.shareOfPeak(Peers.LANEWISE)));
        row.add(cell.task().rows() == 1 ? Numbers.percent(cell.shareOfSum(Peers.LANEWISE)) : "");
        row.add(Numbers.ratio(cell.rate(Measurement.PEAK)));
        row.add(Numbers.ratio(cell.readRate()));
    }

    /** With how many times Lanewise's time that is, for all but itself. */
    private static String time(CellStats cell, String name) {
        double ratio = name.equals(Peers.LANEWISE) ? Double.NaN : cell.ratio(name, Peers.LANEWISE);
        return Numbers.time(cell, name) + (Double.isNaN(ratio) ? "" : " x" + Numbers.ratio(ratio));
    }

    private static String label(CellStats cell) {
        boolean sweep = Cell.SWEEPS.contains(cell.kind());
        return sweep ? cell.task().shape().toString() : cell.cell().substring(cell.kind().length() + 1);
    }

    private static void peers(Html body, Findings findings) {
        body.element("h2", "Who was measured");
        List<List<String>> rows = new ArrayList<>();
        findings.of("network", "layer").stream().findFirst().ifPresent(cell -> {
            cell.names().forEach(name -> rows.add(List.of(name, cell.note(name))));
            cell.absent().forEach(absent -> rows.add(List.of(absent.name(), "absent: " + absent.note())));
        });
        body.table(List.of("name", "what it is"), rows);
        List<List<String>> exceptions = new ArrayList<>();
        for (CellStats cell : findings.of("network", "layer", "subnormal")) {
            cell.absent().forEach(absent -> exceptions.add(List.of(label(cell), absent.name(), absent.note())));
            cell.names().stream().filter(name -> cell.note(name).contains(Measurement.SEVERAL_THREADS))
                    .forEach(name -> exceptions.add(List.of(label(cell), name, cell.note(name))));
        }
        body.details("Who did not run in a cell, or not on one thread",
                new Html().table(List.of("cell", "name", "why"), exceptions));
    }

    private static void conditions(Html body, Conditions conditions) {
        body.element("h2", "Conditions, and how to repeat this")
                .raw("<p><code>" + Html.escape(conditions.fact("run", "command"))
                        + "</code> in a clone at this commit, on a machine where nothing else runs; a JDK 25 and"
                        + " Maven are all it needs. How peers are set up and cells measured:"
                        + " <code>bench/README.md</code>.</p>");
        List<List<String>> rows = new ArrayList<>();
        conditions.sections().forEach((section, facts) -> facts.forEach(
                (name, value) -> rows.add(List.of(section + ": " + name, value))));
        body.details("All conditions", new Html().table(List.of("fact", "value"), rows));
    }
}
