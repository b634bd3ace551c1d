package dev.lanewise.bench.grid;

import dev.lanewise.bench.grid.Contestant.Timed;
import dev.lanewise.bench.machine.ArraySum;
import dev.lanewise.bench.machine.FmaPeak;
import dev.lanewise.bench.machine.SegmentSum;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the machine can do, as a contestant: of several variants the best takes part, found by trying once all are
 * warm.
 */
record Probe(List<Contestant> variants) {
    private static final int TRIES = 3;
    private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    static Probe peak() {
        return new Probe(Stream.of(FmaPeak.variants())
                .map(probe -> new Contestant(
                        Measurement.PEAK, Timed.of(probe), probe.operations(), probe.toString()))
                .toList());
    }

    static Probe sum(long floats) {
        return new Probe(Stream.of(SegmentSum.variants(floats))
                .map(probe -> new Contestant(
                        Measurement.SUM, Timed.of(probe), Float.BYTES * probe.floats(), probe.toString()))
                .toList());
    }

    static Probe arraySum(long floats) {
        return new Probe(Stream.of(ArraySum.variants(floats))
                .map(probe -> new Contestant(
                        Measurement.ARRAY_SUM, Timed.of(probe), Float.BYTES * probe.floats(), probe.toString()))
                .toList());
    }

    /** Two threads at once, each over a buffer half as large; the time is that of the slower one. */
    static Probe twoSums(long floats) {
        SegmentSum[] mine = SegmentSum.variants(floats / 2);
        SegmentSum[] others = SegmentSum.variants(floats / 2);
        return new Probe(Stream.of(0, 1, 2)
                .map(i -> new Contestant(Measurement.TWO_SUMS, atOnce(mine[i], others[i]),
                        Float.BYTES * (mine[i].floats() + others[i].floats()), mine[i].toString()))
                .toList());
    }

    private static Timed atOnce(Runnable mine, Runnable others) {
        return calls -> {
            long start = System.nanoTime();
            Thread thread = Thread.ofPlatform().start(() -> Timed.of(others).time(calls));
            Timed.of(mine).time(calls);
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return System.nanoTime() - start;
        };
    }

    /** The best variant, without what its tries found. */
    Contestant best() {
        for (int i = 0; i < TRIES; i++) {
            for (Contestant variant : variants) {
                variant.calibrate(TRY_NANOS);
                variant.turn();
            }
        }
        return variants.stream().max(Comparator.comparingDouble(Contestant::workRate)).orElseThrow().afresh();
    }
}
