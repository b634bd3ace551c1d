package dev.lanewise.bench.grid;

import java.util.List;

/** What one virtual machine found. */
public record ForkResult(String cell, int fork, double seconds, List<TaskResult> tasks) {}
