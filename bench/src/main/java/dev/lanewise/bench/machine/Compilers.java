package dev.lanewise.bench.machine;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a call until the compilers have come to rest. A vector kernel is interpreted at first, a thousand times slower
 * than compiled, and one compilation of it takes a good part of a second; some are thrown away and made again. No
 * fixed number of warm-up iterations is right for that and for a loop of ten instructions, nor for an idle machine
 * and a busy one.
 */
public final class Compilers {
    /** {@code -Dlanewise.bench.settle=false} leaves it out: for a run that only tries whether everything runs. */
    public static final String SETTLE_PROPERTY = "lanewise.bench.settle";

    /** Whether this virtual machine is to measure, and not only to try. */
    public static final boolean SETTLE = Boolean.parseBoolean(System.getProperty(SETTLE_PROPERTY, "true"));

    /** Longer than any single compilation, whose time is only counted when it ends. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1000);

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** One call after the other gets so long: short, so that all are compiled at the same time. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** So small a share of the time goes to the odd small method that nobody waits for. */
    private static final double NOISE = 0.02;

    private Compilers() {}

    /** Runs the call for as long as anything is compiled, and a second more; half a minute at most. */
    public static void settle(Runnable call) {
        settle(List.of(call), REST_NANOS, LIMIT_NANOS);
    }

    /** Runs the calls in turn for as long as anything is compiled, and {@code restNanos} more. */
    public static void settle(List<Runnable> calls, long restNanos, long limitNanos) {
        if (!SETTLE) {
            return;
        }
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        long start = System.nanoTime();
        long lastChange = start;
        long spent = compilers.getTotalCompilationTime();
        long lastLook = start;
        long now = start;
        while (now - lastChange < restNanos && now - start < limitNanos) {
            for (Runnable call : calls) {
                now = runUntil(call, System.nanoTime() + TURN_NANOS);
            }
            long total = compilers.getTotalCompilationTime();
            if (TimeUnit.MILLISECONDS.toNanos(total - spent) > NOISE * (now - lastLook)) {
                lastChange = now;
            }
            spent = total;
            lastLook = now;
        }
    }

    private static long runUntil(Runnable call, long end) {
        long now;
        do {
            call.run();
            now = System.nanoTime();
        } while (now < end);
        return now;
    }
}
