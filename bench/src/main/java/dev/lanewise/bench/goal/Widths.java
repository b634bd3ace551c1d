package dev.lanewise.bench.goal;

import dev.lanewise.bench.grid.Measurement;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;

/** Narrower vectors against what they can do. */
final class Widths {
    private Widths() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "Forced to 256 and to 128 bits: 90 % of the FMA peak, or for one row of the sum, of that "
                        + "width");
        for (CellStats cell : findings.of("bits")) {
            double share = cell.task().rows() == 1
                    ? cell.shareOfSum(Peers.LANEWISE)
                    : cell.shareOfPeak(Peers.LANEWISE);
            judge.tell("%s: %.2f; at this width %.1f GFLOP/s and %.1f GB/s", cell.cell(), share, cell.rate(Measurement.PEAK),
                    cell.readRate());
            judge.atLeast(cell.cell(), share, 0.9);
        }
        return judge.verdict();
    }
}
