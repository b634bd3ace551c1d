package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Activations;
import dev.lanewise.testing.Bits;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation of every activation states: its values at ±∞, ±0 and NaN, and the range of its values. */
class ActivationLimitsTest {
    /** Function, σ(−∞), σ(−0), σ(+0), σ(+∞), and the least and greatest value. */
    private static final String TABLE = """
            identity                     | -Infinity  | -0         | 0          | Infinity  | -Infinity  | Infinity
            relu                         | 0          | 0          | 0          | Infinity  | 0          | Infinity
            clip(0.0, 6.0)               | 0          | 0          | 0          | 6         | 0          | 6
            sigmoid                      | 0          | 0.5        | 0.5        | 1         | 0          | 1
            logSigmoid                   | -Infinity  | -0.6931472 | -0.6931472 | -0        | -Infinity  | -0
            hardSigmoid(0.16666667, 0.5) | 0          | 0.5        | 0.5        | 1         | 0          | 1
            tanh                         | -1         | -0         | 0          | 1         | -1         | 1
            clip(-1.0, 1.0)              | -1         | -0         | 0          | 1         | -1         | 1
            softplus                     | 0          | 0.6931472  | 0.6931472  | Infinity  | 0          | Infinity
            softsign                     | -1         | -0         | 0          | 1         | -1         | 1
            silu                         | -0         | -0         | 0          | Infinity  | -0.2785    | Infinity
            hardSwish                    | -0         | -0         | 0          | Infinity  | -0.375     | Infinity
            mish                         | -0         | -0         | 0          | Infinity  | -0.3089    | Infinity
            selu                         | -1.7580993 | -0         | 0          | Infinity  | -1.7580993 | Infinity
            gelu                         | -0         | -0         | 0          | Infinity  | -0.17      | Infinity
            geluTanh                     | -0         | -0         | 0          | Infinity  | -0.1701    | Infinity
            exp                          | 0          | 1          | 1          | Infinity  | 0          | Infinity
            leakyRelu(0.01)              | -Infinity  | -0         | 0          | Infinity  | -Infinity  | Infinity
            leakyRelu(-1.5)              | Infinity   | 0          | -0         | Infinity  | -0         | Infinity
            leakyRelu(0.0)               | NaN        | -0         | 0          | Infinity  | -0         | Infinity
            clip(-0.25, 1.75)            | -0.25      | -0         | 0          | 1.75      | -0.25      | 1.75
            clip(-Infinity, 0.0)         | -Infinity  | 0          | 0          | 0         | -Infinity  | 0
            clip(-0.0, 1.0)              | 0          | 0          | 0          | 1         | 0          | 1
            clip(-1.0, -0.0)             | -1         | 0          | 0          | 0         | -1         | 0
            hardSigmoid(0.2, 0.5)        | 0          | 0.5        | 0.5        | 1         | 0          | 1
            hardSigmoid(-0.2, 0.5)       | 1          | 0.5        | 0.5        | 0         | 0          | 1
            hardSigmoid(1.0, -0.5)       | 0          | 0          | 0          | 1         | 0          | 1
            hardSigmoid(1.0, 1.5)        | 0          | 1          | 1          | 1         | 0          | 1
            hardSigmoid(0.0, 0.5)        | NaN        | 0.5        | 0.5        | NaN       | 0          | 1
            thresholdedRelu(1.5)         | 0          | 0          | 0          | Infinity  | 0          | Infinity
            thresholdedRelu(0.0)         | 0          | 0          | 0          | Infinity  | 0          | Infinity
            thresholdedRelu(-1.5)        | 0          | -0         | 0          | Infinity  | -1.5       | Infinity
            elu(1.0)                     | -1         | -0         | 0          | Infinity  | -1         | Infinity
            elu(0.3)                     | -0.3       | -0         | 0          | Infinity  | -0.3       | Infinity
            elu(1.7)                     | -1.7       | -0         | 0          | Infinity  | -1.7       | Infinity
            elu(1.0E-30)                 | -1.0E-30   | -0         | 0          | Infinity  | -1.0E-30   | Infinity
            elu(3.0E38)                  | -3.0E38    | -0         | 0          | Infinity  | -3.0E38    | Infinity
            elu(0.0)                     | -0         | -0         | 0          | Infinity  | -0         | Infinity
            celu(1.0)                    | -1         | -0         | 0          | Infinity  | -1         | Infinity
            celu(1.7)                    | -1.7       | -0         | 0          | Infinity  | -1.7       | Infinity
            celu(2.7)                    | -2.7       | -0         | 0          | Infinity  | -2.7       | Infinity
            celu(2.3283064E-10)          | -0x1p-32   | -0         | 0          | Infinity  | -0x1p-32   | Infinity
            celu(0.01)                   | -0.01      | -0         | 0          | Infinity  | -0.01      | Infinity
            celu(4.2949673E9)            | -0x1p32    | -0         | 0          | Infinity  | -0x1p32    | Infinity
            softplus(3.3)                | 0          | 0.21004461 | 0.21004461 | Infinity  | 0          | Infinity
            softplus(2.3283064E-10)      | 0          | 2.9770445E9 | 2.9770445E9 | Infinity | 0         | Infinity
            softplus(0.01)               | 0          | 69.31472   | 69.31472   | Infinity  | 0          | Infinity
            softplus(4.2949673E9)        | 0          | 1.613859E-10 | 1.613859E-10 | Infinity | 0       | Infinity
            silu(1.702)                  | -0         | -0         | 0          | Infinity  | -0.16363   | Infinity
            silu(2.3283064E-10)          | -0         | -0         | 0          | Infinity  | -1.19615E9 | Infinity
            silu(0.01)                   | -0         | -0         | 0          | Infinity  | -27.85     | Infinity
            silu(4.2949673E9)            | -0         | -0         | 0          | Infinity  | -6.48434E-11 | Infinity
            """;

    record Limits(Activation activation, float[] atSpecials, float least, float greatest) {
        static Limits of(String line) {
            String[] cells = line.split("\\|");
            float[] atSpecials = new float[SPECIALS.length];
            Arrays.fill(atSpecials, Float.NaN);
            for (int i = 0; i < 4; i++) {
                atSpecials[i] = number(cells[1 + i]);
            }
            return new Limits(Activation.parse(cells[0].trim()), atSpecials, number(cells[5]), number(cells[6]));
        }

        private static float number(String text) {
            String plain = text.trim();
            return Float.parseFloat(plain.contains("0x") ? plain + "f" : plain);
        }

        @Override
        public String toString() {
            return activation.toString();
        }
    }

    private static final float[] SPECIALS = {
        Float.NEGATIVE_INFINITY, -0f, 0f, Float.POSITIVE_INFINITY, Float.NaN, Float.intBitsToFloat(0xFFC12345)
    };

    static List<Limits> limits() {
        return TABLE.lines().map(Limits::of).toList();
    }

    static List<Activation> rowwise() {
        return Activations.all().stream().filter(Activation::isRowwise).toList();
    }

    @Test
    void noneIsMissing() {
        Set<Activation> missing = new HashSet<>(Activations.elementwise());
        limits().forEach(limits -> missing.remove(limits.activation()));
        assertEquals(Set.of(), missing);
    }

    /** By the scalar form, and by both backends at a length of fewer floats than a vector and at one of several vectors. */
    @ParameterizedTest
    @MethodSource("limits")
    void valuesAtInfinitiesZerosAndNaN(Limits limits) {
        for (int i = 0; i < SPECIALS.length; i++) {
            float value = limits.activation().apply(SPECIALS[i]);
            assertTrue(Bits.same(limits.atSpecials()[i], value), limits + " of " + SPECIALS[i] + " is " + value);
        }
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            for (int times : new int[] {1, 7}) {
                float[] x = repeated(SPECIALS, times);
                float[] z = new float[x.length];
                limits.activation().apply(backend, 1, x.length, x, 0, z, 0);
                Bits.assertSame(repeated(limits.atSpecials(), times), z, backend + " " + limits);
            }
        }
    }

    /** Over one float in 65,521 of all, and densely from −16 to 16, where each has its least value if it has one inside. */
    @ParameterizedTest
    @MethodSource("limits")
    void valuesStayInTheRange(Limits limits) {
        for (long bits = 0; bits < 1L << 32; bits += 65_521) {
            assertInRange(limits, Float.intBitsToFloat((int) bits));
        }
        for (int i = -(1 << 14); i <= 1 << 14; i++) {
            assertInRange(limits, i / 1024f);
        }
    }

    private static void assertInRange(Limits limits, float x) {
        float value = limits.activation().apply(x);
        assertTrue(Float.isNaN(value) || limits.least() <= value && value <= limits.greatest(), limits + " of " + x + " is " + value);
    }

    /** The range is no wider than it need be: the least value of those that fall and rise again is nearly reached. */
    @Test
    void theDipsAreAsDeepAsStated() {
        assertEquals(-0.2785f, Activation.SILU.apply(-1.2785f), 1e-4f);
        assertEquals(-0.3089f, Activation.MISH.apply(-1.1924f), 1e-4f);
        assertEquals(-0.375f, Activation.HARD_SWISH.apply(-1.5f));
        assertEquals(-0.17f, Activation.GELU.apply(-0.7518f), 1e-4f);
        assertEquals(-0.1701f, Activation.GELU_TANH.apply(-0.7525f), 1e-4f);
    }

    @Test
    void whereExponentialsEnd() {
        assertEquals(Float.POSITIVE_INFINITY, Activation.EXP.apply(88.72284f));
        assertEquals(Float.MAX_VALUE, Activation.EXP.apply(Math.nextDown(88.72284f)), 4e33f);
        assertEquals(Float.MIN_VALUE, Activation.SIGMOID.apply(-103.2f));
        assertTrue(Bits.same(-0f, Activation.HARD_SWISH.apply(-3)));
    }

    /** As those of leaky ReLU, of each unit's slope: layers narrower than a vector and wider ones. */
    @Test
    void preluHasTheLimitsOfItsSlopes() {
        float[] someSlopes = {0.25f, -1.5f, 0f, -0f, 2};
        for (int times : new int[] {1, 8}) {
            float[] slopes = repeated(someSlopes, times);
            Activation prelu = Activation.prelu(slopes);
            for (float special : SPECIALS) {
                float[] x = new float[slopes.length];
                float[] expected = new float[slopes.length];
                Arrays.fill(x, special);
                for (int m = 0; m < slopes.length; m++) {
                    expected[m] = special > 0 ? special : slopes[m] * special;
                }
                for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
                    float[] z = new float[x.length];
                    prelu.apply(backend, 1, x.length, x, 0, z, 0);
                    Bits.assertSame(expected, z, backend + " prelu of " + special);
                }
            }
        }
    }

    /** −∞ beside finite elements, and a row of one: at every width around a vector, in blocks of rows and in a row alone. */
    @ParameterizedTest
    @MethodSource("rowwise")
    void elementsOfMinusInfinityAndRowsOfOne(Activation activation) {
        boolean isLog = activation.equals(Activation.LOG_SOFTMAX);
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            for (int rows : new int[] {1, 5}) {
                float[] ones = repeated(new float[] {-7.25f}, rows);
                activation.apply(backend, rows, 1, ones, 0, ones, 0);
                Bits.assertSame(repeated(new float[] {isLog ? 0f : 1f}, rows), ones, backend + " " + activation);
                for (int units = 2; units <= 40; units++) {
                    float[] x = new float[units * rows];
                    Arrays.fill(x, Float.NEGATIVE_INFINITY);
                    for (int row = 0; row < rows; row++) {
                        x[row * units + units / 2] = 3;
                    }
                    float[] z = new float[x.length];
                    activation.apply(backend, rows, units, x, 0, z, 0);
                    for (int i = 0; i < z.length; i++) {
                        float atFinite = isLog ? 0f : 1f;
                        float elsewhere = isLog ? Float.NEGATIVE_INFINITY : 0f;
                        float expected = i % units == units / 2 ? atFinite : elsewhere;
                        assertTrue(Bits.same(expected, z[i]), backend + " " + activation + " units=" + units + ": " + z[i]);
                    }
                }
            }
        }
    }

    private static float[] repeated(float[] values, int times) {
        float[] all = new float[values.length * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i % values.length];
        }
        return all;
    }
}
