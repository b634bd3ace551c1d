package dev.lanewise.testing;

/** The floats at the edges of the format. */
public final class Specials {
    private static final float[] VALUES = {
        0f, -0f, 1f, -1f, 0.5f, -2f, 1 + Math.ulp(1f), 1 - Math.ulp(0.5f),
        Float.MIN_VALUE, -Float.MIN_VALUE, 0x0.fffffep-126f, -0x0.fffffep-126f, Float.MIN_NORMAL, -Float.MIN_NORMAL,
        Float.MAX_VALUE, -Float.MAX_VALUE, 1e30f, -1e30f,
        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        Float.NaN, Float.intBitsToFloat(0xFFC00000), Float.intBitsToFloat(0x7FC12345), Float.intBitsToFloat(0xFFFFFFFF),
        88.8f, -88.8f, -103.9f, -104.1f, 0.55f, -0.55f, 9.1f, -9.1f, 30f, -110f
    };

    private Specials() {}

    /** A fresh copy. */
    public static float[] values() {
        return VALUES.clone();
    }
}
