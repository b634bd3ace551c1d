package dev.lanewise.internal.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.internal.kernel.KernelSelector;
import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.kernel.WeightLayout;
import dev.lanewise.internal.kernel.WeightLayout.Kind;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PackingTest {
    private static float[] numbered(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i + 1;
        }
        return values;
    }

    @Test
    void panelsCoverTheUnitsAndNoneIsNarrowerThanAVector() {
        for (int lanes : new int[] {4, 8, 16}) {
            WeightLayout layout = new WeightLayout(Kind.PANELS, 4 * lanes, lanes);
            for (int units = lanes; units <= 24 * lanes; units++) {
                int unit = 0;
                while (unit < units) {
                    int panel = layout.panelAt(unit, units);
                    assertTrue(panel >= lanes && panel < 5 * lanes, "units=" + units + " panel=" + panel);
                    unit += panel;
                }
                assertEquals(units, unit);
            }
        }
    }

    @Test
    void everyWeightIsWhereThePanelSays() {
        int inputs = 7;
        WeightLayout layout = new WeightLayout(Kind.PANELS, 64, 16);
        for (int units = 16; units <= 300; units++) {
            float[] packed = Packing.weights(layout, inputs, units, numbered(inputs * units), null);
            assertEquals(inputs * units, packed.length);
            for (int start = 0; start < units; ) {
                int panel = layout.panelAt(start, units);
                for (int j = 0; j < inputs; j++) {
                    for (int m = 0; m < panel; m++) {
                        assertEquals(j * units + start + m + 1, packed[inputs * start + j * panel + m]);
                    }
                }
                start += panel;
            }
        }
    }

    @Test
    void paddingAddsZerosToWeightsAndBias() {
        WeightLayout layout = new WeightLayout(Kind.PADDED, 8, 0);
        float[] packed = Packing.weights(layout, 3, 5, numbered(15), null);
        for (int j = 0; j < 3; j++) {
            for (int m = 0; m < 8; m++) {
                assertEquals(m < 5 ? j * 5 + m + 1 : 0, packed[j * 8 + m]);
            }
        }
        float[] bias = Packing.bias(layout, numbered(5));
        assertEquals(8, bias.length);
        assertEquals(5, bias[4]);
        assertEquals(0, bias[5]);
    }

    @Test
    void byUnitStartsWithTheBias() {
        WeightLayout layout = new WeightLayout(Kind.BY_UNIT, 0, 0);
        float[] packed = Packing.weights(layout, 20, 3, numbered(60), new float[] {-1, -2, -3});
        assertEquals(3 * 36, packed.length);
        for (int m = 0; m < 3; m++) {
            assertEquals(-1 - m, packed[m * 36]);
            assertEquals(0, packed[m * 36 + 15]);
            for (int j = 0; j < 20; j++) {
                assertEquals(j * 3 + m + 1, packed[m * 36 + 16 + j]);
            }
        }
    }

    @Test
    void onePanelAndRowMajorAreTheArrayItself() {
        float[] weights = new float[3 * 79];
        assertSame(weights, Packing.weights(new WeightLayout(Kind.PANELS, 64, 16), 3, 79, weights, null));
        assertSame(weights, Packing.weights(new WeightLayout(Kind.ROW_MAJOR, 0, 0), 3, 79, weights, null));
    }

    /** The promise of the contract: at most 1.25 × the weights + 4 KiB, for every layout that the kernels choose. */
    @Test
    void packedWeightsStayWithinTheirBound() {
        Kernels vector = KernelSelector.vector();
        Assumptions.assumeTrue(vector != null, "no vectors in this run");
        for (int units = 1; units <= 200; units++) {
            for (int inputs = 1; inputs <= 1100; inputs += inputs < 140 ? 1 : 53) {
                PackedLayer packed = PackedLayer.of(vector, inputs, units, new float[inputs * units], new float[units]);
                long bytes = 4L * packed.weights().length + 4L * packed.bias().length;
                assertTrue(
                        bytes <= 5L * inputs * units + 4096, "inputs=" + inputs + " units=" + units + " bytes=" + bytes);
            }
        }
    }
}
