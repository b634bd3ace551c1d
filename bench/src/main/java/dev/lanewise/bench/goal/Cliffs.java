package dev.lanewise.bench.goal;

import dev.lanewise.bench.grid.Plan;
import dev.lanewise.bench.model.Shape;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Odd sizes against the next multiple of 16, and rows against fewer rows. */
final class Cliffs {
    private static final double ODD_LIMIT = 1.25;
    private static final double ROWS_LIMIT = 1.1;

    private Cliffs() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "No cliffs: an odd size costs at most 1.25 times the next multiple of 16, and no batch more "
                        + "per row than a smaller one by more than 10 %");
        List<CellStats> sizes = findings.of("units", "inputs");
        Map<String, Map<Shape, CellStats>> byShape = new HashMap<>();
        sizes.forEach(cell -> byShape.computeIfAbsent(cell.cell(), id -> new HashMap<>()).put(cell.task().shape(), cell));
        for (CellStats cell : sizes) {
            Shape shape = cell.task().shape();
            Shape round = cell.kind().equals("units")
                    ? new Shape(shape.rows(), shape.inputs(), Plan.nextMultipleOf16(shape.units()))
                    : new Shape(shape.rows(), Plan.nextMultipleOf16(shape.inputs()), shape.units());
            CellStats next = byShape.get(cell.cell()).get(round);
            if (!round.equals(shape) && next != null) {
                judge.atMost(shape + " over " + round, cell.ratioTo(next, Peers.LANEWISE), ODD_LIMIT);
            }
        }
        Map<String, List<CellStats>> smallerBatches = new HashMap<>();
        for (CellStats cell : findings.of("rows")) { // in rising order
            List<CellStats> smaller = smallerBatches.computeIfAbsent(cell.cell(), id -> new ArrayList<>());
            smaller.stream()
                    .mapToDouble(other -> perRow(cell, other))
                    .filter(Double::isFinite)
                    .max()
                    .ifPresent(worst -> judge.atMost(
                            cell.task().shape() + ", per row over the best smaller batch", worst, ROWS_LIMIT));
            smaller.add(cell);
        }
        return judge.verdict();
    }

    private static double perRow(CellStats cell, CellStats smaller) {
        return cell.ratioTo(smaller, Peers.LANEWISE) * smaller.task().rows() / cell.task().rows();
    }
}
