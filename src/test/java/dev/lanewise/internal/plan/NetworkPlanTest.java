package dev.lanewise.internal.plan;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.lanewise.internal.kernel.ActivationOp;
import dev.lanewise.internal.kernel.KernelSelector;
import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.pack.PackedLayer;
import org.junit.jupiter.api.Test;

class NetworkPlanTest {
    /** Packed weights lie outside the heap, where no count of allocated bytes sees a second copy. */
    @Test
    void packsOncePerKernels() {
        NetworkPlan plan = plan();
        Kernels loop = KernelSelector.loop();
        Kernels best = KernelSelector.vector() == null ? loop : KernelSelector.vector();
        PackedLayer[] ofLoop = plan.packedFor(loop);
        PackedLayer[] ofBest = plan.packedFor(best);
        assertSame(ofLoop, plan.packedFor(loop));
        assertSame(ofBest, plan.packedFor(best));
        assertNotSame(ofBest, plan().packedFor(best));
    }

    private static NetworkPlan plan() {
        return new NetworkPlan(new LayerPlan[] {new LayerPlan(20, 40, new float[800], null, ActivationOp.NONE)});
    }
}
