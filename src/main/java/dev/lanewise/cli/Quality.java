package dev.lanewise.cli;

import java.util.Locale;

/** How good the outputs of an {@link Example} are on its held-out rows. */
final class Quality {
    private Quality() {}

    /** R² for one output, accuracy for more. */
    static String of(Example example, float[] z) {
        return example.trial().network().outputs() == 1
                ? String.format(Locale.ROOT, "R² = %.4f", rSquared(z, example.targets()))
                : String.format(Locale.ROOT, "accuracy = %.2f %%", 100 * accuracy(z, example.targets()));
    }

    /** 1 − Σ(t − z)² / Σ(t − mean t)². */
    static double rSquared(float[] z, float[] targets) {
        double mean = 0;
        for (float target : targets) {
            mean += target;
        }
        mean /= targets.length;
        double residual = 0;
        double total = 0;
        for (int i = 0; i < targets.length; i++) {
            residual += (targets[i] - (double) z[i]) * (targets[i] - (double) z[i]);
            total += (targets[i] - mean) * (targets[i] - mean);
        }
        return 1 - residual / total;
    }

    /** The share of rows whose largest output is the target's. */
    static double accuracy(float[] z, float[] targets) {
        int outputs = z.length / targets.length;
        int right = 0;
        for (int i = 0; i < targets.length; i++) {
            int best = 0;
            for (int m = 1; m < outputs; m++) {
                if (z[i * outputs + m] > z[i * outputs + best]) {
                    best = m;
                }
            }
            right += best == (int) targets[i] ? 1 : 0;
        }
        return (double) right / targets.length;
    }
}
