package dev.lanewise.bench.goal;

import dev.lanewise.bench.grid.Measurement;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;

/** What a curve adds to a layer of 256 rows. */
final class Curves {
    private static final double LARGE_LAYER = 1.10;

    private Curves() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge("A curve adds at most a tenth to 256x784x512; to 256x64x64 half for tanh, sigmoid and SiLU, "
                + "0.6 for GELU by tanh, 0.8 for GELU");
        for (CellStats cell : findings.of("activation")) {
            double ratio = cell.ratio(Peers.LANEWISE, Measurement.IDENTITY);
            double vectors = cell.task().rows() * cell.task().shape().units() / 16.0;
            judge.tell(cell.cell() + ", alone %.2f ns per 16 floats", cell.nanos(Measurement.ACTIVATION) / vectors);
            judge.atMost(cell.cell() + ", over identity", ratio,
                    cell.task().shape().inputs() > 64 ? LARGE_LAYER : smallLayer(cell.task().network()));
        }
        return judge.verdict();
    }

    private static double smallLayer(String network) {
        return network.endsWith("geluTanh") ? 1.6 : network.endsWith("gelu") ? 1.8 : 1.5;
    }
}
