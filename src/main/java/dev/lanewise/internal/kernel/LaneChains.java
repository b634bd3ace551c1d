package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Adds by halves the 16 chains of sums that lie one after the other in scratch, as {@link SummationOrder} has it. */
final class LaneChains {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int CHAINS = WeightLayout.CHAINS;

    private LaneChains() {}

    /**
     * Chains k, k + 8, k + 4 and k + 12, which meet at h = 8 and h = 4, into chain k for k &lt; 4, of {@code size} floats of sums.
     * Wider vectors read chains of the next sum, or a vector's length behind the last, and write what nobody looks at; a species
     * of four lanes would be the second one in this virtual machine, and C2 then boxed the sums of other tiles.
     */
    static void addToFour(int size, float[] sums) {
        for (int at = 0; at < size; at += CHAINS) {
            FloatVector first = FloatVector.fromArray(SPECIES, sums, at);
            FloatVector second = FloatVector.fromArray(SPECIES, sums, at + 4);
            FloatVector third = FloatVector.fromArray(SPECIES, sums, at + 8);
            FloatVector fourth = FloatVector.fromArray(SPECIES, sums, at + 12);
            first.add(third).add(second.add(fourth)).intoArray(sums, at);
        }
    }

    /** What is left to add of the sum at {@code at}, after {@link #addToFour}. */
    static float total(float[] sums, int at) {
        return (sums[at] + sums[at + 2]) + (sums[at + 1] + sums[at + 3]);
    }
}
