package dev.lanewise.io;

import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.internal.format.Quote;
import java.lang.management.ManagementFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every file must keep to, good or bad: a network or a refusal, memory in proportion, a message that is safe to log. */
final class HostileFiles {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    interface Reader {
        Network read(byte[] file) throws Exception;
    }

    private HostileFiles() {}

    /** Nanoseconds that this thread has run: other processes on the machine do not count. */
    static long processorTime() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Reads a file held in memory; the network, or null where it was refused. Anything else fails. */
    static Network read(byte[] file, Reader reader, Object context) {
        return read(file, 0, reader, context);
    }

    /** With so many bytes that it may take from other files. */
    static Network read(byte[] file, long besides, Reader reader, Object context) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Network network = null;
        ModelFormatException refusal = null;
        try {
            network = reader.read(file);
        } catch (ModelFormatException e) {
            refusal = e;
        } catch (Throwable e) {
            throw new AssertionError(context + ": " + e, e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        long most = 4 * (file.length + besides) + (1 << 20) + (network == null ? 0 : 3L * Float.BYTES * weights(network));
        assertTrue(allocated <= most, () -> context + ": " + allocated + " bytes allocated, at most " + most + " for a file of "
                + file.length);
        if (refusal != null) {
            assertSafeToLog(refusal);
        }
        return network;
    }

    /** As {@link #read}, where instrumented classes allocate of their own. */
    static void readUnmeasured(byte[] file, Reader reader) {
        try {
            reader.read(file);
        } catch (ModelFormatException e) {
            assertSafeToLog(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static long weights(Network network) {
        return network.layers().stream().mapToLong(DenseLayer::parameterCount).sum();
    }

    static void assertSafeToLog(ModelFormatException e) {
        assertTrue(e.getMessage().length() - Quote.asciiUncut(e.file()).length() < 1000, e.getMessage());
        assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
        assertFalse(e.where().isEmpty() || e.why().isEmpty());
        assertEquals(null, e.getCause(), "a cause would print the text of the file as it is");
    }
}
