package dev.lanewise.bench.goal;

import dev.lanewise.bench.model.Shape;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;

/** {@code Dense.forward} against OpenBLAS, neither of which prepares anything. */
final class Unpacked {
    private static final int FEW_ROWS = 8;

    private Unpacked() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "Dense.forward, nothing packed: 0.9 times the speed of OpenBLAS for 1 unit or 8 and more, "
                        + "and 1.0 times for 8 rows and fewer");
        double least = Double.POSITIVE_INFINITY;
        String where = "";
        for (CellStats cell : findings.of("unpacked", "layer")) {
            Shape shape = cell.task().shape();
            double ratio = cell.ratio(Peers.OPENBLAS_ARRAYS, Peers.UNPACKED);
            if (shape.units() == 1 || shape.units() >= 8) {
                judge.atLeast(shape.toString(), ratio, shape.rows() <= FEW_ROWS ? 1 : 0.9);
            } else if (ratio < least) {
                least = ratio;
                where = shape.toString();
            }
        }
        if (!where.isEmpty()) {
            judge.tell("2 to 7 units: %.2f at worst (%s)", least, where);
        }
        return judge.verdict();
    }
}
