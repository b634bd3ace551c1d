package dev.lanewise.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Networks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpareScratchTest {
    /** Who finds it taken gets the same bits by the slower way, and what was taken is there again afterwards. */
    @Test
    void withoutScratchTheBitsAreTheSame() {
        float[] x = Networks.rows(1, 40, 7);
        float[] with = new float[x.length];
        float[] without = new float[x.length];
        Activation.SOFTMAX.apply(Backend.best(), 40, 7, x, 0, with, 0);
        List<float[]> taken = new ArrayList<>();
        try {
            for (int i = 0; i < SpareScratch.BUFFERS; i++) {
                taken.add(SpareScratch.take());
                assertNotNull(taken.getLast(), "buffer " + i);
                assertEquals(Kernels.SPILL, taken.getLast().length);
            }
            assertNull(SpareScratch.take());
            Activation.SOFTMAX.apply(Backend.best(), 40, 7, x, 0, without, 0);
        } finally {
            taken.forEach(SpareScratch::putBack);
        }
        Bits.assertSame(with, without, "without scratch");
        float[] again = SpareScratch.take();
        assertTrue(taken.stream().anyMatch(scratch -> scratch == again));
        SpareScratch.putBack(again);
    }
}
