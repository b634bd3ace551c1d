package dev.lanewise.internal.kernel;

/**
 * The order in which a unit sums its inputs: a function of (inputs, units) alone, and so the reason why a row gives the
 * same bits alone and in a batch, on one thread and on many, in loops and in vectors of any width.
 *
 * <p>Input j belongs to chain j mod C. Chain 0 starts from the bias, the others from +0. Each chain takes its inputs in
 * rising j, one {@link Fma} each. Then the chains are added by halves: for h = C/2, C/4 … 1, chain[k] += chain[k + h]
 * for k &lt; h.
 *
 * <p>C answers to latency. An fma takes four cycles and two start in each, so eight sums must be under way at once. Of
 * 16-lane vectors, a layer of 113 units has them already, one per vector; a narrower one has to split each sum: in two
 * from 49 units on, which is four vectors, in four below. A layer that is narrower than one vector does best with its
 * inputs across the lanes, in 16 chains, from where the FMAs saved outweigh the adding up of 16 lanes; before that it is
 * treated as a vector of 16 units.
 */
final class SummationOrder {
    /** Chains of a layer with inputs across the lanes. */
    static final int LANE_CHAINS = 16;

    private SummationOrder() {}

    /** C for a layer: 1, 2, 4 or 16, and at most inputs/2 so that every chain takes two inputs or more. */
    static int chains(int inputs, int units) {
        int wanted = units > 112 ? 1 : units > 48 ? 2 : hasInputsInLanes(inputs, units) ? LANE_CHAINS : 4;
        return Math.min(wanted, Math.max(1, Integer.highestOneBit(inputs / 2)));
    }

    /**
     * Up to 12 units: one to three from 32 inputs and from 16 per unit on, more where units padded to 16 would take more than
     * 1.25 times the weights and 4 KiB, which is from 92 inputs on for 4 units, 169 for 8, 1009 for 12, and never for 13.
     */
    private static boolean hasInputsInLanes(int inputs, int units) {
        if (units < 4) {
            return inputs >= 2 * LANE_CHAINS && inputs >= 16 * units;
        }
        return 64L * (inputs + 1) > 5L * inputs * units + 4096;
    }
}
