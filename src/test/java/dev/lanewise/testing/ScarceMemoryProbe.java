package dev.lanewise.testing;

import dev.lanewise.Activation;
import dev.lanewise.Backend;

/**
 * Started in a virtual machine of its own that may take hardly any memory outside the heap: layers over the caller's arrays whose
 * weights would be packed for the call, three times. Fails where the bits are not those of the loop.
 */
public final class ScarceMemoryProbe {
    private static final int[][] SIZES = {
        {40, 300, 9}, {96, 256, 8}, {64, 200, 17}, {40, 140, 33}, {100, 40, 64}, {100, 40, 130}
    };

    private ScarceMemoryProbe() {}

    public static void main(String[] args) {
        for (int n = 0; n < 3 * SIZES.length; n++) {
            int[] size = SIZES[n % SIZES.length];
            LayerCase layer = new LayerCase(
                    size[0], size[1], size[2], Activation.TANH, true, LayerCase.Values.GAUSSIAN, 1, n);
            Bits.assertSame(layer.forward(Backend.LOOP, Float.NaN), layer.forward(Backend.best(), Float.NaN), layer);
        }
        System.out.println("backend=" + Backend.best());
    }
}
