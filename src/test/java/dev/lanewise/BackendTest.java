package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BackendTest {
    /**
     * The build runs the suite several times and says which backend each run is about. If another one ran, everything
     * that compares it with the loop would be comparing the loop with itself.
     */
    @Test
    void theBackendAskedForIsTheOneThatRuns() {
        String asked = System.getProperty("lanewise.test.backend");
        Assumptions.assumeTrue(asked != null, "no backend asked for: run by Maven to have this checked");
        assertEquals(asked, Backend.best().name().toLowerCase(java.util.Locale.ROOT), Backend.VECTOR.description());
        String bits = System.getProperty("lanewise.test.bits");
        if (bits != null) {
            assertTrue(Backend.VECTOR.description().startsWith(bits + "-bit"), Backend.VECTOR.description());
        }
    }

    @Test
    void loopIsAlwaysThere() {
        assertTrue(Backend.LOOP.isAvailable());
        assertTrue(Backend.LOOP.description().contains("FMA"));
    }

    @Test
    void whatIsNotAvailableIsRefusedWithTheRemedy() {
        Assumptions.assumeFalse(Backend.VECTOR.isAvailable(), "vectors are available here");
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> Network.of(DenseLayer.of(1, 1, new float[1], null, Activation.IDENTITY))
                        .evaluator(EvaluatorOptions.defaults().withBackend(Backend.VECTOR)));
        assertTrue(e.getMessage().contains("--add-modules jdk.incubator.vector"), e.getMessage());
        float[] out = {7};
        assertThrows(
                IllegalStateException.class,
                () -> Dense.forward(Backend.VECTOR, 1, 1, 1, new float[1], 0, new float[1], 0, null, 0,
                        Activation.IDENTITY, out, 0));
        assertEquals(7, out[0]);
    }

    @Test
    void evaluatorTellsItsBackend() {
        Network network = Network.of(DenseLayer.of(1, 1, new float[1], null, Activation.IDENTITY));
        assertEquals(Backend.best(), network.evaluator().backend());
        Evaluator loop = network.evaluator(EvaluatorOptions.defaults().withBackend(Backend.LOOP));
        assertEquals(Backend.LOOP, loop.backend());
        assertFalse(Backend.best().description().isEmpty());
    }
}
