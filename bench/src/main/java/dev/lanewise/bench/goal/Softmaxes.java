package dev.lanewise.bench.goal;

import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;

/** Softmax alone over rows, beside ONNX Runtime's. */
final class Softmaxes {
    private static final double LIMIT = 1.5;

    private Softmaxes() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge("Softmax of 256 rows of 10, 128 and 1000 at least 1.5 times as fast as ONNX Runtime's");
        for (CellStats cell : findings.of("jmh")) {
            if (cell.names().contains("lanewise")) {
                double ratio = cell.ratio("onnxRuntime", "lanewise");
                judge.tell("%s: %.2f times", cell.cell(), ratio);
                judge.atLeast(cell.cell(), ratio, LIMIT);
            }
        }
        return judge.verdict();
    }
}
