package dev.lanewise.cli;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What the four ways cost on one trial and one batch size, side by side. */
final class Comparison {
    private final int batch;
    private final Map<Contestant.Kind, Stopwatch.Reading> readings = new EnumMap<>(Contestant.Kind.class);

    Comparison(Trial trial, int batch) {
        this.batch = batch;
        for (Contestant.Kind kind : Contestant.Kind.available()) {
            readings.put(kind, Stopwatch.read(kind, trial, batch));
        }
    }

    static String header() {
        StringBuilder line = new StringBuilder("  rows per call");
        for (Contestant.Kind kind : Contestant.Kind.available()) {
            line.append(String.format("%14s", kind.title));
        }
        return line.append(Contestant.Kind.isVectorThere() ? "   vector is faster than textbook, C2 loop, loop" : "")
                .toString();
    }

    String line() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %13d", batch));
        readings.values().forEach(reading -> line.append(
                String.format(Locale.ROOT, "%,10.1f ns%s", reading.nanosPerRow(), reading.isSteady() ? " " : "*")));
        if (Contestant.Kind.isVectorThere()) {
            line.append("  ");
            double vector = readings.get(Contestant.Kind.VECTOR).nanosPerRow();
            for (Contestant.Kind kind : Contestant.Kind.values()) {
                if (kind != Contestant.Kind.VECTOR) {
                    line.append(String.format(Locale.ROOT, "%9.1f ×", readings.get(kind).nanosPerRow() / vector));
                }
            }
        }
        return line.toString();
    }

    /** Whether every figure was taken after the compilers had settled. */
    boolean isSteady() {
        return readings.values().stream().allMatch(Stopwatch.Reading::isSteady);
    }
}
