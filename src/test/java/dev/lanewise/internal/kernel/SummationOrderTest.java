package dev.lanewise.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.LayerCase;
import dev.lanewise.testing.Shapes;
import dev.lanewise.Activation;
import dev.lanewise.Backend;
import org.junit.jupiter.api.Test;

/** The order of summation: its table, and that the loops follow it. */
class SummationOrderTest {
    @Test
    void chainsAreThoseOfTheTable() {
        int[][] table = { // inputs, units, chains
            {1000, 113, 1}, {1000, 5000, 1}, {1000, 112, 2}, {1000, 49, 2}, {1000, 48, 4}, {1000, 16, 4}, {1000, 15, 4},
            {1000, 13, 4}, {1000, 10, 16}, {1000, 1, 16}, {32, 1, 16}, {31, 1, 4}, {32, 2, 16}, {31, 2, 4}, {48, 3, 16},
            {47, 3, 4}, {91, 4, 4}, {92, 4, 16}, {168, 8, 4}, {169, 8, 16}, {288, 10, 4}, {289, 10, 16}, {1008, 12, 4},
            {1009, 12, 16}, {16, 10, 4}, {8, 3, 4}, {7, 3, 2}, {4, 3, 2}, {3, 3, 1}, {2, 3, 1}, {1, 3, 1}, {0, 3, 1},
            {10, 16, 4}, {7, 16, 2}, {5, 40, 2}, {3, 40, 1}, {0, 100, 1}
        };
        for (int[] row : table) {
            assertEquals(row[2], SummationOrder.chains(row[0], row[1]), "inputs=" + row[0] + " units=" + row[1]);
        }
    }

    /** An independent spelling with arrays of chains; random floats, so that another order gives other bits. */
    @Test
    void loopsFollowIt() {
        int differsFromNaive = 0;
        for (int inputs : new int[] {0, 1, 2, 3, 5, 8, 15, 16, 17, 31, 32, 33, 47, 64, 100}) {
            for (int units : Shapes.boundaries()) {
                LayerCase layer = new LayerCase(
                        2, inputs, units, Activation.IDENTITY, true, LayerCase.Values.GAUSSIAN, 0, inputs * 1000L + units);
                float[] actual = layer.forward(Backend.LOOP, Float.NaN);
                Bits.assertSame(byTheBook(layer, SummationOrder.chains(inputs, units)), actual, layer);
                if (!java.util.Arrays.equals(byTheBook(layer, 1), actual)) {
                    differsFromNaive++;
                }
            }
        }
        assertNotEquals(0, differsFromNaive);
    }

    private static float[] byTheBook(LayerCase layer, int chains) {
        float[] x = layer.x();
        float[] w = layer.weights();
        float[] bias = layer.bias();
        int units = layer.units();
        float[] out = new float[layer.rows() * units];
        for (int i = 0; i < layer.rows(); i++) {
            for (int m = 0; m < units; m++) {
                float[] chain = new float[chains];
                chain[0] = bias[m];
                for (int j = 0; j < layer.inputs(); j++) {
                    float value = x[i * layer.inputs() + j];
                    chain[j % chains] = Math.fma(value, w[j * units + m], chain[j % chains]);
                }
                for (int h = chains / 2; h >= 1; h /= 2) {
                    for (int k = 0; k < h; k++) {
                        chain[k] += chain[k + h];
                    }
                }
                out[i * units + m] = chain[0];
            }
        }
        return out;
    }

    @Test
    void softmaxSumsInSixteenCompensatedChainsAndByCompensatedHalves() {
        for (int n = 0; n <= 100; n++) {
            float[] e = new float[n];
            java.util.Random random = new java.util.Random(n);
            for (int c = 0; c < n; c++) {
                e[c] = random.nextFloat();
            }
            float[] sum = new float[16];
            float[] error = new float[16];
            for (int c = 0; c < n; c++) {
                float next = sum[c % 16] + e[c];
                error[c % 16] += (sum[c % 16] - next) + e[c];
                sum[c % 16] = next;
            }
            for (int k = 0; k < 16; k++) {
                sum[k] += error[k];
            }
            float[] rest = new float[16];
            for (int h = 8; h >= 1; h /= 2) {
                for (int k = 0; k < h; k++) {
                    float next = sum[k] + sum[k + h];
                    double exact = (double) sum[k] + sum[k + h];
                    rest[k] = (rest[k] + rest[k + h]) + (float) (exact - next);
                    sum[k] = next;
                }
            }
            assertEquals(sum[0] + rest[0], SoftmaxSum.of(n, e, 0), "n=" + n);
        }
    }
}
