package dev.lanewise.bench.goal;

import dev.lanewise.bench.grid.Plan;
import dev.lanewise.bench.model.Shape;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
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
        Map<Shape, CellStats> byShape = new HashMap<>();
        sizes.forEach(cell -> byShape.put(cell.task().shape(), cell));
        for (CellStats cell : sizes) {
            Shape shape = cell.task().shape();
            Shape round = cell.kind().equals("units")
                    ? new Shape(shape.rows(), shape.inputs(), Plan.nextMultipleOf16(shape.units()))
                    : new Shape(shape.rows(), Plan.nextMultipleOf16(shape.inputs()), shape.units());
            if (!round.equals(shape) && byShape.containsKey(round)) {
                judge.atMost(shape + " over " + round,
                        cell.nanos(Peers.LANEWISE) / byShape.get(round).nanos(Peers.LANEWISE), ODD_LIMIT);
            }
        }
        Map<String, Double> leastPerRow = new HashMap<>();
        for (CellStats cell : findings.of("rows")) { // in rising order
            double perRow = cell.nanos(Peers.LANEWISE) / cell.task().rows();
            Double least = leastPerRow.get(cell.cell());
            if (least != null) {
                judge.atMost(cell.task().shape() + ", per row over the best smaller batch", perRow / least, ROWS_LIMIT);
            }
            leastPerRow.merge(cell.cell(), perRow, Math::min);
        }
        return judge.verdict();
    }
}
