package dev.lanewise.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one width of all vectors in this virtual machine: that of the library. A second species would make the profiles
 * of the Vector API's methods bimorphic, and the compiler would then keep vectors as objects, the library's too.
 */
final class Width {
    static final VectorSpecies<Float> SPECIES = species();

    private Width() {}

    private static VectorSpecies<Float> species() {
        int bits = Integer.getInteger("lanewise.vector.bits",
                Math.min(512, VectorShape.preferredShape().vectorBitSize()));
        return switch (bits) {
            case 128 -> FloatVector.SPECIES_128;
            case 256 -> FloatVector.SPECIES_256;
            case 512 -> FloatVector.SPECIES_512;
            default -> throw new IllegalArgumentException("lanewise.vector.bits=" + bits + " must be 128, 256 or 512");
        };
    }
}
