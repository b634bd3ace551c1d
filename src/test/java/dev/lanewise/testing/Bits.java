package dev.lanewise.testing;

/** Comparison of floats as the numerics contract means it: equal {@code floatToIntBits}, so that all NaN are one. */
public final class Bits {
    private Bits() {}

    /** Fails at the first float that differs, naming the place. */
    public static void assertSame(float[] expected, float[] actual, Object context) {
        if (expected.length != actual.length) {
            throw new AssertionError(context + ": " + actual.length + " floats instead of " + expected.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (!same(expected[i], actual[i])) {
                throw new AssertionError(context + ": at " + i + " expected " + describe(expected[i]) + " but was "
                        + describe(actual[i]));
            }
        }
    }

    /** Whether two floats have the same bits, NaN payloads aside. */
    public static boolean same(float a, float b) {
        return Float.floatToIntBits(a) == Float.floatToIntBits(b);
    }

    private static String describe(float value) {
        return value + " (0x" + Integer.toHexString(Float.floatToRawIntBits(value)) + ")";
    }
}
