package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the main job prints of quality and agreement, on the examples that ship in the jar. */
class ExampleTest {
    @Test
    void theRegressionNetworkIsAsGoodAsPublished() throws IOException {
        Example example = Example.load("diabetes-10x16x1");
        assertEquals(111, example.trial().rows());
        assertEquals(193, example.trial().network().parameterCount());
        for (Contestant.Kind kind : Contestant.Kind.available()) {
            assertEquals("R² = 0.3616", Quality.of(example, Agreement.outputs(kind, example.trial(), 111)), kind.title);
        }
    }

    @Test
    void theClassifierIsAsGoodAsPublished() throws IOException {
        Example example = Example.load("digits-64x64x32x10");
        assertEquals(450, example.trial().rows());
        for (Contestant.Kind kind : Contestant.Kind.available()) {
            float[] z = Agreement.outputs(kind, example.trial(), 32);
            assertEquals("accuracy = 97.33 %", Quality.of(example, z), kind.title);
        }
    }

    @Test
    void vectorAgreesInBitsAndTheTimingLoopsNearly() throws IOException {
        Example example = Example.load("digits-64x64x32x10");
        for (int batch : new int[] {1, 32, 450}) {
            Agreement agreement = Agreement.of(example.trial(), batch);
            assertTrue(agreement.sameBits(), agreement.toString());
            assertTrue(agreement.textbookUlp() > 0 && agreement.textbookUlp() < 10_000, agreement.toString());
            assertTrue(agreement.c2Ulp() > 0 && agreement.c2Ulp() < 10_000, agreement.toString());
        }
    }

    @Test
    void aDifferenceIsSeen() {
        assertEquals(1, Agreement.firstDifference(new float[] {1, 0f}, new float[] {1, -0f}));
        assertEquals(-1, Agreement.firstDifference(new float[] {Float.NaN}, new float[] {Float.NaN}));
        assertEquals(2, Agreement.largestUlp(new float[] {1}, new float[] {1 + 2 * Math.ulp(1f)}));
    }
}
