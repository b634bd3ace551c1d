package dev.lanewise.internal.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.internal.kernel.Panels;
import org.junit.jupiter.api.Test;

class PackingTest {
    @Test
    void panelsCoverTheUnitsAndNoneIsNarrowerThanAVector() {
        for (int lanes : new int[] {4, 8, 16}) {
            int width = 4 * lanes;
            for (int units = lanes; units <= 6 * width; units++) {
                int unit = 0;
                while (unit < units) {
                    int panel = Panels.widthAt(unit, units, width, lanes);
                    assertTrue(panel >= lanes && panel < width + lanes, "units=" + units + " panel=" + panel);
                    unit += panel;
                }
                assertEquals(units, unit);
            }
        }
    }

    /** Reads every weight back from where the layout says it is; takes exactly the space of the weights. */
    @Test
    void everyWeightIsWhereThePanelSays() {
        int inputs = 7;
        for (int units = 16; units <= 300; units++) {
            float[] weights = new float[inputs * units];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = i;
            }
            float[] packed = Packing.pack(inputs, units, weights, 64, 16);
            assertEquals(weights.length, packed.length);
            for (int start = 0; start < units; ) {
                int panel = Panels.widthAt(start, units, 64, 16);
                for (int j = 0; j < inputs; j++) {
                    for (int m = 0; m < panel; m++) {
                        assertEquals(j * units + start + m, packed[inputs * start + j * panel + m]);
                    }
                }
                start += panel;
            }
        }
    }

    @Test
    void onePanelIsTheRowMajorArrayItself() {
        float[] weights = new float[3 * 79];
        assertSame(weights, Packing.pack(3, 79, weights, 64, 16));
    }
}
