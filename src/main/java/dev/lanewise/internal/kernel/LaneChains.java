package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds by halves the 16 chains of sums that lie one after the other in scratch, as {@link SummationOrder} has it. And the
 * constants with which tiles do the same in registers.
 */
final class LaneChains {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;
    private static final int CHAINS = WeightLayout.CHAINS;

    /** Sums that are added together at most; scratch has room for so many where more than {@link #FEW} are. */
    static final int MOST = 16;

    /** So many go one by one: 16 together took 1.1 times as long at 4×64×1 when they were added in four steps (Zen 4). */
    private static final int FEW = 7;

    /** Not 0 for lanes whose number has the bit 8, 4, 2 or 1. */
    static final float[] BITS = bits();

    static final VectorShuffle<Float> OTHER8 = other(8);
    static final VectorShuffle<Float> OTHER4 = other(4);
    static final VectorShuffle<Float> OTHER2 = other(2);
    static final VectorShuffle<Float> OTHER1 = other(1);

    private LaneChains() {}

    private static float[] bits() {
        float[] bits = new float[4 * CHAINS];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = i & 8 >> i / CHAINS;
        }
        return bits;
    }

    /** For each lane that whose number differs in this bit. */
    private static VectorShuffle<Float> other(int bit) {
        int[] from = new int[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            from[lane] = (lane ^ bit) % LANES;
        }
        return VectorShuffle.fromArray(SPECIES, from, 0);
    }

    /** Adds the chains of so many sums from the start of scratch on, where their totals are then, one after the other. */
    static void add(int count, float[] sums) {
        if (LANES == CHAINS && count > FEW) {
            addTogether(sums);
            return;
        }
        addToFour(count * CHAINS, sums);
        for (int i = 0; i < count; i++) {
            int at = i * CHAINS;
            sums[i] = (sums[at] + sums[at + 2]) + (sums[at + 1] + sums[at + 3]);
        }
    }

    /**
     * Two vectors become one: where a lane's number has the bit h, it takes chain k + h of the second sum and k of it from
     * the other vector, else those of the first. Four vectors at a time, first for the bits 8 and 4, then for 2 and 1, so
     * that in the end each lane of a vector has the total of its number, which is the first of sums then.
     */
    private static void addTogether(float[] sums) {
        for (int at = 0; at < 4 * CHAINS; at += CHAINS) {
            FloatVector bit8 = FloatVector.fromArray(SPECIES, BITS, 0);
            FloatVector first = FloatVector.fromArray(SPECIES, sums, at);
            FloatVector third = FloatVector.fromArray(SPECIES, sums, at + 8 * CHAINS);
            FloatVector others = third.blend(first, bit8.compare(VectorOperators.NE, 0f)).rearrange(OTHER8);
            FloatVector odd = first.blend(third, bit8.compare(VectorOperators.NE, 0f)).add(others);
            FloatVector second = FloatVector.fromArray(SPECIES, sums, at + 4 * CHAINS);
            FloatVector fourth = FloatVector.fromArray(SPECIES, sums, at + 12 * CHAINS);
            FloatVector more = fourth.blend(second, bit8.compare(VectorOperators.NE, 0f)).rearrange(OTHER8);
            FloatVector even = second.blend(fourth, bit8.compare(VectorOperators.NE, 0f)).add(more);
            FloatVector bit4 = FloatVector.fromArray(SPECIES, BITS, CHAINS);
            FloatVector rest = even.blend(odd, bit4.compare(VectorOperators.NE, 0f)).rearrange(OTHER4);
            odd.blend(even, bit4.compare(VectorOperators.NE, 0f)).add(rest).intoArray(sums, at);
        }
        FloatVector bit2 = FloatVector.fromArray(SPECIES, BITS, 2 * CHAINS);
        FloatVector first = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector third = FloatVector.fromArray(SPECIES, sums, 2 * CHAINS);
        FloatVector others = third.blend(first, bit2.compare(VectorOperators.NE, 0f)).rearrange(OTHER2);
        FloatVector odd = first.blend(third, bit2.compare(VectorOperators.NE, 0f)).add(others);
        FloatVector second = FloatVector.fromArray(SPECIES, sums, CHAINS);
        FloatVector fourth = FloatVector.fromArray(SPECIES, sums, 3 * CHAINS);
        FloatVector more = fourth.blend(second, bit2.compare(VectorOperators.NE, 0f)).rearrange(OTHER2);
        FloatVector even = second.blend(fourth, bit2.compare(VectorOperators.NE, 0f)).add(more);
        FloatVector bit1 = FloatVector.fromArray(SPECIES, BITS, 3 * CHAINS);
        FloatVector rest = even.blend(odd, bit1.compare(VectorOperators.NE, 0f)).rearrange(OTHER1);
        odd.blend(even, bit1.compare(VectorOperators.NE, 0f)).add(rest).intoArray(sums, 0);
    }

    /**
     * Chains k, k + 8, k + 4 and k + 12, which meet at h = 8 and h = 4, into chain k for k &lt; 4, of {@code size} floats of
     * sums. Wider vectors read chains of the next sum, or a vector's length behind the last, and write what nobody looks at; a
     * species of four lanes would be the second one in this virtual machine, and C2 then boxed the sums of other tiles.
     */
    private static void addToFour(int size, float[] sums) {
        for (int at = 0; at < size; at += CHAINS) {
            FloatVector first = FloatVector.fromArray(SPECIES, sums, at);
            FloatVector second = FloatVector.fromArray(SPECIES, sums, at + 4);
            FloatVector third = FloatVector.fromArray(SPECIES, sums, at + 8);
            FloatVector fourth = FloatVector.fromArray(SPECIES, sums, at + 12);
            first.add(third).add(second.add(fourth)).intoArray(sums, at);
        }
    }
}
