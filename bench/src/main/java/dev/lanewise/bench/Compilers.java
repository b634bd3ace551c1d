package dev.lanewise.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs a call until the compilers have come to rest. A vector kernel is interpreted at first, a thousand times slower than
 * compiled, and one compilation of it takes a good part of a second; some are thrown away and made again. No fixed number
 * of warm-up iterations is right for that and for a loop of ten instructions, nor for an idle machine and a busy one.
 */
final class Compilers {
    /** {@code -Dlanewise.bench.settle=false} leaves it out: for a run that only tries whether everything runs. */
    static final String SETTLE_PROPERTY = "lanewise.bench.settle";

    /** Whether this virtual machine is to measure, and not only to try. */
    static final boolean SETTLE = Boolean.parseBoolean(System.getProperty(SETTLE_PROPERTY, "true"));

    /** Longer than any single compilation, whose time is only counted when it ends. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1000);

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Compilers() {}

    /** Runs the call for as long as anything is compiled, and a second more; half a minute at most. */
    static void settle(Runnable call) {
        if (!SETTLE) {
            return;
        }
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        long start = System.nanoTime();
        long lastChange = start;
        long lastLook = start;
        long spent = compilers.getTotalCompilationTime();
        for (long now = start; now - lastChange < REST_NANOS && now - start < LIMIT_NANOS; now = System.nanoTime()) {
            call.run();
            if (now - lastLook > REST_NANOS / 50) {
                lastLook = now;
                long total = compilers.getTotalCompilationTime();
                if (total != spent) {
                    spent = total;
                    lastChange = now;
                }
            }
        }
    }
}
