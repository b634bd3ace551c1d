package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Activations;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.GuardedArray;
import dev.lanewise.testing.Specials;
import dev.lanewise.testing.TrueActivations;
import dev.lanewise.testing.Ulps;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
    private static final int STRIDE = 1021; // a prime, so that no bit is left out

    static List<Activation> all() {
        return Activations.all();
    }

    static List<Activation> elementwise() {
        return Activations.elementwise();
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

    /** Softmax alone: vector against loop, apart and in place. */
    @Test
    void rowwiseKernelsEqualTheLoop() {
        for (int units = 0; units <= 70; units++) {
            for (int kind = 0; kind < 2; kind++) {
                int rows = 3;
                float[] x = kind == 0 ? gaussian(units * rows, units) : samples(units * rows, units);
                float[] expected = new float[x.length];
                Activation.SOFTMAX.apply(Backend.LOOP, rows, units, x, 0, expected, 0);
                assertBothWays(Backend.best(), Activation.SOFTMAX, rows, units, x, expected);
            }
        }
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

    /**
     * One float in 1021 of all 2^32, and 1,024 in a row on either side of every branch point, against double. With
     * {@code -Dlanewise.test.exhaustive=true} every float there is: some minutes per function.
     */
    @ParameterizedTest
    @MethodSource("elementwise")
    void isWithinItsUlpLimit(Activation activation) {
        Assumptions.assumeTrue(System.getProperty("lanewise.test.bits") == null && Backend.best() != Backend.LOOP
                || System.getProperty("lanewise.test.backend") == null,
                "the scalar definition is the same in every run; checked in the first");
        int stride = Boolean.getBoolean("lanewise.test.exhaustive") ? 1 : STRIDE;
        double worst = 0;
        for (long bits = 0; bits < 1L << 32; bits += stride) {
            worst = Math.max(worst, checkedError(activation, Float.intBitsToFloat((int) bits)));
        }
        for (float branch : new float[] {0, 0.55f, 1, 6, 9.02f, 10, 20, 30, 87.34f, 88.73f, 103.28f, 103.98f, 104, 110}) {
            for (int step = -1024; step <= 1024; step++) {
                float x = Float.intBitsToFloat(Float.floatToIntBits(branch) + step);
                worst = Math.max(worst, checkedError(activation, x));
                worst = Math.max(worst, checkedError(activation, -x));
            }
        }
        if (stride == 1) {
            System.out.println(activation + " over all floats: " + worst + " ulp at worst");
        }
    }

    private static double checkedError(Activation activation, float x) {
        float actual = activation.apply(x);
        if (Float.isNaN(x)) {
            assertTrue(Float.isNaN(actual), activation + " lost a NaN");
            return 0;
        }
        double exact = TrueActivations.apply(activation, x);
        double error = Math.abs(exact) > Float.MAX_VALUE && Float.isInfinite(actual) ? 0 : Ulps.error(exact, actual);
        if (!(error <= TrueActivations.ulpLimit(activation))) {
            throw new AssertionError(activation + " of " + x + " is " + actual + ", " + error + " ulp from " + exact);
        }
        return error;
    }

    @Test
    void limitsAndSignsOfZero() {
        assertEquals(1, Activation.SIGMOID.apply(Float.POSITIVE_INFINITY));
        assertBits(0f, Activation.SIGMOID.apply(Float.NEGATIVE_INFINITY));
        assertEquals(1, Activation.TANH.apply(Float.POSITIVE_INFINITY));
        assertEquals(-1, Activation.TANH.apply(Float.NEGATIVE_INFINITY));
        assertEquals(Float.POSITIVE_INFINITY, Activation.SILU.apply(Float.POSITIVE_INFINITY));
        assertBits(-0f, Activation.SILU.apply(Float.NEGATIVE_INFINITY));
        assertBits(-0f, Activation.TANH.apply(-0f));
        assertBits(-0f, Activation.SILU.apply(-0f));
        assertBits(-0f, Activation.IDENTITY.apply(-0f));
        assertBits(-0f, Activation.leakyRelu(0.01f).apply(-0f));
        assertBits(0f, Activation.RELU.apply(-0f));
        assertBits(0f, Activation.RELU6.apply(-0f));
        assertEquals(Float.MIN_VALUE, Activation.SIGMOID.apply(-103.2f));
    }

    private static void assertBits(float expected, float actual) {
        assertTrue(Bits.same(expected, actual), "expected " + expected + " but was " + actual);
    }

    @Test
    void softmaxOfHopelessRowsIsNaN() {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            for (int units : new int[] {1, 3, 4, 10, 16, 37}) {
                float[] x = new float[units];
                Arrays.fill(x, Float.NEGATIVE_INFINITY);
                assertAllNaN(softmax(backend, x));
                for (int lane = 0; lane < units; lane++) {
                    float[] infinite = gaussian(units, lane);
                    infinite[lane] = Float.POSITIVE_INFINITY;
                    assertAllNaN(softmax(backend, infinite));
                    infinite[lane] = Float.NaN;
                    assertAllNaN(softmax(backend, infinite));
                }
            }
        }
    }

    private static void assertAllNaN(float[] z) {
        for (float value : z) {
            assertTrue(Float.isNaN(value), Arrays.toString(z));
        }
    }

    private static float[] softmax(Backend backend, float... x) {
        float[] z = new float[x.length];
        Activation.SOFTMAX.apply(backend, 1, x.length, x, 0, z, 0);
        return z;
    }

    @Test
    void softmaxIsNearTheTrueOneAlsoForLongAndExtremeRows() {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            for (int units : new int[] {1, 2, 10, 16, 100, 1000, 4097}) {
                for (float scale : new float[] {0, 1, 20, 1e4f}) {
                    float[] x = gaussian(units, units);
                    for (int c = 0; c < units; c++) {
                        x[c] *= scale;
                    }
                    assertNearTrueSoftmax(x, softmax(backend, x));
                }
            }
        }
    }

    /** Half of the proven limit, which these rows stay below. */
    private static void assertNearTrueSoftmax(float[] x, float[] z) {
        double[] wide = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            wide[c] = x[c];
        }
        double[] exact = TrueActivations.softmax(wide);
        double sum = 0;
        for (int c = 0; c < x.length; c++) {
            double error = Ulps.error(exact[c], z[c]);
            assertTrue(error <= 5, "units=" + x.length + " at " + c + " is " + error + " ulp off: " + z[c]);
            sum += z[c];
        }
        assertEquals(1, sum, 1e-6);
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
