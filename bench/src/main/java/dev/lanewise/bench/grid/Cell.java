package dev.lanewise.bench.grid;

import java.util.List;

/**
 * What one virtual machine measures.
 *
 * @param id kind and subject, such as {@code network/10-16-1 sigmoid/1}
 * @param tasks one after the other: batch 1 with independent and dependent calls, and in sweeps many sizes
 * @param bits of the vectors; 0 for the machine's
 */
public record Cell(String id, Lineup lineup, List<Task> tasks, int bits) {
    /** Kinds of many tasks, each measured for a short time. */
    public static final List<String> SWEEPS = List.of("rows", "units", "inputs", "unpacked");

    static Cell of(String id, Lineup lineup, Task... tasks) {
        return new Cell(id, lineup, List.of(tasks), 0);
    }

    /** The kind: the id up to the first slash. */
    public String kind() {
        return kind(id);
    }

    /** The kind of the cell with this id. */
    public static String kind(String id) {
        return id.substring(0, id.indexOf('/'));
    }

    boolean isSweep() {
        return SWEEPS.contains(kind());
    }
}
