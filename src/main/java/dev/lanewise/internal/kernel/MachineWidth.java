package dev.lanewise.internal.kernel;

import jdk.incubator.vector.VectorShape;

/** The widest vectors that this machine has for every element type; only to be touched where the module is there. */
final class MachineWidth {
    private MachineWidth() {}

    static int bits() {
        return VectorShape.preferredShape().vectorBitSize();
    }
}
