package dev.lanewise.bench.goal;

import dev.lanewise.bench.grid.Plan;
import dev.lanewise.bench.model.Shape;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.util.List;

/** Odd sizes against the next multiple of 16, and rows against fewer rows. */
final class Cliffs {
    private static final double ODD_LIMIT = 1.25;
    private static final double ROWS_LIMIT = 1.1;

    private static final List<String> FORMS = List.of(Peers.LANEWISE, Peers.UNPACKED);

    private Cliffs() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "No cliffs: an odd size costs at most 1.25 times the next multiple of 16, and no batch more "
                        + "per row than a smaller one by more than 10 %");
        List<CellStats> sizes = findings.of("units", "inputs");
        for (CellStats cell : sizes) {
            Shape shape = cell.task().shape();
            Shape round = cell.kind().equals("units")
                    ? new Shape(shape.rows(), shape.inputs(), Plan.nextMultipleOf16(shape.units()))
                    : new Shape(shape.rows(), Plan.nextMultipleOf16(shape.inputs()), shape.units());
            if (!round.equals(shape)) {
                sizes.stream()
                        .filter(other -> other.cell().equals(cell.cell()) && other.task().shape().equals(round))
                        .findFirst()
                        .ifPresent(other -> FORMS.forEach(name -> judge.atMost(
                                shape + " over " + round + ", " + name, cell.ratioTo(other, name), ODD_LIMIT)));
            }
        }
        List<CellStats> batches = findings.of("rows");
        for (CellStats cell : batches) {
            for (String name : FORMS) {
                batches.stream()
                        .filter(other -> other.cell().equals(cell.cell()) && other.task().rows() < cell.task().rows())
                        .mapToDouble(smaller -> perRow(cell, smaller, name))
                        .filter(Double::isFinite)
                        .max()
                        .ifPresent(worst -> judge.atMost(
                                cell.task().shape() + ", per row over the best smaller batch, " + name, worst, ROWS_LIMIT));
            }
        }
        return judge.verdict();
    }

    private static double perRow(CellStats cell, CellStats smaller, String name) {
        return cell.ratioTo(smaller, name) * smaller.task().rows() / cell.task().rows();
    }
}
