package dev.lanewise.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.Dense;
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
        float[] w = Networks.rows(2, 1, 40);
        float[] sums = new float[7];
        float[] sumsWithout = new float[7];
        Dense.forward(Backend.best(), 7, 40, 1, x, 0, w, 0, null, 0, Activation.IDENTITY, sums, 0);
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
            Dense.forward(Backend.best(), 7, 40, 1, x, 0, w, 0, null, 0, Activation.IDENTITY, sumsWithout, 0);
        } finally {
            taken.forEach(SpareScratch::putBack);
        }
        Bits.assertSame(with, without, "without scratch");
        Bits.assertSame(sums, sumsWithout, "one unit without scratch");
        float[] again = SpareScratch.take();
        assertTrue(taken.stream().anyMatch(scratch -> scratch == again));
        SpareScratch.putBack(again);
    }
}
