package dev.lanewise.bench.stats;

import dev.lanewise.bench.grid.Cell;
import dev.lanewise.bench.grid.Measurement;
import dev.lanewise.bench.grid.Task;
import dev.lanewise.bench.grid.TaskResult;
import dev.lanewise.bench.peer.Peers;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One task in all its virtual machines. Each of them counts once, by its median: what moves figures (compilation,
 * place of the arrays) is decided anew in each, and stays as it is within.
 *
 * @param cell id of the cell
 * @param forks one result per virtual machine
 */
public record CellStats(String cell, Task task, List<TaskResult> forks) {
    /** The kind of the cell. */
    public String kind() {
        return Cell.kind(cell);
    }

    /** Everyone who ran, in the order of the first fork. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        forks.forEach(fork -> fork.measurements().stream()
                .filter(Measurement::ran)
                .forEach(measurement -> names.add(measurement.name())));
        return names;
    }

    /** Nanoseconds per call, the median of the forks; NaN if it did not run. */
    public double nanos(String name) {
        return median(fork -> nanos(fork, name));
    }

    /** (Largest − smallest) / median of the forks. */
    public double spread(String name) {
        double[] all = each(fork -> nanos(fork, name)).toArray();
        return all.length == 0
                ? Double.NaN
                : (Arrays.stream(all).max().getAsDouble() - Arrays.stream(all).min().getAsDouble())
                        / Measurement.median(all);
    }

    /** How many times the time of the second the first takes, the median of the forks' ratios. */
    public double ratio(String first, String second) {
        return median(fork -> nanos(fork, first) / nanos(fork, second));
    }

    /** How many times the time of another task of the same cell this takes, the median of the forks' ratios. */
    public double ratioTo(CellStats other, String name) {
        return median(IntStream.range(0, forks.size())
                .mapToDouble(fork -> nanos(forks.get(fork), name) / nanos(other.forks.get(fork), name)));
    }

    /** The same of the time of the second and third together. */
    public double ratioToBoth(String first, String second, String third) {
        return median(fork -> nanos(fork, first) / (nanos(fork, second) + nanos(fork, third)));
    }

    /** The largest of these ratios in any fork. */
    public double largestRatio(String first, String second) {
        return each(fork -> nanos(fork, first) / nanos(fork, second)).max().orElse(Double.NaN);
    }

    /** How far below 1 a ratio may be that counts as equal: what forks may be apart. */
    private static final double SPREAD = 0.05;

    /** Whether a ratio is below 1 by no more than that, and not in all forks: equal, as far as this run can tell. */
    public static boolean isEqual(double ratio, double largest) {
        return ratio < 1 && ratio >= 1 - SPREAD && largest >= 1;
    }

    /** In how many forks it ran. */
    public long runs(String name) {
        return each(fork -> nanos(fork, name)).count();
    }

    /** The time of each fork's best peer over the library's. */
    public double ratioToBestPeer() {
        return median(fork -> bestPeerNanos(fork) / nanos(fork, Peers.LANEWISE));
    }

    /** The largest of these ratios in any fork. */
    public double largestRatioToBestPeer() {
        return each(fork -> bestPeerNanos(fork) / nanos(fork, Peers.LANEWISE)).max().orElse(Double.NaN);
    }

    /** The peer with the least time, by its median. */
    public Optional<String> bestPeer() {
        return names().stream()
                .filter(Peers::isCompetitor)
                .min((a, b) -> Double.compare(nanos(a), nanos(b)));
    }

    /** Work per nanosecond of a probe: GFLOP/s or GB/s. */
    public double rate(String probe) {
        return median(fork -> rate(fork, probe));
    }

    /** GB/s of the better sum. */
    public double readRate() {
        return median(CellStats::readRate);
    }

    /** GFLOP/s of a peer, by its multiply-adds. */
    public double gigaflops(String name) {
        return 2.0 * task.multiplyAdds() / nanos(name);
    }

    /** Which share of the FMA peak measured beside it a peer reaches. */
    public double shareOfPeak(String name) {
        return shareOfPeak(name, 0);
    }

    /** The same, but of so much at least: a fork in which the probe did badly is not to raise the share. */
    public double shareOfPeak(String name, double leastPeak) {
        return median(fork -> 2.0 * task.multiplyAdds() / nanos(fork, name)
                / Math.max(leastPeak, rate(fork, Measurement.PEAK)));
    }

    /** Which share of the speed of the better sum measured beside it a peer reaches, by the time for its weights. */
    public double shareOfSum(String name) {
        return shareOf(CellStats::readRate, name);
    }

    /** The same of two sums at once. */
    public double shareOfTwoSums(String name) {
        return shareOf(fork -> rate(fork, Measurement.TWO_SUMS), name);
    }

    private double shareOf(ToDoubleFunction<TaskResult> readRate, String name) {
        double bytes = (double) Float.BYTES * task.multiplyAdds() / task.rows();
        return median(fork -> bytes / nanos(fork, name) / readRate.applyAsDouble(fork));
    }

    /** The most bytes allocated per call in any fork; NaN where it was not measured. */
    public double bytes(String name) {
        return forks.stream()
                .flatMap(fork -> find(fork, name).stream())
                .mapToDouble(Measurement::bytes)
                .filter(bytes -> bytes != Measurement.NOT_MEASURED)
                .max()
                .orElse(Double.NaN);
    }

    /** The most time that idle workers took in any fork, over the clock's. */
    public double idle() {
        return forks.stream().mapToDouble(TaskResult::idle).max().orElse(-1);
    }

    /** Whether it was timed once only. */
    public boolean isSingle(String name) {
        return forks.stream().flatMap(fork -> find(fork, name).stream()).anyMatch(Measurement::single);
    }

    /** What it was, or why it did not run; of the first fork. */
    public String note(String name) {
        return forks.getFirst().measurements().stream()
                .filter(measurement -> measurement.name().equals(name))
                .map(Measurement::note)
                .findFirst()
                .orElse("");
    }

    /** Who did not run in the first fork. */
    public List<Measurement> absent() {
        return forks.getFirst().measurements().stream().filter(measurement -> !measurement.ran()).toList();
    }

    private double median(ToDoubleFunction<TaskResult> figure) {
        return median(forks.stream().mapToDouble(figure));
    }

    private static double median(DoubleStream figures) {
        double[] finite = figures.filter(Double::isFinite).toArray();
        return finite.length == 0 ? Double.NaN : Measurement.median(finite);
    }

    private DoubleStream each(ToDoubleFunction<TaskResult> figure) {
        return forks.stream().mapToDouble(figure).filter(Double::isFinite);
    }

    private static double bestPeerNanos(TaskResult fork) {
        return fork.measurements().stream()
                .filter(measurement -> measurement.ran() && Peers.isCompetitor(measurement.name()))
                .mapToDouble(Measurement::median)
                .min()
                .orElse(Double.NaN);
    }

    private static double nanos(TaskResult fork, String name) {
        return find(fork, name).map(Measurement::median).orElse(Double.NaN);
    }

    private static double rate(TaskResult fork, String probe) {
        return find(fork, probe).map(Measurement::rate).orElse(Double.NaN);
    }

    private static double readRate(TaskResult fork) {
        return Stream.of(Measurement.SUM, Measurement.ARRAY_SUM)
                .flatMap(sum -> find(fork, sum).stream())
                .mapToDouble(Measurement::rate)
                .max()
                .orElse(Double.NaN);
    }

    private static Optional<Measurement> find(TaskResult fork, String name) {
        return fork.measurements().stream()
                .filter(measurement -> measurement.name().equals(name) && measurement.ran())
                .findFirst();
    }
}
