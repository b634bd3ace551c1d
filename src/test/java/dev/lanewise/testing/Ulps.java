package dev.lanewise.testing;

/** Units in the last place of a float, for exact values in double. */
public final class Ulps {
    private Ulps() {}

    /** The spacing of floats at this magnitude; 2⁻¹⁴⁹ among the subnormals and at 0. */
    public static double ofFloatAt(double exact) {
        double magnitude = Math.abs(exact);
        if (magnitude < Float.MIN_NORMAL) {
            return Float.MIN_VALUE;
        }
        return Math.scalb(1.0, Math.min(Math.getExponent(magnitude), Float.MAX_EXPONENT) - 23);
    }

    /** How far a float is from an exact value, in ulp of that value; 0 where both are the same infinity or NaN. */
    public static double error(double exact, float actual) {
        if (Double.compare(exact, actual) == 0) {
            return 0;
        }
        return Math.abs(actual - exact) / ofFloatAt(exact);
    }
}
