package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A layer of 16 chains over row-major weights as the caller has them, for so many rows that it pays to put the weights first as
 * {@link WeightLayout.Kind#BY_UNIT} has them: some units at a time go to native scratch, then all rows over these, in
 * {@link DotLayer}.
 */
final class TransposedLayer {
    private static final int LANES = VectorWidth.LANES;
    private static final int CHAINS = WeightLayout.CHAINS;

    /** With fewer, {@link MixedLanesLayer} takes 0.6 to 0.9 of the time, but for 64×256×5, where it takes 1.16. */
    private static final int LEAST_UNITS = 9;

    /**
     * Without left-over inputs 24 rows of 256×9 take 0.90 of the time of {@link NarrowUnpackedLayer}, with some 32 rows of
     * 215×9 the same, 24 rows of 1009×10 0.90; 64 rows of 784×10, 256×9 and 300×9 0.58, 0.70 and 0.82 (Zen 4).
     */
    private static final int LEAST_ROWS = 24;

    /** Units at a time: of four rows a tile of {@link DotLayer} takes as many. */
    private static final int MOST_UNITS = 4;

    private TransposedLayer() {}

    /** Whether it is the way of such a layer. */
    static boolean isFor(int rows, int inputs, int units, int chains) {
        return chains == CHAINS && LANES == CHAINS && units >= LEAST_UNITS && rows >= LEAST_ROWS && unitsAtATime(inputs) > 1;
    }

    private static int unitsAtATime(int inputs) {
        return (int) Math.min(SpareScratch.NATIVE_FLOATS / WeightLayout.unitStride(inputs), MOST_UNITS);
    }

    /**
     * x w + bias.
     *
     * @param transposed scratch of {@link SpareScratch#NATIVE_FLOATS} floats
     */
    static void forward(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xo,
            float[] w,
            int wo,
            float[] bias,
            int bo,
            float[] out,
            int oo,
            MemorySegment transposed,
            float[] spill) {
        int most = unitsAtATime(inputs);
        for (int unit = 0; unit < units; ) {
            int count = RegisterTile.next(units - unit, most);
            for (int u = 0; u < count; u++) {
                float start = bias == null ? 0f : bias[bo + unit + u];
                transpose(inputs, units, w, wo + unit + u, start, transposed, u * WeightLayout.unitStride(inputs));
            }
            DotLayer.forward(rows, inputs, count, x, xo, transposed, out, oo + unit, units, spill);
            unit += count;
        }
    }

    /** One unit: what its chains start from, its weights, and −0 up to a multiple of 16. */
    private static void transpose(
            int inputs, int units, float[] w, int wo, float start, MemorySegment to, long at) {
        if (to.getClass() != NativeMemory.TYPE) {
            throw NativeMemory.required(to);
        }
        for (int k = 0; k < CHAINS; k++) {
            to.setAtIndex(ValueLayout.JAVA_FLOAT, at + k, k == 0 ? start : 0f);
        }
        long weights = at + CHAINS;
        for (int j = 0; j < inputs; j++) {
            to.setAtIndex(ValueLayout.JAVA_FLOAT, weights + j, w[wo + j * units]);
        }
        for (long end = WeightLayout.unitStride(inputs) + at, i = weights + inputs; i < end; i++) {
            to.setAtIndex(ValueLayout.JAVA_FLOAT, i, -0f);
        }
    }
}
