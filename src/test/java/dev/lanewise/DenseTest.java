package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Activations;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.LayerCase;
import dev.lanewise.testing.Networks;
import dev.lanewise.testing.Reference;
import dev.lanewise.testing.Shapes;
import dev.lanewise.testing.Specials;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import org.junit.jupiter.api.Test;

/** The fused operation against its two oracles: the loop in bits, the double reference within its bound. */
class DenseTest {
    @Provide
    Arbitrary<LayerCase> layers() {
        return Shapes.layers();
    }

    @Property(tries = 4000)
    @StatisticsReport(StatisticsReportMode.OFF)
    void bestBackendEqualsLoopInBits(@ForAll("layers") LayerCase layer) {
        float[] loop = layer.forward(Backend.LOOP, Float.NaN);
        float[] best = layer.forward(Backend.best(), Float.NaN);
        Bits.assertSame(loop, best, layer);
        Statistics.collect(layer.units() >= 16 && layer.rows() > 0);
        Statistics.coverage(seen -> seen.check(true).percentage(p -> p > 50)); // most are computed in vectors of any width
    }

    /**
     * Units that go one by one or several inputs to a vector, and the sizes around where they begin and end to; in arrays without
     * a float to spare, where reading beyond a range is an error, and over packed weights too.
     */
    @Test
    void fewUnitsEqualTheLoopInBits() {
        for (int units = 1; units <= 9; units++) {
            for (int inputs = 1; inputs <= 195; inputs += inputs < 70 || inputs % 16 < 2 ? 1 : 5) {
                checkFewUnits(inputs, units);
            }
        }
        for (int inputs : new int[] {213, 239, 256, 289, 450, 1009, 1024}) { // 9 to 12 units have 16 chains from 213, 289, 449, 1009 on
            for (int units = 8; units <= 13; units++) {
                checkFewUnits(inputs, units);
            }
        }
    }

    /** Packed for the call in blocks, whose vectors of weights would reach beyond the last ones. */
    @Test
    void blocksOfManyRowsReadNothingBeyond() {
        for (int units = 8; units <= 20; units++) {
            for (int inputs : new int[] {32, 63, 64, 65, 128, 131}) {
                checkFewUnits(inputs, units, 32, 64);
            }
        }
        for (int units = 33; units <= 36; units++) {
            for (int inputs : new int[] {192, 193, 300}) {
                checkFewUnits(inputs, units, 64);
            }
        }
    }

    private static void checkFewUnits(int inputs, int units) {
        checkFewUnits(inputs, units, 1, 2, 4, 5, 13);
    }

    private static void checkFewUnits(int inputs, int units, int... batches) {
        for (int rows : batches) {
            LayerCase.Values values = LayerCase.Values.values()[(inputs + rows) % LayerCase.Values.values().length];
            LayerCase layer = new LayerCase(rows, inputs, units, Activation.IDENTITY, (inputs + units) % 3 != 0, values,
                    inputs % 16, inputs + 1000L * units);
            float[] loop = layer.forward(Backend.LOOP, Float.NaN);
            Bits.assertSame(loop, layer.forward(Backend.best(), Float.NaN), layer);
            float[] out = new float[rows * units];
            Dense.forward(Backend.best(), rows, inputs, units, layer.x(), 0, layer.weights(), 0, layer.bias(), 0,
                    layer.activation(), out, 0);
            Bits.assertSame(loop, out, "nothing to spare, " + layer);
            Bits.assertSame(loop, Network.of(layer.layer()).predict(layer.x()), "packed, " + layer);
        }
    }

    @Property(tries = 1000)
    void outputIsNeverRead(@ForAll("layers") LayerCase layer) {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            float[] overNaN = layer.forward(backend, Float.NaN);
            float[] overInfinity = layer.forward(backend, Float.NEGATIVE_INFINITY);
            float[] overOne = layer.forward(backend, 1f);
            Bits.assertSame(overNaN, overInfinity, layer);
            Bits.assertSame(overNaN, overOne, layer);
        }
    }

    @Property(tries = 2000)
    @StatisticsReport(StatisticsReportMode.OFF)
    void bothAreNearTheDoubleReference(@ForAll("layers") LayerCase layer) {
        Assume.that(layer.rows() > 0 && layer.units() > 0);
        Reference reference = Reference.input(layer.inputs(), layer.x())
                .layer(layer.rows(), layer.units(), layer.weights(), layer.bias(), layer.activation());
        reference.assertNear(layer.forward(Backend.LOOP, Float.NaN), layer);
        reference.assertNear(layer.forward(Backend.best(), Float.NaN), layer);
        Statistics.collect(reference.asksAnything());
        Statistics.coverage(seen -> seen.check(true).percentage(p -> p > 70)); // most have a result to compare
    }

    @Property(tries = 1000)
    void rowOfABatchEqualsTheRowAlone(@ForAll("layers") LayerCase layer) {
        Assume.that(layer.rows() > 0);
        float[] x = layer.x();
        float[] batch = layer.forward(Backend.best(), Float.NaN);
        float[] alone = new float[layer.units()];
        for (int i = 0; i < layer.rows(); i++) {
            Dense.forward(
                    Backend.best(), 1, layer.inputs(), layer.units(), x, i * layer.inputs(), layer.weights(), 0,
                    layer.bias(), 0, layer.activation(), alone, 0);
            float[] inBatch = Arrays.copyOfRange(batch, i * layer.units(), (i + 1) * layer.units());
            Bits.assertSame(alone, inBatch, "row " + i + " of " + layer);
        }
    }

    /** A few rows through many units go by whole rows of weights, eight inputs at a time, then the rest one by one. */
    @Test
    void fewRowsThroughManyUnitsEqualTheLoopInBits() {
        int n = 0;
        for (int rows = 1; rows <= 4; rows++) {
            for (int inputs : new int[] {32, 33, 39, 40, 47, 100}) {
                for (int units : new int[] {113, 127, 128, 130, 301}) {
                    for (LayerCase.Values values : LayerCase.Values.values()) {
                        Activation activation = Activations.all().get(n % Activations.all().size());
                        LayerCase layer = new LayerCase(rows, inputs, units, activation, n % 3 != 0, values, n % 16, n);
                        Bits.assertSame(
                                layer.forward(Backend.LOOP, Float.NaN), layer.forward(Backend.best(), Float.NaN), layer);
                        n++;
                    }
                }
            }
        }
    }

    /** Integers below 2^24 at every partial sum: any order and any lane gives the exact value, or a lane is wrong. */
    @Test
    void integersComeOutExact() {
        for (int inputs : new int[] {0, 1, 2, 3, 15, 16, 17, 33, 64, 257}) {
            for (int units : Shapes.boundaries()) {
                LayerCase layer = new LayerCase(
                        5, inputs, units, Activation.IDENTITY, true, LayerCase.Values.INTEGERS, 1, inputs + 1000L * units);
                float[] expected = exact(layer);
                Bits.assertSame(expected, positiveZeros(layer.forward(Backend.LOOP, Float.NaN)), layer);
                Bits.assertSame(expected, positiveZeros(layer.forward(Backend.best(), Float.NaN)), layer);
            }
        }
    }

    private static float[] exact(LayerCase layer) {
        float[] x = layer.x();
        float[] w = layer.weights();
        float[] b = layer.bias();
        float[] z = new float[layer.rows() * layer.units()];
        for (int i = 0; i < layer.rows(); i++) {
            for (int m = 0; m < layer.units(); m++) {
                long sum = (long) b[m];
                for (int j = 0; j < layer.inputs(); j++) {
                    sum += (long) x[i * layer.inputs() + j] * (long) w[j * layer.units() + m];
                }
                z[i * layer.units() + m] = sum;
            }
        }
        return z;
    }

    private static float[] positiveZeros(float[] values) {
        float[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] += 0f;
        }
        return result;
    }

    /** One special float at each place in turn: a lane that drops NaN or swaps with its neighbour is seen. */
    @Test
    void everySpecialValueInEveryLane() {
        for (Activation activation : Activations.all()) {
            for (int units : new int[] {1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 65}) {
                float[] specials = Specials.values();
                for (int lane = 0; lane < units; lane++) {
                    for (float special : specials) {
                        specialAt(lane, special, units, activation);
                    }
                }
            }
        }
    }

    /** The special value in the bias, in a weight, and made in the sum from an infinity and a zero. */
    private static void specialAt(int lane, float special, int units, Activation activation) {
        int inputs = 3;
        float[] x = {1f, 0f, -1f};
        float[] bias = ramp(units);
        float[] weights = ramp(inputs * units);
        bias[lane] = special;
        compare(inputs, units, x, weights, bias, activation, special);
        bias = ramp(units);
        weights[lane] = special;
        compare(inputs, units, x, weights, bias, activation, special);
        weights = ramp(inputs * units);
        weights[units + lane] = special; // times x = 0
        weights[2 * units + lane] = special;
        compare(inputs, units, x, weights, bias, activation, special);
    }

    private static float[] ramp(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (i % 7 - 3) * 0.375f;
        }
        return values;
    }

    private static void compare(
            int inputs, int units, float[] x, float[] weights, float[] bias, Activation activation, float special) {
        float[] loop = new float[units];
        float[] best = new float[units];
        Dense.forward(Backend.LOOP, 1, inputs, units, x, 0, weights, 0, bias, 0, activation, loop, 0);
        Dense.forward(Backend.best(), 1, inputs, units, x, 0, weights, 0, bias, 0, activation, best, 0);
        Bits.assertSame(loop, best, activation + " units=" + units + " special=" + special);
        float[] packed = Network.of(DenseLayer.of(inputs, units, weights, bias, activation)).predict(x);
        Bits.assertSame(loop, packed, "packed, " + activation + " units=" + units + " special=" + special);
    }

    @Test
    void nanMadeInsideTheSumReachesTheOutput() {
        for (int units : new int[] {1, 5, 16, 64, 70}) {
            for (Activation activation : Activations.all()) {
                float[] infinite = new float[2 * units];
                Arrays.fill(infinite, Float.POSITIVE_INFINITY);
                assertAllNaN(units, new float[] {0, 1}, infinite, activation); // 0·∞
                Arrays.fill(infinite, units, 2 * units, Float.NEGATIVE_INFINITY);
                assertAllNaN(units, new float[] {1, 1}, infinite, activation); // ∞ − ∞
            }
        }
    }

    private static void assertAllNaN(int units, float[] x, float[] weights, Activation activation) {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            float[] out = new float[units];
            Dense.forward(backend, 1, 2, units, x, 0, weights, 0, null, 0, activation, out, 0);
            for (float value : out) {
                assertTrue(Float.isNaN(value), backend + " " + activation + " gave " + value);
            }
        }
    }

    @Test
    void withoutInputsEveryRowIsTheActivatedBias() {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            float[] bias = {-1, 2, 3, -4, 5, -6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, -17};
            float[] out = new float[2 * bias.length];
            Dense.forward(
                    backend, 2, 0, bias.length, new float[0], 0, new float[0], 0, bias, 0, Activation.RELU, out, 0);
            for (int i = 0; i < out.length; i++) {
                assertEquals(Math.max(bias[i % bias.length], 0), out[i]);
            }
        }
    }

    @Test
    void withoutRowsOrUnitsNothingHappens() {
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            float[] out = {42};
            Dense.forward(
                    backend, 0, 3, 1, new float[0], 0, new float[3], 0, null, 0, Activation.SOFTMAX, out, 1);
            Dense.forward(
                    backend, 2, 3, 0, new float[6], 0, new float[0], 0, null, 0, Activation.SOFTMAX, out, 1);
            assertEquals(42, out[0]);
        }
    }

    /** From some rows on weights are packed first, some units at a time: as many as fit the scratch, and one group more. */
    @Test
    void manyRowsOfDotProductsEqualTheLoopInBits() {
        int n = 0;
        for (int units = 8; units <= 13; units++) {
            for (int inputs : new int[] {213, 288, 305, 784, 1007, 1008, 1009, 1021}) {
                for (int rows : new int[] {7, 8, 9, 11, 12, 13, 41}) {
                    sameAsTheLoop(rows, inputs, units, n++);
                }
            }
        }
        for (int units = 5; units <= 8; units++) {
            for (int inputs : new int[] {103, 104, 119, 140, 169, 191, 192, 305}) {
                for (int rows : new int[] {7, 8, 9, 10, 11, 12, 13, 14, 64}) {
                    sameAsTheLoop(rows, inputs, units, n++);
                }
            }
        }
        for (int inputs : new int[] {8175, 8176, 8177, 16_368, 16_369}) {
            sameAsTheLoop(25, inputs, 9, n++);
        }
        for (int inputs : new int[] {4080, 4081, 4656, 4657, 5440, 5441, 6528, 6529, 8176, 8177}) {
            for (int units : new int[] {5, 6, 7, 8, 10, 11}) {
                sameAsTheLoop(97, inputs, units, n++);
            }
        }
    }

    /** In blocks, from 32 and 64 rows on, up to 20 units and 33 to 36, and as many inputs as fit the scratch. */
    @Test
    void manyRowsOverWeightsPackedInBlocksEqualTheLoopInBits() {
        int n = 0;
        for (int units = 7; units <= 21; units++) {
            for (int rows : new int[] {31, 32, 33, 63, 64, 65}) {
                for (int inputs : new int[] {31, 32, 33, 63, 64, 66, 127, 128, 129, 131}) {
                    sameAsTheLoop(rows, inputs, units, n++);
                }
            }
        }
        for (int units : new int[] {32, 33, 35, 36, 37}) {
            for (int inputs : new int[] {191, 192, 193, 194, 300, 301, 304, 308}) {
                sameAsTheLoop(63, inputs, units, n++);
                sameAsTheLoop(64 + n % 2, inputs, units, n++);
            }
        }
        for (int inputs : new int[] {1631, 1632, 1633, 1636, 1637}) {
            sameAsTheLoop(33, inputs, 17, n++);
        }
    }

    /** In panels of four chains from 16, 24 and 64 rows on, of two and one from 96: in one piece and in several. */
    @Test
    void manyRowsOverWeightsPackedInPanelsEqualTheLoopInBits() {
        int n = 0;
        for (int units : new int[] {17, 18, 24, 25, 31, 32, 33, 40, 47, 48}) {
            for (int rows : new int[] {15, 16, 23, 24, 39}) {
                for (int inputs : new int[] {31, 32, 33, 34, 35, 66, 97}) {
                    sameAsTheLoop(rows, inputs, units, n++);
                }
            }
        }
        for (int inputs : new int[] {682, 683, 1024, 1025}) {
            sameAsTheLoop(64, inputs, 33, n++);
            sameAsTheLoop(24, inputs, 29, n++);
            sameAsTheLoop(97, inputs, 50, n++);
        }
        for (int units : new int[] {49, 64, 65, 80, 100, 112, 113, 128, 130, 200}) {
            for (int inputs : new int[] {31, 32, 193, 196}) {
                sameAsTheLoop(95 + n % 3, inputs, units, n++);
            }
        }
        for (int inputs : new int[] {512, 513, 1024, 1025, 1100}) {
            sameAsTheLoop(96 + n % 3, inputs, 130, n++);
        }
    }

    /**
     * In two and four chains, one after another, from four rows on: every height of tile, widths of one vector and more, whole
     * and not, inputs around the limits, and last blocks of a curve that are too low.
     */
    @Test
    void fewRowsChainByChainEqualTheLoopInBits() {
        int n = 0;
        for (int rows = 3; rows <= 17; rows++) {
            for (int units : new int[] {13, 16, 17, 24, 32, 33, 40, 48, 49, 64, 65, 80, 97, 112, 113}) {
                for (int inputs : new int[] {64, 95, 98, 159, 161, 195}) {
                    sameAsTheLoop(rows, inputs, units, n++);
                }
            }
        }
        for (int rows : new int[] {23, 24, 47, 49, 50, 63, 64, 87, 95}) {
            for (int units : new int[] {16, 20, 33, 64, 100}) {
                for (int inputs : new int[] {31, 63, 127, 128, 191, 192}) {
                    sameAsTheLoop(rows, inputs, units, n++);
                }
            }
        }
    }

    /** With a bias and without; values, places in the arrays and activation go by {@code n}. */
    private static void sameAsTheLoop(int rows, int inputs, int units, int n) {
        LayerCase.Values values = LayerCase.Values.values()[n % LayerCase.Values.values().length];
        Activation activation = Activations.all().get(n % Activations.all().size());
        for (boolean hasBias : new boolean[] {true, false}) {
            LayerCase layer = new LayerCase(rows, inputs, units, activation, hasBias, values, n % 16, n);
            Bits.assertSame(layer.forward(Backend.LOOP, Float.NaN), layer.forward(Backend.best(), Float.NaN), layer);
        }
    }

    /** Inputs beyond the block of 512 that weights are cut into, packed for the call or not: sums between lie in the output. */
    @Test
    void layersOfManyInputsEqualTheLoopInBits() {
        for (Activation activation : new Activation[] {Activation.RELU, Activation.TANH}) {
            for (boolean hasBias : new boolean[] {true, false}) {
                for (int rows : new int[] {20, 97}) {
                    LayerCase layer = new LayerCase(rows, 1100, 130, activation, hasBias, LayerCase.Values.GAUSSIAN, 0, 5);
                    Bits.assertSame(
                            layer.forward(Backend.LOOP, Float.NaN), layer.forward(Backend.best(), Float.NaN), layer);
                }
            }
        }
    }

    /** Two chains of so many inputs that panels are narrower, over packed weights: one row, by pairs of panels, and more. */
    @Test
    void packedLayersOfTwoChainsAndManyInputsEqualTheLoopInBits() {
        int n = 0;
        for (int units : new int[] {49, 50, 63, 64, 65, 80, 81, 96, 112}) {
            for (int inputs : new int[] {191, 192, 193, 194, 195, 196, 197, 385, 386, 387}) {
                for (int rows : new int[] {1, 2, 3, 5}) {
                    packedSameAsTheLoop(rows, inputs, units, Activation.RELU, n++);
                }
            }
        }
    }

    /** Four chains over packed weights, in blocks where there are 16 lanes: every height of tile, inputs around the limits. */
    @Test
    void packedLayersOfFourChainsEqualTheLoopInBits() {
        int n = 0;
        for (int units = 4; units <= 41; units++) {
            for (int inputs : new int[] {16, 17, 18, 31, 32, 63, 64, 65, 127, 128, 130, 274, 276, 277, 304, 308, 309}) {
                for (int rows = 1; rows <= 13; rows++) {
                    packedSameAsTheLoop(rows, inputs, units, n % 2 == 0 ? Activation.RELU : Activation.IDENTITY, n++);
                }
            }
        }
    }

    /** 16 chains over packed weights, which are the lanes: every height of tile, panels of units and pairs of them. */
    @Test
    void packedLayersOfSixteenChainsEqualTheLoopInBits() {
        int n = 0;
        for (int units = 2; units <= 12; units++) {
            for (int inputs : new int[] {48, 93, 104, 129, 169, 176, 213, 290, 450, 1009, 1024}) {
                for (int rows = 1; rows <= 9; rows++) {
                    packedSameAsTheLoop(rows, inputs, units, n % 2 == 0 ? Activation.RELU : Activation.IDENTITY, n++);
                }
            }
        }
    }

    /**
     * What a layer leaves in the scratch of an evaluator does not count in the next: the last inputs of later rows, which are
     * NaN, lie where an earlier row of the last layer is padded.
     */
    @Test
    void scratchOfAnEarlierLayerDoesNotCount() {
        for (int[] sizes : new int[][] {{302, 9, 301, 8}, {132, 34, 130, 34}}) {
            Network network = Networks.random(7, Activation.IDENTITY, sizes);
            int rows = sizes[1] == 9 ? 5 : 4;
            int finite = rows / 2 + rows % 2;
            float[] x = Networks.rows(rows, rows, sizes[0]);
            Arrays.fill(x, finite * sizes[0], x.length, Float.NaN);
            float[] expected = Networks.layerByLayer(network, rows, x);
            assertTrue(Float.isFinite(expected[finite * network.outputs() - 1]));
            Bits.assertSame(expected, network.predict(x), network);
        }
    }

    private static void packedSameAsTheLoop(int rows, int inputs, int units, Activation activation, int n) {
        LayerCase.Values values = LayerCase.Values.values()[n % LayerCase.Values.values().length];
        LayerCase layer = new LayerCase(rows, inputs, units, activation, n % 3 != 0, values, 0, n);
        float[] packed = new float[rows * units];
        Network.of(DenseLayer.of(inputs, units, layer.weights(), layer.bias(), layer.activation()))
                .evaluator().evaluate(rows, layer.x(), 0, packed, 0);
        float[] loop = new float[rows * units];
        Dense.forward(Backend.LOOP, rows, inputs, units, layer.x(), 0, layer.weights(), 0, layer.bias(), 0,
                layer.activation(), loop, 0);
        Bits.assertSame(loop, packed, layer);
    }

    /** Chains of products that underflow are −0, and what pads the last inputs of a layer may not make them +0. */
    @Test
    void sumsThatUnderflowToMinusZeroStaySo() {
        float[] x = new float[64 * 305];
        Arrays.fill(x, 1e-30f);
        float[] weights = new float[305 * 33];
        Arrays.fill(weights, -1e-30f);
        for (int units = 1; units <= 33; units++) {
            for (int inputs : new int[] {17, 33, 34, 35, 65, 129, 130, 131, 305}) {
                for (int rows : new int[] {1, 4, 64}) {
                    float[] out = new float[rows * units];
                    Dense.forward(
                            Backend.best(), rows, inputs, units, x, 0, weights, 0, null, 0, Activation.IDENTITY, out, 0);
                    float[] expected = new float[out.length];
                    Arrays.fill(expected, -0f);
                    String layer = rows + "x" + inputs + "x" + units;
                    Bits.assertSame(expected, out, layer);
                    float[] packed = new float[out.length];
                    float[] layerWeights = Arrays.copyOf(weights, inputs * units);
                    Network.of(DenseLayer.of(inputs, units, layerWeights, null, Activation.IDENTITY))
                            .evaluator().evaluate(rows, x, 0, packed, 0);
                    Bits.assertSame(expected, packed, layer + " packed");
                }
            }
        }
    }
}
