package dev.lanewise;

import java.util.Objects;

/** The checks of the face. Sizes are {@code long}, so that no product of two ints overflows. */
final class Arguments {
    /** The longest array that HotSpot makes. */
    static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Arguments() {}

    static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + "=" + value + " must be at least " + least);
        }
    }

    /** Refuses what reaches outside the array. */
    static void range(String name, float[] array, int offset, long size) {
        Objects.requireNonNull(array, name);
        try {
            Objects.checkFromIndexSize((long) offset, size, (long) array.length);
        } catch (IndexOutOfBoundsException e) {
            throw new IndexOutOfBoundsException(name + ": " + e.getMessage() + "; needs offset=" + offset + " and "
                    + size + " floats from there on");
        }
    }

    /** Refuses an output that shares floats with an input; the caller gives the output an array or a range of its own. */
    static void apart(String inName, float[] in, int inOffset, long inSize, String outName, float[] out, int outOffset,
            long outSize) {
        if (in == out && inSize > 0 && outSize > 0 && inOffset < outOffset + outSize && outOffset < inOffset + inSize) {
            throw new IllegalArgumentException(outName + " range [" + outOffset + ", " + (outOffset + outSize)
                    + ") overlaps " + inName + " range [" + inOffset + ", " + (inOffset + inSize)
                    + ") of the same array; give " + outName + " a range of its own");
        }
    }
}
