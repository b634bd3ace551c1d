package dev.lanewise.internal.kernel;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Specials;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The emulated multiply-add against the exact one of the JDK. */
class FmaTest {
    @Test
    void emulationIsExactForEverySpecialValue() {
        for (float a : Specials.values()) {
            for (float b : Specials.values()) {
                for (float c : Specials.values()) {
                    check(a, b, c);
                }
            }
        }
    }

    @Test
    void emulationIsExactForAnyBits() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000_000; i++) {
            check(Float.intBitsToFloat(random.nextInt()), Float.intBitsToFloat(random.nextInt()),
                    Float.intBitsToFloat(random.nextInt()));
        }
    }

    /** Where the sum falls near the middle between two floats, which is where rounding twice goes wrong. */
    @Test
    void emulationIsExactNearTies() {
        Random random = new Random(2);
        for (int i = 0; i < 2_000_000; i++) {
            float a = 1 + random.nextInt(1 << 12) * 0x1p-12f;
            float b = 1 + random.nextInt(1 << 12) * 0x1p-12f + random.nextInt(3) * 0x1p-23f;
            float c = Math.scalb(random.nextBoolean() ? 1f : -1f, random.nextInt(80) - 60) * (1 + random.nextFloat());
            check(a, b, c);
            check(a * 0x1p-80f, b * 0x1p-60f, c * 0x1p-140f); // among the subnormals
        }
    }

    private static void check(float a, float b, float c) {
        float expected = Math.fma(a, b, c);
        float actual = Fma.emulated(a, b, c);
        if (!Bits.same(expected, actual)) {
            throw new AssertionError(a + " * " + b + " + " + c + " is " + expected + ", emulated " + actual);
        }
    }
}
