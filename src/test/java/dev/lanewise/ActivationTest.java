package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.ActivationSweep;
import dev.lanewise.testing.Activations;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.GuardedArray;
import dev.lanewise.testing.Specials;
import dev.lanewise.testing.TrueActivations;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
    private static final int STRIDE = 1021; // a prime, so that no bit is left out

    static List<Activation> all() {
        return Activations.all();
    }

    static List<Activation> rowwise() {
        return Activations.all().stream().filter(Activation::isRowwise).toList();
    }

    /** And an ELU that no network of random layers survives. */
    static Stream<Activation> elementwise() {
        return Stream.concat(Activations.elementwise().stream(), Stream.of(Activation.elu(3e38f)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isAValueThatParsesBack(Activation activation) {
        Activation parsed = Activation.parse(activation.toString());
        assertEquals(activation, parsed);
        assertEquals(activation.hashCode(), parsed.hashCode());
        assertEquals(activation.toString(), parsed.toString());
        assertNotEquals(Activation.leakyRelu(0.02f), activation);
    }

    @Test
    void printsAsDocumented() {
        assertEquals("leakyRelu(0.01)", Activation.leakyRelu(0.01f).toString());
        assertEquals("clip(0.0, 6.0)", Activation.RELU6.toString());
        assertEquals("relu", Activation.RELU.toString());
        assertEquals(Activation.clip(-1, 1), Activation.HARD_TANH);
    }

    @Test
    void refusesWhatIsNoActivation() {
        for (String text : new String[] {
            "", "rel", "relu(1)", "clip(1)", "clip(2, 1)", "leakyRelu", "leakyRelu(x)", "leakyRelu(NaN)", "relu relu",
            "clip(0, 6", "tanh()"
        }) {
            assertThrows(IllegalArgumentException.class, () -> Activation.parse(text), text);
        }
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Activation.parse("gelu2"));
        assertTrue(e.getMessage().contains("\"gelu2\"") && e.getMessage().contains("sigmoid"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Activation.clip(1, 0));
        assertThrows(IllegalArgumentException.class, () -> Activation.clip(Float.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> Activation.leakyRelu(Float.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Activation.hardSigmoid(1, Float.NaN));
    }

    @Test
    void aLongTextIsQuotedByItsBeginning() {
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> Activation.parse("x".repeat(65)));
        assertTrue(unknown.getMessage().startsWith("activation=\"" + "x".repeat(64) + "...\" is not one of"), unknown.getMessage());
    }

    @Test
    void rowwiseHasNoScalarForm() {
        assertTrue(Activation.SOFTMAX.isRowwise());
        assertFalse(Activation.RELU.isRowwise());
        assertFalse(Activation.RELU.isPerUnit());
        assertThrows(UnsupportedOperationException.class, () -> Activation.SOFTMAX.apply(1));
    }

    /** Alone over rows, at every length around the vectors, apart and exactly in place: the bits of the scalar form. */
    @ParameterizedTest
    @MethodSource("elementwise")
    void kernelsEqualTheScalarDefinition(Activation activation) {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            for (int n = 0; n <= 70; n++) {
                float[] x = samples(n, n);
                float[] expected = new float[n];
                for (int i = 0; i < n; i++) {
                    expected[i] = activation.apply(x[i]);
                }
                assertBothWays(backend, activation, 1, n, x, expected);
            }
        }
    }

    /** The kernels over one float in 1021 of all: 2^32 / 1021 floats in one call, compared with the scalar form. */
    @ParameterizedTest
    @MethodSource("elementwise")
    void kernelsEqualTheScalarDefinitionOverTheWholeRange(Activation activation) {
        float[] x = new float[(int) ((1L << 32) / STRIDE)];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(i * STRIDE);
        }
        float[] z = new float[x.length];
        activation.apply(Backend.best(), 1, x.length, x, 0, z, 0);
        for (int i = 0; i < x.length; i++) {
            if (!Bits.same(activation.apply(x[i]), z[i])) {
                throw new AssertionError(activation + " of " + x[i] + " is " + z[i]);
            }
        }
    }

    /** Row-wise and per unit, alone: vector against loop, apart and in place. */
    @ParameterizedTest
    @MethodSource("rowwise")
    void rowwiseKernelsEqualTheLoop(Activation activation) {
        for (int units = 0; units <= 70; units++) {
            for (int kind = 0; kind < 2; kind++) { // with infinities and NaN, and without
                int rows = 3;
                float[] x = kind == 0 ? gaussian(units * rows, units) : samples(units * rows, units);
                float[] expected = new float[x.length];
                activation.apply(Backend.LOOP, rows, units, x, 0, expected, 0);
                assertBothWays(Backend.best(), activation, rows, units, x, expected);
            }
        }
    }

    /** Each unit has its slope, wherever a vector begins, in every kernel that applies an activation. */
    @Test
    void preluUsesTheSlopeOfTheUnit() {
        for (int units = 1; units <= 70; units++) {
            float[] slopes = gaussian(units, units);
            Activation prelu = Activation.prelu(slopes);
            // narrow rows also so many that the scratch for their slopes is used again, for a rest of every length
            int mostRows = units < 17 ? 1000 / units : 3;
            for (int rows : new int[] {1, 2, 3, mostRows - 1, mostRows}) {
                float[] x = samples(rows * units, units);
                float[] expected = new float[x.length];
                for (int i = 0; i < x.length; i++) {
                    expected[i] = Activation.leakyRelu(slopes[i % units]).apply(x[i]);
                }
                assertBothWays(Backend.LOOP, prelu, rows, units, x, expected);
                assertBothWays(Backend.best(), prelu, rows, units, x, expected);
            }
        }
    }

    @Test
    void preluIsCheckedAgainstTheUnits() {
        float[] slopes = {0.5f, 2};
        Activation prelu = Activation.prelu(slopes);
        slopes[0] = 7;
        assertEquals("prelu(0.5, 2.0)", prelu.toString());
        assertEquals(prelu, Activation.parse("prelu(0.5, 2.0)"));
        assertTrue(prelu.isPerUnit());
        assertThrows(UnsupportedOperationException.class, () -> prelu.apply(1));
        float[] a = new float[30];
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> prelu.apply(Backend.LOOP, 1, 3, a, 0, a, 0));
        assertTrue(e.getMessage().contains("units=3") && e.getMessage().contains("2 slopes"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> DenseLayer.of(1, 3, new float[3], null, prelu));
        assertThrows(IllegalArgumentException.class,
                () -> Dense.forward(Backend.LOOP, 1, 1, 3, a, 0, a, 3, null, 0, prelu, a, 10));
        assertThrows(IllegalArgumentException.class, () -> Activation.prelu());
        assertThrows(IllegalArgumentException.class, () -> Activation.prelu(1, Float.NaN));
    }

    private static void assertBothWays(
            Backend backend, Activation activation, int rows, int units, float[] x, float[] expected) {
        GuardedArray in = GuardedArray.of(x, 1);
        GuardedArray out = GuardedArray.output(x.length, 2, Float.NaN);
        activation.apply(backend, rows, units, in.array(), in.offset(), out.array(), out.offset());
        Bits.assertSame(expected, out.values(), backend + " " + activation + " units=" + units);
        out.assertMarginsUntouched(activation);
        Bits.assertSame(x, in.values(), "x");
        in.assertMarginsUntouched(activation);

        GuardedArray place = GuardedArray.of(x, 3);
        activation.apply(backend, rows, units, place.array(), place.offset(), place.array(), place.offset());
        Bits.assertSame(expected, place.values(), backend + " in place " + activation + " units=" + units);
        place.assertMarginsUntouched(activation);
    }

    private static float[] samples(int n, long seed) {
        Random random = new Random(seed);
        float[] specials = Specials.values();
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(3) == 0
                    ? specials[random.nextInt(specials.length)]
                    : (float) random.nextGaussian() * 6;
        }
        return x;
    }

    private static float[] gaussian(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian() * 6;
        }
        return x;
    }

    /** One float in 1021 of all 2^32, and 1,024 in a row on either side of every branch point, against double. */
    @ParameterizedTest
    @MethodSource("elementwise")
    void isWithinItsUlpLimit(Activation activation) {
        DoubleUnaryOperator exact = TrueActivations.of(activation);
        for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
            assertWithinLimit(activation, exact, Float.intBitsToFloat((int) bits));
        }
        for (float branch : new float[] {
            0.05078125f, 0.0703125f, 0.1015625f, 0.140625f, 0.203125f, 0.28125f, 0.40625f, 0.5625f, 0.8125f, 1.125f, 1.625f,
            2.25f, 3.25f, 4.5f, 6.5f, 9, // where pieces of tanh meet
            0, 0x1p-64f, 0.17f, 0.5f, 1, 1.5f, 3, 4, 6, 8, 9.02f, 10, 10.9f, 15, 17.3f, 20, 30, 87.34f, 88.73f, 89, 103.28f,
            103.98f, 104, 110, 297, 81, 3000, 13_150, 0.25f, 0.3f, 1.1f, 1.75f, 2.5f, 0x1p32f,
            30 / 1.702f, 131.5f / 1.702f, 131.5f / 3.3f,
            30 * 0x1p32f, 110 * 0x1p32f, 131.5f * 0x1p32f, 30 * 0x1p-32f, 110 * 0x1p-32f, 131.5f * 0x1p-32f
        }) {
            float[] around = new float[2 * 2049];
            for (int i = 0; i < 2049; i++) {
                around[i] = Float.intBitsToFloat(Float.floatToIntBits(branch) + i - 1024);
                around[2049 + i] = -around[i];
            }
            float[] vector = new float[around.length];
            activation.apply(Backend.best(), 1, around.length, around, 0, vector, 0);
            for (int i = 0; i < around.length; i++) {
                assertWithinLimit(activation, exact, around[i]);
                assertTrue(Bits.same(activation.apply(around[i]), vector[i]), activation + " of " + around[i]);
            }
        }
    }

    private static void assertWithinLimit(Activation activation, DoubleUnaryOperator exact, float x) {
        float actual = activation.apply(x);
        if (Float.isNaN(x)) {
            assertTrue(Float.isNaN(actual), activation + " lost a NaN");
            return;
        }
        double error = ActivationSweep.error(activation, exact.applyAsDouble(x), x, actual);
        if (!(error <= TrueActivations.ulpLimit(activation))) {
            throw new AssertionError(activation + " of " + x + " is " + actual + ", " + error + " ulp from "
                    + exact.applyAsDouble(x));
        }
    }

    @ParameterizedTest
    @MethodSource("rowwise")
    void hopelessRowsAreNaN(Activation activation) {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            for (int units : new int[] {1, 3, 4, 10, 16, 37}) {
                float[] x = new float[units];
                Arrays.fill(x, Float.NEGATIVE_INFINITY);
                assertAllNaN(rowwise(activation, backend, x));
                for (int lane = 0; lane < units; lane++) {
                    float[] infinite = gaussian(units, lane);
                    infinite[lane] = Float.POSITIVE_INFINITY;
                    assertAllNaN(rowwise(activation, backend, infinite));
                    infinite[lane] = Float.NaN;
                    assertAllNaN(rowwise(activation, backend, infinite));
                }
            }
        }
    }

    private static void assertAllNaN(float[] z) {
        for (float value : z) {
            assertTrue(Float.isNaN(value), Arrays.toString(z));
        }
    }

    private static float[] rowwise(Activation activation, Backend backend, float... x) {
        float[] z = new float[x.length];
        activation.apply(backend, 1, x.length, x, 0, z, 0);
        return z;
    }

    /** Adding the same number to all logits, where that is exact, changes no bit. */
    @ParameterizedTest
    @MethodSource("rowwise")
    void rowsAreInvariantUnderExactShifts(Activation activation) {
        for (int units : new int[] {1, 3, 10, 16, 37, 130}) {
            float[] x = gaussian(units, units);
            float[] shifted = new float[units];
            for (int c = 0; c < units; c++) {
                x[c] = Math.round(x[c] * 64) / 64f;
                shifted[c] = x[c] + 4096;
            }
            for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
                Bits.assertSame(rowwise(activation, backend, x), rowwise(activation, backend, shifted), activation);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rowwise")
    void rowsAreNearTheTrueOnesAlsoLongAndExtremeOnes(Activation activation) {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            for (int units : new int[] {1, 2, 3, 5, 10, 15, 16, 17, 31, 33, 100, 1000, 4097}) {
                for (float scale : new float[] {0, 0.1f, 1, 20, 1e4f, 1e37f}) {
                    for (int seed = 0; seed < Math.max(1, 500 / units); seed++) {
                        float[] x = gaussian(units, 7919 * seed + units);
                        for (int c = 0; c < units; c++) {
                            x[c] *= scale;
                        }
                        assertNearTrue(activation, x, rowwise(activation, backend, x));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rowwise")
    void rowsOfEveryLengthAreNearTheTrueOnes(Activation activation) {
        float[] all = gaussian(4097, 11);
        for (int units = 1; units <= all.length; units++) {
            float[] x = Arrays.copyOfRange(all, all.length - units, all.length);
            float[] z = rowwise(activation, Backend.best(), x);
            assertNearTrue(activation, x, z);
            Bits.assertSame(rowwise(activation, Backend.LOOP, x), z, activation + " units=" + units);
        }
    }

    private static void assertNearTrue(Activation activation, float[] x, float[] z) {
        double[] wide = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            wide[c] = x[c];
        }
        double[] exact = TrueActivations.rowwise(activation, wide);
        double[] limits = TrueActivations.rowwiseLimits(activation, wide, exact);
        double sum = 0;
        for (int c = 0; c < x.length; c++) {
            boolean overflows = Math.abs(exact[c]) > Float.MAX_VALUE && Float.isInfinite(z[c]);
            assertTrue(overflows || Math.abs(z[c] - exact[c]) <= limits[c], activation + " units=" + x.length + " at " + c + ": " + z[c]
                    + ", " + Math.abs(z[c] - exact[c]) / limits[c] + " limits from " + exact[c]);
            sum += activation.equals(Activation.LOG_SOFTMAX) ? StrictMath.exp(z[c]) : z[c];
        }
        // γ of as many terms; of numbers that are 4 ulp off each, and so 2^-21 of themselves, no more than that
        int roundings = activation.equals(Activation.LOG_SOFTMAX) ? x.length + 4 : Math.min(x.length + 4, 8);
        assertEquals(1, sum, roundings * 0x1p-24, activation + " units=" + x.length);
    }

    @Test
    void refusesPartialOverlap() {
        float[] a = new float[40];
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Activation.RELU.apply(Backend.LOOP, 1, 20, a, 0, a, 5));
        assertTrue(e.getMessage().contains("z range [5, 25) overlaps x range [0, 20)"), e.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> Activation.RELU.apply(Backend.LOOP, 3, 20, a, 0, a, 0));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Activation.RELU.apply(Backend.LOOP, 1 << 30, 1 << 30, a, 0, a, 0));
    }
}
