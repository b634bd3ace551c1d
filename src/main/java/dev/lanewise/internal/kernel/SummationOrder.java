package dev.lanewise.internal.kernel;

/**
 * The order in which a unit sums its inputs: a function of (inputs, units) alone, and so the reason why a row gives the
 * same bits alone and in a batch, on one thread and on many, in loops and in vectors of any width.
 *
 * <p>Input j belongs to chain j mod C. Chain 0 starts from the bias, the others from +0. Each chain takes its inputs in
 * rising j, one {@link Fma} each. Then the chains are added by halves: for h = C/2, C/4 … 1, chain[k] += chain[k + h]
 * for k &lt; h.
 *
 * <p>C answers to latency. An fma takes about four cycles and two start in each, so some eight sums must be under way
 * at once. A layer with many units has them already, one per vector of units; a narrow one has to split each sum. Where
 * each input waits for the last output, a 16×16 layer takes 30.5 ns with one chain and 18 with four; from 64 units on
 * splitting gains nothing and costs 5 to 9 % (both measured on Zen 4, 512-bit vectors).
 */
final class SummationOrder {
    private SummationOrder() {}

    /** C for a layer: a power of two from 1 to 16, and at most inputs/2 so that every chain takes two inputs or more. */
    static int chains(int inputs, int units) {
        int wanted = units >= 64 ? 1 : units >= 32 ? 2 : units >= 16 ? 4 : 16;
        return Math.min(wanted, Math.max(1, Integer.highestOneBit(inputs / 2)));
    }
}
