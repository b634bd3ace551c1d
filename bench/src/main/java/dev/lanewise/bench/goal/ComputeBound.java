package dev.lanewise.bench.goal;

import dev.lanewise.bench.grid.Measurement;
import dev.lanewise.bench.model.Shape;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;

/** Large layers against the FMA peak, and what an activation adds. */
final class ComputeBound {
    private ComputeBound() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "Compute-bound layers (64 rows or more, inputs and units 256 or more) at 97 % of the FMA "
                        + "peak; with a curve, at most that time and the activation's own");
        judge.tell("FMA peak %.1f GFLOP/s (below 110 on a Zen 4 the probe, or the machine, is wrong)", findings.peak());
        for (CellStats cell : findings.of("layer")) {
            Shape shape = cell.task().shape();
            if (shape.rows() >= 64 && shape.inputs() >= 256 && shape.units() >= 256) {
                judge.atLeast(cell.cell() + ", share of the peak", cell.shareOfPeak(Peers.LANEWISE, findings.peak()), 0.97);
            }
        }
        for (CellStats cell : findings.of("activation")) {
            if (cell.task().shape().inputs() < 256) {
                continue;
            }
            if (cell.task().network().endsWith(" relu")) {
                judge.atLeast(cell.cell() + ", identity, share of the peak",
                        cell.shareOfPeak(Measurement.IDENTITY, findings.peak()), 0.97);
            }
            judge.atMost(cell.cell() + ", over layer and activation apart",
                    cell.ratioToBoth(Peers.LANEWISE, Measurement.IDENTITY, Measurement.ACTIVATION), 1);
        }
        return judge.verdict();
    }
}
