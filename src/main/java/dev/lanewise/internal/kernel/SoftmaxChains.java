package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The end of a {@link SoftmaxSum} whose chains were summed in vectors. They lie in scratch, where a vector of the second half
 * is one load away: taking 16 lanes out of registers, one by one, cost 60 ns a row.
 */
final class SoftmaxChains {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;
    private static final int CHAINS = SoftmaxSum.CHAINS;
    private static final int HALF = CHAINS / 2;

    /** In the scratch: the 16 sums, their errors, and up to 15 elements left over, with room for a vector that begins before. */
    static final int SUMS = 0;

    static final int ERRORS = CHAINS;
    static final int REST = 3 * CHAINS;

    /** Then the sums of the first halves and their errors; half a vector more is read, and not used. */
    private static final int HALVES = 4 * CHAINS;

    private static final int HALVES_ERRORS = 5 * CHAINS;

    /** All of it. */
    static final int SIZE = 6 * CHAINS;

    private SoftmaxChains() {}

    /** Adds the elements left over to the first chains, one each. */
    static void addRest(int rest, float[] chains, int base) {
        for (int c = 0; c < rest; c++) {
            float s = chains[base + SUMS + c];
            float e = chains[base + REST + c];
            float t = s + e;
            chains[base + ERRORS + c] += (s - t) + e;
            chains[base + SUMS + c] = t;
        }
    }

    /** The sum of all chains. */
    static float total(float[] chains, int base) {
        for (int c = 0; c < HALF; c += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, chains, base + SUMS + c)
                    .add(FloatVector.fromArray(SPECIES, chains, base + ERRORS + c));
            FloatVector b = FloatVector.fromArray(SPECIES, chains, base + SUMS + HALF + c)
                    .add(FloatVector.fromArray(SPECIES, chains, base + ERRORS + HALF + c));
            FloatVector sum = a.add(b);
            FloatVector part = sum.sub(a);
            sum.intoArray(chains, base + HALVES + c);
            a.sub(sum.sub(part)).add(b.sub(part)).intoArray(chains, base + HALVES_ERRORS + c);
        }
        return SoftmaxSum.ofHalves(
                chains[base + HALVES],
                chains[base + HALVES_ERRORS],
                chains[base + HALVES + 1],
                chains[base + HALVES_ERRORS + 1],
                chains[base + HALVES + 2],
                chains[base + HALVES_ERRORS + 2],
                chains[base + HALVES + 3],
                chains[base + HALVES_ERRORS + 3],
                chains[base + HALVES + 4],
                chains[base + HALVES_ERRORS + 4],
                chains[base + HALVES + 5],
                chains[base + HALVES_ERRORS + 5],
                chains[base + HALVES + 6],
                chains[base + HALVES_ERRORS + 6],
                chains[base + HALVES + 7],
                chains[base + HALVES_ERRORS + 7]);
    }
}
