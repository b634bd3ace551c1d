package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one width of all kernels in this virtual machine, as {@link KernelSelector} chose it.
 *
 * <p>One, although a narrow layer would fit narrower vectors: the methods of the Vector API are shared, and so are the
 * profiles that C2 takes of them. With a second species in use their calls look bimorphic, C2 compiles both ways behind a
 * test of the class, and a vector whose class is tested has to be an object. With 512-bit tiles beside 256- and 128-bit
 * ones, a 40×130×12 network allocated 140 KB per call, or nothing, or something between, by the order in which it had been
 * used; with one species it allocates nothing, whatever came before.
 */
final class VectorWidth {
    static final VectorSpecies<Float> SPECIES = species(KernelSelector.bits());
    static final int LANES = SPECIES.length();

    /** Ints in vectors of the same shape, which the bits of floats are in. */
    static final VectorSpecies<Integer> INTS = SPECIES.vectorShape().withLanes(int.class);

    /** The number of each lane, from 0. */
    static final float[] LANE_NUMBERS = laneNumbers();

    private VectorWidth() {}

    private static float[] laneNumbers() {
        float[] numbers = new float[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            numbers[lane] = lane;
        }
        return numbers;
    }

    private static VectorSpecies<Float> species(int bits) {
        return switch (bits) {
            case 128 -> FloatVector.SPECIES_128;
            case 256 -> FloatVector.SPECIES_256;
            case 512 -> FloatVector.SPECIES_512;
            default -> throw new AssertionError("bits=" + bits);
        };
    }
}
