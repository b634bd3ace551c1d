package dev.lanewise.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * What bench/run was given.
 *
 * @param size smoke, quick or full
 * @param only which cells, or null
 * @param report a results file to be shown, or null
 * @param list whether to name the cells and leave it at that
 */
record CommandLine(String size, String only, String report, boolean list) {
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int SHORT = 8;

    static CommandLine parse(List<String> arguments) {
        String size = null;
        String only = null;
        String report = null;
        boolean list = false;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--smoke", "--quick", "--full" -> size = argument.substring(2);
                case "--only" -> only = valueOf(argument, rest, "the cells it is to run, such as 'layer/1x.*'");
                case "--report" -> report = valueOf(argument, rest, "a results file of bench/target");
                case "--list" -> list = true;
                default -> throw new IllegalArgumentException("argument=" + argument + " is unknown; see bench/run -h");
            }
        }
        String fallback = only == null ? "full" : "quick";
        return new CommandLine(size == null ? fallback : size, only, report, list);
    }

    private static String valueOf(String argument, Iterator<String> rest, String value) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(argument + " has no value; name " + value + " behind it");
        }
        return rest.next();
    }

    /** A run of the plan goes on where it was stopped, with the same code; a try of single cells begins anew. */
    String fileName(String digest) {
        String name = "results-" + size + "-" + digest.substring(0, SHORT);
        boolean resumes = only == null && !size.equals("smoke");
        return name + (resumes ? "" : "-" + FILE_TIME.format(Instant.now())) + ".jsonl";
    }

    @Override
    public String toString() {
        return "bench/run --" + size + (only == null ? "" : " --only '" + only + "'");
    }
}
