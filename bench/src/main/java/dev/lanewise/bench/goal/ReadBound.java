package dev.lanewise.bench.goal;

import dev.lanewise.bench.model.Shape;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;

/** One row through one layer against a plain sum over as many floats. */
final class ReadBound {
    private ReadBound() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "Batch 1, one layer from 64x64 to 4096x4096: 97 % of the speed at which a plain vector sum "
                        + "reads as many floats");
        for (CellStats cell : findings.of("layer")) {
            Shape shape = cell.task().shape();
            if (shape.rows() == 1 && shape.inputs() >= 64 && shape.units() >= 64) {
                double share = cell.shareOfSum(Peers.LANEWISE);
                judge.tell("%s: %.2f", cell.cell(), share);
                judge.atLeast(cell.cell() + ", share of the sum", share, 0.97);
            }
        }
        return judge.verdict();
    }
}
