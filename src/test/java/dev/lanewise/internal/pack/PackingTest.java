package dev.lanewise.internal.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.internal.kernel.KernelSelector;
import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.kernel.WeightLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

    private static float at(MemorySegment packed, long index) {
        return packed.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    @Test
    void panelsCoverTheUnitsAndDifferByOneVectorAtMost() {
        for (int lanes : new int[] {4, 8, 16}) {
            for (int most = 1; most <= 4; most++) {
                for (int units = 1; units <= 24 * lanes; units++) {
                    WeightLayout layout = WeightLayout.panels(3, units, lanes, most);
                    String what = layout + " lanes=" + lanes + " most=" + most;
                    int next = 0;
                    for (int panel = 0; panel < layout.panels(); panel++) {
                        assertEquals(next, layout.vectorsBefore(panel) * lanes, what);
                        int vectors = layout.vectors(panel);
                        assertTrue(vectors >= 1 && vectors <= most, what);
                        assertTrue(vectors == layout.vectors(0) || vectors == layout.vectors(0) - 1, what);
                        assertEquals((long) next * layout.inputs(), layout.panelStart(panel), what);
                        boolean isLast = panel == layout.panels() - 1;
                        int end = next + layout.last(panel) + lanes;
                        assertEquals(isLast ? Math.max(units, lanes) : next + vectors * lanes, end, what);
                        next += vectors * lanes;
                    }
                    assertEquals((long) next * layout.inputs(), layout.size(), what);
                }
            }
        }
    }

    @Test
    void everyWeightIsWhereThePanelSays() {
        int inputs = 7;
        for (int lanes : new int[] {4, 8, 16}) {
            for (int units = lanes; units <= 150; units++) {
                WeightLayout layout = WeightLayout.panels(inputs, units, lanes, 4);
                MemorySegment packed = Packing.weights(layout, numbered(inputs * units), null);
                for (int panel = 0; panel < layout.panels(); panel++) {
                    int from = layout.vectorsBefore(panel) * lanes;
                    int vectors = layout.vectors(panel);
                    for (int j = 0; j < inputs; j++) {
                        for (int v = 0; v < vectors; v++) {
                            int unit = from + (v == vectors - 1 ? layout.last(panel) : v * lanes);
                            long start = layout.panelStart(panel) + (long) (j * vectors + v) * lanes;
                            for (int lane = 0; lane < lanes; lane++) {
                                assertEquals(j * units + unit + lane + 1, at(packed, start + lane));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void aNarrowLayerIsPaddedByZeros() {
        WeightLayout layout = WeightLayout.panels(3, 5, 8, 4);
        MemorySegment packed = Packing.weights(layout, numbered(15), null);
        assertEquals(1, layout.panels());
        assertEquals(24, layout.size());
        for (int j = 0; j < 3; j++) {
            for (int m = 0; m < 8; m++) {
                assertEquals(m < 5 ? j * 5 + m + 1 : 0, at(packed, j * 8 + m));
            }
        }
    }

    @Test
    void byUnitStartsWithTheBiasAndEndsWithNegativeZeros() {
        WeightLayout layout = WeightLayout.byUnit(20, 3, 2);
        MemorySegment packed = Packing.weights(layout, numbered(60), new float[] {-1, -2, -3});
        assertEquals(2, layout.panels());
        assertEquals(3 * 48, layout.size());
        for (int panel = 0; panel < 2; panel++) {
            int units = panel == 0 ? 2 : 1;
            assertEquals(units, layout.vectors(panel));
            assertEquals(96 * panel, layout.panelStart(panel));
            for (int u = 0; u < units; u++) {
                int m = 2 * panel + u;
                for (int j = -16; j < 32; j++) {
                    int block = (j + 16) / 16;
                    float expected = j == -16 ? -1 - m : j < 0 ? 0f : j < 20 ? j * 3 + m + 1 : -0f;
                    float actual = at(packed, 96 * panel + (block * units + u) * 16 + (j + 16) % 16);
                    assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual), j + " " + m);
                }
            }
        }
    }

    @Test
    void blocksStartWithTheBiasAndArePaddedByNegativeZeros() {
        WeightLayout layout = WeightLayout.blocks(6, 5);
        MemorySegment packed = Packing.weights(layout, numbered(30), new float[] {-1, -2, -3, -4, -5});
        assertEquals(2, layout.blockVectors());
        assertEquals(3 * 32, layout.size());
        for (int group = -1; group < 2; group++) {
            for (int m = 0; m < 8; m++) {
                for (int c = 0; c < 4; c++) {
                    int j = 4 * group + c;
                    float expected = group < 0 ? c == 0 && m < 5 ? -1 - m : 0 : j >= 6 ? -0f : m < 5 ? j * 5 + m + 1 : 0;
                    assertEquals(expected, at(packed, layout.blocksStart(group) + m / 4 * 16 + c * 4 + m % 4), group + " " + m + " " + c);
                }
            }
        }
    }

    @Test
    void packedWeightsStartOnACacheLineAndCannotBeWritten() {
        for (int i = 0; i < 20; i++) {
            MemorySegment packed = Packing.weights(WeightLayout.panels(3, 17, 16, 4), numbered(51), null);
            assertEquals(0, packed.address() % 64);
            assertThrows(RuntimeException.class, () -> packed.set(ValueLayout.JAVA_FLOAT, 0, 1));
        }
    }

    @Test
    void loopsGetTheLayersOwnArrays() {
        float[] bias = new float[79];
        PackedLayer layer = PackedLayer.of(KernelSelector.loop(), 3, 79, new float[3 * 79], bias);
        assertNull(layer.weights());
        assertSame(bias, layer.bias());
    }

    /** The promise of the contract: at most 1.25 × the weights + 4 KiB, for every layout that the kernels choose. */
    @Test
    void packedWeightsStayWithinTheirBound() {
        Kernels vector = KernelSelector.vector();
        Assumptions.assumeTrue(vector != null, "no vectors in this run");
        int packedLayers = 0;
        for (int units = 1; units <= 200; units++) {
            for (int inputs = 1; inputs <= 1100; inputs += inputs < 300 ? 1 : 53) {
                float[] bias = new float[units];
                PackedLayer packed = PackedLayer.of(vector, inputs, units, new float[inputs * units], bias);
                long bytes = (packed.weights() == null ? 0 : packed.weights().byteSize())
                        + (packed.bias() == bias ? 0 : 4L * packed.bias().length);
                packedLayers += packed.weights() == null ? 0 : 1;
                assertTrue(
                        bytes <= 5L * inputs * units + 4096, "inputs=" + inputs + " units=" + units + " bytes=" + bytes);
            }
        }
        assertTrue(packedLayers > 0);
    }
}
