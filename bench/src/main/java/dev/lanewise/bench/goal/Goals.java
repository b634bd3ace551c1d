package dev.lanewise.bench.goal;

import dev.lanewise.bench.stats.Findings;
import java.util.List;

/** The points that the library is to reach. */
public final class Goals {
    private Goals() {}

    /** Judges all of them. */
    public static List<Goal> judge(Findings findings) {
        return List.of(
                Networks.judge(findings),
                ComputeBound.judge(findings),
                ReadBound.judge(findings),
                Cliffs.judge(findings),
                Unpacked.judge(findings),
                TwoThreads.judge(findings),
                Widths.judge(findings),
                Steadiness.judge(findings),
                Curves.judge(findings),
                CurvesAlone.judge(findings),
                Softmaxes.judge(findings));
    }
}
