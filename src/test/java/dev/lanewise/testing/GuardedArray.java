package dev.lanewise.testing;

/**
 * A range of floats inside an array whose other floats are a NaN of a known pattern: a kernel that writes outside is
 * seen, and one that lets a float from outside into a sum gives NaN.
 */
public final class GuardedArray {
    private static final int MARGIN = 67; // more than a tile of the widest vectors, and no multiple of a lane count
    private static final int GUARD = 0x7FC0BEEF;

    private final float[] array;
    private final int offset;
    private final int size;

    private GuardedArray(int size, int shift) {
        this.offset = MARGIN + shift;
        this.size = size;
        this.array = new float[offset + size + MARGIN];
        java.util.Arrays.fill(array, Float.intBitsToFloat(GUARD));
    }

    /** Guarded copy of these floats; {@code shift} moves the start, so that alignment varies. */
    public static GuardedArray of(float[] values, int shift) {
        GuardedArray guarded = new GuardedArray(values.length, shift);
        System.arraycopy(values, 0, guarded.array, guarded.offset, values.length);
        return guarded;
    }

    /** Room for an output, filled with {@code poison}. */
    public static GuardedArray output(int size, int shift, float poison) {
        GuardedArray guarded = new GuardedArray(size, shift);
        java.util.Arrays.fill(guarded.array, guarded.offset, guarded.offset + size, poison);
        return guarded;
    }

    public float[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    /** A copy of the floats inside. */
    public float[] values() {
        return java.util.Arrays.copyOfRange(array, offset, offset + size);
    }

    /** Fails if a float outside was written. */
    public void assertMarginsUntouched(Object context) {
        for (int i = 0; i < array.length; i++) {
            boolean inside = i >= offset && i < offset + size;
            if (!inside && Float.floatToRawIntBits(array[i]) != GUARD) {
                throw new AssertionError(context + ": wrote " + array[i] + " outside the range, at " + (i - offset)
                        + " of " + size);
            }
        }
    }
}
