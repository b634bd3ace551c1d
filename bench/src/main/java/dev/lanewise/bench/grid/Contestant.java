package dev.lanewise.bench.grid;

import com.sun.management.ThreadMXBean;
import dev.lanewise.bench.machine.NativeThreads;
import dev.lanewise.bench.peer.Peers;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Something to be timed, and what came out so far. */
final class Contestant {
    /** A call that takes longer is timed once. */
    private static final long LONG_CALL_NANOS = 200_000_000;

    /** One that takes much longer is not even run once more to be timed warm, but for libraries in Java. */
    private static final long ENDLESS_CALL_NANOS = 2_000_000_000;

    /** Two sums at once start a thread, which is an object; they run the code of one. */
    private static final Set<String> COMPILED_PROBES = Set.of(Measurement.PEAK, Measurement.SUM, Measurement.ARRAY_SUM);

    private static final long COMPILATION_NANOS = 10_000_000_000L;

    /**
     * Calls before a turn, at least, one more than these but for slow calls: what ran before has filled the caches with its
     * own. On a Xeon, whose L3 cache takes in what L2 gives up, 32 MB came from memory some three times before they came from
     * there; contestants over the same arrays had that done for them by the one before.
     */
    private static final int PASSES = 3;

    /** Calls that take longer are not repeated before each turn. */
    private static final long WARM_CALL_NANOS = 50_000_000;

    /** With slow calls, enough turns: three of them and then no more than fit in this time. */
    private static final int FEWEST_TURNS = 3;

    private static final long ENOUGH_NANOS = 400_000_000;

    private static final long HELP_NANOS = 40_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final Timed timed;
    private final double work;
    private String note;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();
    private double help = -1;
    private boolean single;
    private int callsPerTurn = 1;
    private long spent;

    /** Several calls in a row. */
    interface Timed {
        /** Nanoseconds for all of them together. */
        long time(int calls);

        static Timed of(Runnable call) {
            return calls -> {
                long start = System.nanoTime();
                for (int i = 0; i < calls; i++) {
                    call.run();
                }
                return System.nanoTime() - start;
            };
        }
    }

    Contestant(String name, Timed timed, double work, String note) {
        this.name = name;
        this.timed = timed;
        this.work = work;
        this.note = note;
    }

    /** The same, without what came out so far. */
    Contestant afresh() {
        return new Contestant(name, timed, work, note);
    }

    /**
     * Runs once, and again where that took long; decides whether more than that is affordable. First calls of Java are
     * interpreted, and a vector is an object then: peers get three, and the library some seconds, to be compiled.
     */
    void firstRun() {
        long start = System.nanoTime();
        long time = timed.time(1);
        for (int more = isJava() ? 2 : time < ENDLESS_CALL_NANOS ? 1 : 0; more > 0 && time > LONG_CALL_NANOS; more--) {
            time = timed.time(1);
        }
        while (isOwn() && time > LONG_CALL_NANOS && System.nanoTime() - start < COMPILATION_NANOS) {
            time = timed.time(1);
        }
        if (time > LONG_CALL_NANOS) {
            single = true;
            nanos.add((double) time);
        }
    }

    boolean isNamed(String other) {
        return name.equals(other);
    }

    /** Whether it was timed once, because a call takes too long. */
    boolean isSingle() {
        return single;
    }

    boolean isJava() {
        return isOwn() || Peers.isJava(name);
    }

    /** Whether it is the library's, in vectors: what takes the compilers longest. */
    boolean isOwn() {
        return name.startsWith(Peers.LANEWISE) || name.equals(Peers.UNPACKED) || name.equals(Measurement.ACTIVATION)
                || name.equals(Measurement.IDENTITY);
    }

    /**
     * Runs the library, and the probes, until a call allocates nothing: before C2 has compiled all of it, a vector is an
     * object. A tile that runs a few times in a call of milliseconds comes to it long after the compilers seemed to rest; so did
     * the FMA peak once, beside 1x4096x4096.
     */
    void awaitCompilation() {
        boolean hasVectors = isOwn() || COMPILED_PROBES.contains(name);
        long start = System.nanoTime();
        long left = 1;
        while (hasVectors && !single && left > 0 && System.nanoTime() - start < COMPILATION_NANOS) {
            long before = allocated();
            timed.time(1);
            left = allocated() - before;
        }
    }

    /** For the warm-up; nothing where a call takes too long. */
    Runnable warmUp() {
        return single ? () -> {} : () -> timed.time(1);
    }

    /** Finds how many calls fill a turn. */
    void calibrate(long turnNanos) {
        if (single) {
            return;
        }
        int calls = 1;
        long time = timed.time(1);
        while (time < turnNanos / 10 && calls < 1 << 24) {
            calls *= 2;
            time = timed.time(calls);
        }
        callsPerTurn = (int) Math.clamp((double) calls * turnNanos / Math.max(1, time), 1, 1 << 28);
    }

    /** Times one turn. */
    void turn() {
        if (single || nanos.size() >= FEWEST_TURNS && spent > ENOUGH_NANOS) {
            return;
        }
        if (nanos.isEmpty() || nanos.getLast() < WARM_CALL_NANOS) {
            timed.time(1 + Math.max(callsPerTurn / 16, Math.min(PASSES, callsPerTurn / 2)));
        }
        long before = allocated();
        long time = timed.time(callsPerTurn);
        bytes.add((double) (allocated() - before) / callsPerTurn);
        nanos.add((double) time / callsPerTurn);
        spent += time;
    }

    /** By this thread, and where there are workers by all. */
    private long allocated() {
        return name.equals(Peers.TWO_THREADS) ? THREADS.getTotalThreadAllocatedBytes() : THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Looks whether other threads help. */
    void watch() {
        if (!single) {
            help = NativeThreads.help(() -> timed.time(1), HELP_NANOS);
            if (NativeThreads.isHelp(help)) {
                note += "; " + Measurement.SEVERAL_THREADS;
            }
        }
    }

    double workRate() {
        return work / nanosPerCall();
    }

    Measurement result() {
        double allocated = bytes.isEmpty() ? Measurement.NOT_MEASURED : median(bytes);
        return new Measurement(name, doubles(nanos), single, allocated, help, work, note);
    }

    private double nanosPerCall() {
        return median(nanos);
    }

    private static double median(List<Double> figures) {
        return Measurement.median(doubles(figures));
    }

    private static double[] doubles(List<Double> figures) {
        return figures.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
