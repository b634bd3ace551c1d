package dev.lanewise.testing;

/** Units in the last place of a float, for exact values in double. */
public final class Ulps {
    private Ulps() {}

    /** The spacing of floats at this magnitude; 2⁻¹⁴⁹ among the subnormals and at 0. */
    public static double ofFloatAt(double exact) {
        return Double.longBitsToDouble((long) (exponent(exact) - 23 + Double.MAX_EXPONENT) << 52);
    }

    /** How far a float is from an exact value, in ulp of that value; 0 where both are the same infinity or NaN. */
    public static double error(double exact, float actual) {
        if (exact == actual || exact != exact && actual != actual) {
            return 0;
        }
        return Math.abs(actual - exact) * Double.longBitsToDouble((long) (23 - exponent(exact) + Double.MAX_EXPONENT) << 52);
    }

    /** Of the binade of floats, from the bits: a sweep over all floats asks often. */
    private static int exponent(double exact) {
        int exponent = (int) (Double.doubleToRawLongBits(exact) >>> 52 & 0x7ff) - Double.MAX_EXPONENT;
        return Math.min(Math.max(exponent, Float.MIN_EXPONENT), Float.MAX_EXPONENT);
    }
}
