package dev.lanewise.bench.goal;

import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;

/** Curves alone over floats in the nearest cache, beside those of the JDK. */
final class CurvesAlone {
    private static final double MATH = 10;

    private CurvesAlone() {}

    static Goal judge(Findings findings) {
        Judge judge = new Judge("Alone, exp at least as fast as the JDK's operator and tanh 1.2 times; both 10 times a loop over "
                + "Math");
        for (CellStats cell : findings.of("jmh")) {
            beside(judge, cell, "exp", 1);
            beside(judge, cell, "tanh", 1.2);
        }
        return judge.verdict();
    }

    private static void beside(Judge judge, CellStats cell, String curve, double operator) {
        if (!cell.names().contains(curve)) {
            return;
        }
        judge.atLeast(curve + " against the operator", cell.ratio(curve + "ByOperator", curve), operator);
        judge.atLeast(curve + " against Math", cell.ratio(curve + "ByMath", curve), MATH);
    }
}
