package dev.lanewise.bench.goal;

import dev.lanewise.bench.grid.Inputs;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Whole networks against the best peer of each cell, and against ONNX Runtime. */
final class Networks {
    private static final int SMALL = 10_000;
    private static final int MEDIUM = 100_000;

    private Networks() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge(
                "Every network and batch at least as fast as the best peer; on the geometric mean 1.3 "
                        + "times, and 2 times ONNX Runtime pinned; networks under 10,000 parameters 5 times that at "
                        + "batch 1 and 2 times at batch 8, under 100,000 2 times at batch 1");
        List<CellStats> cells = findings.of("network");
        List<String> equal = new ArrayList<>();
        for (CellStats cell : cells) {
            double ratio = cell.ratioToBestPeer();
            boolean isEqual = CellStats.isEqual(ratio, cell.largestRatioToBestPeer());
            if (isEqual) {
                equal.add(String.format(Locale.ROOT, "%s %.2f", cell.cell(), ratio));
            }
            judge.atLeast(cell.cell() + " against " + cell.bestPeer().orElse("nobody"), isEqual ? 1 : ratio, 1);
            small(judge, cell);
        }
        if (!equal.isEmpty()) {
            judge.tell("%d cells count as equal, with a median from 0.95 to 1 and a fork above: %s", equal.size(),
                    String.join(", ", equal));
        }
        List<CellStats> grid = cells.stream().filter(Networks::isLatencyOrBatch).toList();
        double best = geometricMean(grid, CellStats::ratioToBestPeer);
        double onnx = geometricMean(grid, Networks::ratioToOnnx);
        judge.tell("geometric mean %.2f times the best peer, %.2f times ONNX Runtime pinned", best, onnx);
        judge.atLeast("geometric mean against the best peer", best, 1.3);
        judge.atLeast("geometric mean against ONNX Runtime", onnx, 2);
        return judge.verdict();
    }

    /** One figure for each network and batch: at batch 1 that of calls that wait for each other. */
    private static boolean isLatencyOrBatch(CellStats cell) {
        return cell.task().rows() > 1 || cell.task().inputs() == Inputs.DEPENDENT;
    }

    private static void small(Judge judge, CellStats cell) {
        long parameters = cell.task().architecture().parameters();
        int rows = cell.task().rows();
        if (rows == 1 && parameters < MEDIUM) {
            judge.atLeast(cell.cell() + " against ONNX Runtime", ratioToOnnx(cell), parameters < SMALL ? 5 : 2);
        } else if (rows == 8 && parameters < SMALL) {
            judge.atLeast(cell.cell() + " against ONNX Runtime", ratioToOnnx(cell), 2);
        }
    }

    private static double ratioToOnnx(CellStats cell) {
        return cell.ratio(Peers.ONNX_PINNED, Peers.LANEWISE);
    }

    private static double geometricMean(List<CellStats> cells, ToDoubleFunction<CellStats> ratio) {
        double[] logs = cells.stream().mapToDouble(ratio).filter(Double::isFinite).map(Math::log).toArray();
        double sum = 0;
        for (double log : logs) {
            sum += log;
        }
        return Math.exp(sum / logs.length);
    }
}
