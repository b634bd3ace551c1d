package dev.lanewise.bench.goal;

import dev.lanewise.bench.grid.Measurement;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;

/** Two threads against one. */
final class TwoThreads {
    private static final long LARGE = 50_000_000;

    /** Below this share of the clock, workers that are left alone rest. */
    private static final double REST = 0.01;

    private TwoThreads() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "withThreads(2): 1.85 times one thread for 16 rows and more and 50 M multiply-adds and "
                        + "more; at batch 1 at least 0.95 of what two sums read; never slower; idle workers rest");
        for (CellStats cell : findings.of("threads")) {
            double gain = cell.ratio(Peers.LANEWISE, Peers.TWO_THREADS);
            boolean large = cell.task().rows() >= 16 && cell.task().multiplyAdds() >= LARGE;
            boolean isEqual = CellStats.isEqual(gain, cell.largestRatio(Peers.LANEWISE, Peers.TWO_THREADS));
            if (!Double.isNaN(gain)) {
                judge.tell("%s: %.2f times one thread", cell.cell(), gain);
            }
            judge.atLeast(cell.cell() + ", times one thread", isEqual && !large ? 1 : gain, large ? 1.85 : 1);
            if (cell.task().rows() == 1) {
                judge.atLeast(cell.cell() + ", of two sums", cell.shareOfTwoSums(Peers.TWO_THREADS), 0.95);
            }
            if (cell.idle() >= 0 && !Double.isNaN(gain)) {
                judge.atMost(cell.cell() + ", idle workers' share of a processor", cell.idle(), REST);
            }
        }
        return judge.verdict();
    }
}
