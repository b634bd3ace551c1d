package dev.lanewise.internal.format;

/** IEEE 754 halves, which every format for weights has: 1 bit of sign, 5 of exponent, 10 of fraction. */
public final class Half {
    private Half() {}

    /**
     * The float with the value of a half, as bits: exact, payloads of NaN included. By integers, since the instruction
     * behind {@link Float#float16ToFloat} makes signalling NaNs quiet and the interpreter does not.
     */
    public static int toFloatBits(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) { // infinity or NaN
            return sign | 0x7f80_0000 | fraction << 13;
        }
        if (exponent == 0) { // zero or subnormal, fraction * 2^-24: an exact product, also with the sign
            return sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
        }
        return sign | exponent + (127 - 15) << 23 | fraction << 13;
    }
}
