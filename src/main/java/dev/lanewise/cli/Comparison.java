package dev.lanewise.cli;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The four ways side by side on one example and one batch size: how long, how much faster, and how equal. */
final class Comparison {
    private final Map<Contestant.Kind, Double> nanosPerRow = new EnumMap<>(Contestant.Kind.class);

    Comparison(Example example, int batch) {
        for (Contestant.Kind kind : Contestant.Kind.available()) {
            nanosPerRow.put(kind, Stopwatch.nanosPerRow(kind, example, batch));
        }
    }

    static String header() {
        StringBuilder line = new StringBuilder("  rows per call");
        for (Contestant.Kind kind : Contestant.Kind.available()) {
            line.append(String.format("%14s", kind.title));
        }
        if (isVectorThere()) {
            line.append("   vector is faster than textbook, C2 loop, loop");
        }
        return line.toString();
    }

    String line(int batch) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %13d", batch));
        nanosPerRow.values().forEach(nanos -> line.append(String.format(Locale.ROOT, "%,11.1f ns", nanos)));
        if (isVectorThere()) {
            line.append("  ");
            for (Contestant.Kind kind : Contestant.Kind.values()) {
                if (kind != Contestant.Kind.VECTOR) {
                    double factor = nanosPerRow.get(kind) / nanosPerRow.get(Contestant.Kind.VECTOR);
                    line.append(String.format(Locale.ROOT, "%9.1f ×", factor));
                }
            }
        }
        return line.toString();
    }

    private static boolean isVectorThere() {
        return Contestant.Kind.available().contains(Contestant.Kind.VECTOR);
    }

    /** Compares the outputs of all rows with those of the loop: bits for the vector, ulp for the others. */
    static String equality(Example example) {
        float[] loop = outputs(Contestant.Kind.LOOP, example);
        StringBuilder text = new StringBuilder();
        if (isVectorThere()) {
            boolean same = sameBits(loop, outputs(Contestant.Kind.VECTOR, example));
            text.append("  same bits, vector and loop: ").append(same ? "yes" : "NO").append(", ")
                    .append(loop.length).append(" outputs compared\n");
        }
        text.append(String.format(
                Locale.ROOT,
                "  largest difference from loop: textbook %.0f ulp, C2 loop %.0f ulp (they round after each multiply and each add)",
                largestUlp(loop, outputs(Contestant.Kind.TEXTBOOK, example)),
                largestUlp(loop, outputs(Contestant.Kind.C2_LOOP, example))));
        return text.toString();
    }

    static float[] outputs(Contestant.Kind kind, Example example) {
        float[] z = new float[example.rows() * example.network().outputs()];
        kind.contestant(example.network(), example.rows()).evaluate(example.rows(), example.x(), 0, z);
        return z;
    }

    static boolean sameBits(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) {
                return false;
            }
        }
        return true;
    }

    static double largestUlp(float[] expected, float[] actual) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - actual[i]);
            largest = Math.max(largest, difference / Math.ulp(expected[i]));
        }
        return largest;
    }
}
