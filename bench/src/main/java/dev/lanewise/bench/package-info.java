/**
 * The benchmarks: what one layer, one network and one activation cost by each {@link dev.lanewise.bench.Implementation}.
 *
 * <p>All of them time calls that are independent of each other, on one thread, over arrays that never change place, so on
 * warm caches and trained branch predictors: what a busy loop costs, not what the first call after a pause costs. Each
 * first runs the same code over other sizes and activations ({@link dev.lanewise.bench.Profiles}), checks that what it is
 * about to time is right ({@link dev.lanewise.bench.Check}), and waits for the compilers
 * ({@link dev.lanewise.bench.Compilers}). {@code bench/run} runs them by a {@link dev.lanewise.bench.Plan},
 * and {@link dev.lanewise.bench.Report} turns what came out into tables.
 *
 * <p>To add a peer: a constant of {@code Implementation}, its two cases there, its library in the pom.
 */
package dev.lanewise.bench;
