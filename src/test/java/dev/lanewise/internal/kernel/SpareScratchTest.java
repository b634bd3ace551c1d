package dev.lanewise.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.Dense;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.ChildProcess;
import dev.lanewise.testing.Networks;
import dev.lanewise.testing.ScarceMemoryProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
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
        float[] fewUnits = new float[7 * 5];
        float[] fewUnitsWithout = new float[7 * 5];
        float[] wOfFew = Networks.rows(3, 5, 40);
        float[] manyRows = new float[40 * 9];
        float[] manyRowsWithout = new float[40 * 9];
        float[] xOfMany = Networks.rows(5, 40, 300);
        float[] wOfDots = Networks.rows(6, 9, 300);
        float[] inBlocks = new float[64 * 17];
        float[] inBlocksWithout = new float[64 * 17];
        float[] xOfBlocks = Networks.rows(7, 64, 140);
        float[] inPanels = new float[40 * 33];
        float[] inPanelsWithout = new float[40 * 33];
        float[] wOfPanels = Networks.rows(8, 33, 140);
        float[] manyUnits = new float[2 * 130];
        float[] manyUnitsWithout = new float[2 * 130];
        float[] wOfMany = Networks.rows(4, 130, 40);
        Dense.forward(Backend.best(), 7, 40, 1, x, 0, w, 0, null, 0, Activation.IDENTITY, sums, 0);
        Dense.forward(Backend.best(), 7, 40, 5, x, 0, wOfFew, 0, null, 0, Activation.SOFTMAX, fewUnits, 0);
        Dense.forward(Backend.best(), 2, 40, 130, x, 0, wOfMany, 0, null, 0, Activation.IDENTITY, manyUnits, 0);
        Dense.forward(Backend.best(), 40, 300, 9, xOfMany, 0, wOfDots, 0, null, 0, Activation.IDENTITY, manyRows, 0);
        Dense.forward(Backend.best(), 64, 140, 17, xOfBlocks, 0, wOfPanels, 0, null, 0, Activation.SOFTMAX, inBlocks, 0);
        Dense.forward(Backend.best(), 40, 140, 33, xOfBlocks, 0, wOfPanels, 0, null, 0, Activation.TANH, inPanels, 0);
        Activation.SOFTMAX.apply(Backend.best(), 40, 7, x, 0, with, 0);
        List<Integer> taken = new ArrayList<>();
        try {
            for (int i = 0; i < SpareScratch.BUFFERS; i++) {
                taken.add(SpareScratch.take());
                assertEquals(Kernels.SCRATCH_FLOATS, SpareScratch.floats(taken.getLast()).length);
            }
            assertEquals(SpareScratch.BUFFERS, taken.stream().distinct().count());
            assertEquals(-1, SpareScratch.take());
            Dense.forward(Backend.best(), 40, 300, 9, xOfMany, 0, wOfDots, 0, null, 0, Activation.IDENTITY, manyRowsWithout, 0);
            Dense.forward(
                    Backend.best(), 64, 140, 17, xOfBlocks, 0, wOfPanels, 0, null, 0, Activation.SOFTMAX, inBlocksWithout, 0);
            Dense.forward(Backend.best(), 40, 140, 33, xOfBlocks, 0, wOfPanels, 0, null, 0, Activation.TANH, inPanelsWithout, 0);
            Activation.SOFTMAX.apply(Backend.best(), 40, 7, x, 0, without, 0);
            Dense.forward(Backend.best(), 7, 40, 1, x, 0, w, 0, null, 0, Activation.IDENTITY, sumsWithout, 0);
            Dense.forward(Backend.best(), 7, 40, 5, x, 0, wOfFew, 0, null, 0, Activation.SOFTMAX, fewUnitsWithout, 0);
            Dense.forward(Backend.best(), 2, 40, 130, x, 0, wOfMany, 0, null, 0, Activation.IDENTITY, manyUnitsWithout, 0);
        } finally {
            taken.forEach(SpareScratch::putBack);
        }
        Bits.assertSame(with, without, "without scratch");
        Bits.assertSame(sums, sumsWithout, "one unit without scratch");
        Bits.assertSame(fewUnits, fewUnitsWithout, "a few units without scratch");
        Bits.assertSame(manyRows, manyRowsWithout, "weights packed by unit without scratch");
        Bits.assertSame(inBlocks, inBlocksWithout, "weights packed in blocks without scratch");
        Bits.assertSame(inPanels, inPanelsWithout, "weights packed in panels without scratch");
        Bits.assertSame(manyUnits, manyUnitsWithout, "units beyond the last whole vector without scratch");
        int again = SpareScratch.take();
        assertTrue(taken.contains(again));
        SpareScratch.putBack(again);
    }

    /** Where native memory is refused weights are not packed for a call, and the bits are the same. */
    @Test
    void withoutNativeMemoryTheBitsAreTheSame() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                System.getProperty("lanewise.test.bits") == null && Backend.best() == Backend.VECTOR, "from the first run only");
        String target = System.getProperty("basedir", ".") + "/target/";
        ChildProcess.Result child = ChildProcess.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-XX:MaxDirectMemorySize=64k",
                "-cp", System.getProperty("java.class.path") + System.getProperty("path.separator") + target + "classes"
                        + System.getProperty("path.separator") + target + "test-classes",
                ScarceMemoryProbe.class.getName()));
        assertEquals(0, child.code(), child.output());
        assertTrue(child.output().contains("backend=VECTOR"), child.output());
    }
}
