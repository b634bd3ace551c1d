package dev.lanewise.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class KernelSelectorTest {
    @Test
    void takesTheMachinesWidthUnlessAnotherIsAskedFor() {
        Assumptions.assumeTrue(KernelSelector.vector() != null, "no vectors in this run");
        String asked = System.getProperty(KernelSelector.BITS_PROPERTY);
        int expected = asked == null ? Math.min(MachineWidth.bits(), 512) : Integer.parseInt(asked);
        assertEquals(expected, KernelSelector.bits());
        assertEquals(expected, 32 * VectorWidth.LANES);
    }
}
