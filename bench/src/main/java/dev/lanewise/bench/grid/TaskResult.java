package dev.lanewise.bench.grid;

import java.util.List;

/**
 * What one virtual machine found in one task.
 *
 * @param idle the time that workers ran while their evaluator was left alone, over the clock's; −1 if not looked at
 */
public record TaskResult(Task task, List<Measurement> measurements, double idle) {}
