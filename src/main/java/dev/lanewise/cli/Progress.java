package dev.lanewise.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * A line on a terminal that fills up while a file is read, and goes away at the end. Our own: progressbar 0.10.2, the usual
 * library, brings jline-native, machine code for six systems, and warns of it on every start.
 */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long EVERY_NANOS = 100_000_000;

    private final PrintWriter terminal;
    private final long total;
    private final long start = System.nanoTime();
    private long due = start + EVERY_NANOS; // short work shows nothing
    private int shown;

    /**
     * A line not yet shown.
     *
     * @param terminal where to; null for nowhere
     * @param total the position at the end; 0 where unknown
     */
    Progress(PrintWriter terminal, long total) {
        this.terminal = terminal;
        this.total = total;
    }

    /** Whether someone is watching: Java tells so only where both standard input and output are a terminal. */
    static boolean isWatched() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    void at(long position, long rows) {
        long now = System.nanoTime();
        if (terminal != null && now >= due) {
            due = now + EVERY_NANOS;
            show(line(position, rows, now - start));
        }
    }

    private void show(String line) {
        terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        terminal.flush();
        shown = line.length();
    }

    /** Such as {@code [#########-----]  60 %, 1,200 rows, 2 s left}. */
    String line(long position, long rows, long nanos) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%,d rows", rows);
        }
        double part = Math.clamp((double) position / total, 0, 1);
        int full = (int) (part * WIDTH);
        long left = part == 0 ? 0 : Math.round(nanos * (1 - part) / part / 1e9);
        return String.format(Locale.ROOT, "[%s%s] %3.0f %%, %,d rows, %d s left",
                "#".repeat(full), "-".repeat(WIDTH - full), 100 * part, rows, left);
    }

    @Override
    public void close() {
        if (shown > 0) {
            terminal.print("\r" + " ".repeat(shown) + "\r");
            terminal.flush();
        }
    }
}
