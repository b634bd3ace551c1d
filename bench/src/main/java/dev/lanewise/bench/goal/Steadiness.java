package dev.lanewise.bench.goal;

import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.util.List;

/** Allocation, and how far the forks lie apart. */
final class Steadiness {
    /** Less than this per call is what the measurement itself allocates, spread over the calls of a turn. */
    private static final double NOTHING = 0.5;

    private Steadiness() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "0 bytes allocated per call everywhere; forks of a cell at most 5 % apart");
        for (CellStats cell : findings.all()) {
            if (cell.kind().equals("jmh")) {
                continue;
            }
            for (String name : List.of(Peers.LANEWISE, Peers.UNPACKED, Peers.TWO_THREADS)) {
                double bytes = cell.bytes(name);
                if (!Double.isNaN(bytes)) { // not of who does not run there, nor of a call that was timed once
                    judge.atMost(where(cell, name) + ", bytes per call", bytes < NOTHING ? 0 : bytes, 0);
                }
                if (cell.runs(name) > 1) {
                    judge.atMost(where(cell, name) + ", spread", cell.spread(name), 0.05);
                }
            }
        }
        return judge.verdict();
    }

    private static String where(CellStats cell, String name) {
        return cell.cell() + " (" + cell.task().network() + ", " + cell.task().rows() + "), " + name;
    }
}
