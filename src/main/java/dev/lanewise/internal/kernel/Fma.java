package dev.lanewise.internal.kernel;

/**
 * The one multiply-add of the library: a·b + c, rounded once.
 *
 * <p>With hardware FMA this is {@link Math#fma(float, float, float)}, one instruction. Without it the JDK's method
 * computes through {@code BigDecimal}, some thousand times slower, so the exact value is made here from two doubles.
 */
final class Fma {
    private static final boolean HARDWARE = Machine.HARDWARE_FMA;

    private Fma() {}

    /** a·b + c with one rounding. */
    static float fma(float a, float b, float c) {
        return HARDWARE ? Math.fma(a, b, c) : emulated(a, b, c);
    }

    /**
     * The same bits without the instruction. The product of two floats is exact in double (48 of 53 bits, exponents far
     * inside the range). The sum with c is rounded to odd: where it is not exact and the last bit is even, it moves one
     * unit towards the error that TwoSum finds. An odd last bit at 53 bits keeps the narrowing to 24 bits, or to fewer in
     * the subnormals, from rounding twice (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
     */
    static float emulated(float a, float b, float c) {
        double product = (double) a * b;
        double addend = c;
        double sum = product + addend;
        double productPart = sum - addend;
        double error = (product - productPart) + (addend - (sum - productPart));
        if (error != 0 && Math.abs(sum) <= Double.MAX_VALUE) { // NaN and infinities are final as they are
            long bits = Double.doubleToRawLongBits(sum);
            if ((bits & 1) == 0) {
                boolean awayFromZero = (error > 0) == (sum > 0);
                sum = Double.longBitsToDouble(awayFromZero ? bits + 1 : bits - 1);
            }
        }
        return (float) sum;
    }
}
