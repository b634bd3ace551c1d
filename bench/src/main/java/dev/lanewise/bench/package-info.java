/**
 * The benchmarks: the library beside what users would take instead, and the report of it. {@code bench/run} starts
 * {@link dev.lanewise.bench.Main}.
 *
 * <p>Packages from the bottom up: {@link dev.lanewise.bench.model} says what is computed, {@link
 * dev.lanewise.bench.machine} what the machine can do, {@link dev.lanewise.bench.peer} who computes; {@link
 * dev.lanewise.bench.grid} measures, {@link dev.lanewise.bench.jmh} does so by JMH; {@link dev.lanewise.bench.stats}
 * makes medians and ratios, {@link dev.lanewise.bench.goal} judges them, {@link dev.lanewise.bench.report} shows
 * them.
 *
 * <p>Everything times arrays that never change place, so warm caches and trained branch predictors: what a busy loop
 * costs, not what the first call after a pause costs.
 */
package dev.lanewise.bench;
