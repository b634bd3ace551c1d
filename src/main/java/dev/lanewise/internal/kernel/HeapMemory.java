package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The class of the segments over a float array, for tiles that read rows by pointers: what {@link NativeMemory} is for weights.
 */
final class HeapMemory {
    /** A constant to C2, which sharpens the type of what is compared with it. */
    static final Class<?> TYPE = MemorySegment.ofArray(new float[1]).getClass();

    private HeapMemory() {}

    /** For the caller to throw: rows elsewhere are a mistake of the library. */
    static AssertionError required(MemorySegment x) {
        return new AssertionError("rows in " + x.getClass() + "; they have to be in a float array");
    }
}
