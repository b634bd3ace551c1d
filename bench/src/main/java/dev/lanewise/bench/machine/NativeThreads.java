package dev.lanewise.bench.machine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a call keeps to the thread that makes it. Linux tells for every thread of the process, those of native
 * libraries included, how long it has run; where it does not, nothing is said. The time of the process as a whole would
 * not do: pinned to one processor it never exceeds the clock's, however many threads share it.
 */
public final class NativeThreads {
    private static final Path TASKS = Path.of("/proc/self/task");

    /** Beyond this share of the clock another thread has helped. */
    private static final double LIMIT = 0.1;

    /** Compilers, collectors, and those that free what was collected: as Linux names them, cut after 15 letters. */
    private static final List<String> OF_THE_VIRTUAL_MACHINE = List.of(
            "C1 ", "C2 ", "GC ", "G1 ", "VM ", "Reference Handl", "Finalizer", "Common-Cleaner", "JavaCPP Dealloc");

    private NativeThreads() {}

    /**
     * Repeats the call for a while.
     *
     * @return the time that other threads ran, over the clock's; those of the virtual machine left out; −1 where it
     *     cannot be told
     */
    public static double help(Runnable call, long nanos) {
        Map<String, Long> before = times();
        if (before.isEmpty()) {
            return -1;
        }
        String self = threadSelf();
        long start = System.nanoTime();
        do {
            call.run();
        } while (System.nanoTime() - start < nanos);
        long elapsed = System.nanoTime() - start;
        Map<String, Long> after = times();
        if (after.isEmpty()) {
            return -1;
        }
        long others = 0;
        for (Map.Entry<String, Long> thread : after.entrySet()) {
            if (!thread.getKey().equals(self)) {
                others += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
            }
        }
        return (double) others / elapsed;
    }

    /** Whether so much help means that there was another thread. */
    public static boolean isHelp(double help) {
        return help > LIMIT;
    }

    private static String threadSelf() {
        try {
            return Path.of("/proc/thread-self").toRealPath().getFileName().toString();
        } catch (IOException unknown) {
            return "";
        }
    }

    /** Nanoseconds on a processor by number of the thread, without the threads of the virtual machine. */
    private static Map<String, Long> times() {
        Map<String, Long> times = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                add(task, times);
            }
        } catch (IOException | DirectoryIteratorException notLinux) {
            return Map.of();
        }
        return times;
    }

    private static void add(Path task, Map<String, Long> times) {
        try {
            if (!isOfTheVirtualMachine(Files.readString(task.resolve("comm")).strip())) {
                String[] figures = Files.readString(task.resolve("schedstat")).split(" ");
                times.put(task.getFileName().toString(), Long.valueOf(figures[0]));
            }
        } catch (IOException ended) {
            // compilers come and go
        }
    }

    private static boolean isOfTheVirtualMachine(String name) {
        return OF_THE_VIRTUAL_MACHINE.stream().anyMatch(name::startsWith);
    }
}
