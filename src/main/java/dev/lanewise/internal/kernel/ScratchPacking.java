package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Puts some row-major weights into native scratch, as a {@link WeightLayout} has them, without an allocation and in vectors
 * where it can. {@code w} is read from {@code wo} on, a row of {@code units} for each input, and not beyond the last one's.
 */
final class ScratchPacking {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;
    private static final int CHAINS = WeightLayout.CHAINS;
    private static final int SIDE = WeightLayout.SIDE;

    private static final long VECTOR = (long) LANES * Float.BYTES;

    private ScratchPacking() {}

    /** The units from {@code unit} on, {@code width} of them, as a panel of {@link WeightLayout.Kind#BY_UNIT}; with 16 lanes. */
    static void byUnit(
            int inputs, int units, int unit, int width, float[] w, int wo, float[] bias, int bo, MemorySegment to) {
        if (to.getClass() != NativeMemory.TYPE) {
            throw NativeMemory.required(to);
        }
        for (int m = 0; m < width; m++) {
            for (int k = 0; k < CHAINS; k++) {
                to.setAtIndex(ValueLayout.JAVA_FLOAT, m * CHAINS + k, k > 0 || bias == null ? 0f : bias[bo + unit + m]);
            }
        }
        int rowsOfAVector = (unit + LANES - 1) / units; // that one reads beyond its own row, and so not of the last ones
        int blocks = Math.max(0, inputs - rowsOfAVector) / CHAINS;
        DotTiles.pack(blocks, width, w, wo + unit, units, to);
        for (int j = blocks * CHAINS; j < inputs; j += CHAINS) {
            long at = WeightLayout.blockStart(width, j);
            for (int m = 0; m < width; m++) {
                for (int c = 0; c < CHAINS; c++) {
                    float weight = j + c < inputs ? w[wo + (j + c) * units + unit + m] : -0f;
                    to.setAtIndex(ValueLayout.JAVA_FLOAT, at + m * CHAINS + c, weight);
                }
            }
        }
    }

    /**
     * One panel as in {@link WeightLayout.Kind#PANELS}, whose last vector starts at unit {@code last} of it. A loop for each
     * width: with the width as a variable eight rows of 256×32, packed for the call, took 1.09 times as long (Zen 5).
     */
    static void panel(int inputs, int vectors, int last, float[] w, int wo, int units, MemorySegment to) {
        switch (vectors) {
            case 1 -> one(inputs, last, w, wo, units, to);
            case 2 -> two(inputs, last, w, wo, units, to);
            case 3 -> three(inputs, last, w, wo, units, to);
            case 4 -> four(inputs, last, w, wo, units, to);
            default -> throw new AssertionError(vectors);
        }
    }

    private static void one(int inputs, int last, float[] w, int wo, int units, MemorySegment to) {
        if (to.getClass() != NativeMemory.TYPE) {
            throw NativeMemory.required(to);
        }
        for (int j = 0; j < inputs; j++) {
            copy(w, wo + j * units + last, to, j * VECTOR);
        }
    }

    private static void two(int inputs, int last, float[] w, int wo, int units, MemorySegment to) {
        if (to.getClass() != NativeMemory.TYPE) {
            throw NativeMemory.required(to);
        }
        for (int j = 0; j < inputs; j++) {
            copy(w, wo + j * units, to, 2 * j * VECTOR);
            copy(w, wo + j * units + last, to, 2 * j * VECTOR + VECTOR);
        }
    }

    private static void three(int inputs, int last, float[] w, int wo, int units, MemorySegment to) {
        if (to.getClass() != NativeMemory.TYPE) {
            throw NativeMemory.required(to);
        }
        for (int j = 0; j < inputs; j++) {
            copy(w, wo + j * units, to, 3 * j * VECTOR);
            copy(w, wo + j * units + LANES, to, 3 * j * VECTOR + VECTOR);
            copy(w, wo + j * units + last, to, 3 * j * VECTOR + 2 * VECTOR);
        }
    }

    private static void four(int inputs, int last, float[] w, int wo, int units, MemorySegment to) {
        if (to.getClass() != NativeMemory.TYPE) {
            throw NativeMemory.required(to);
        }
        for (int j = 0; j < inputs; j++) {
            copy(w, wo + j * units, to, 4 * j * VECTOR);
            copy(w, wo + j * units + LANES, to, 4 * j * VECTOR + VECTOR);
            copy(w, wo + j * units + 2 * LANES, to, 4 * j * VECTOR + 2 * VECTOR);
            copy(w, wo + j * units + last, to, 4 * j * VECTOR + 3 * VECTOR);
        }
    }

    private static void copy(float[] from, int index, MemorySegment to, long at) {
        FloatVector.fromArray(SPECIES, from, index).intoMemorySegment(to, at, ByteOrder.nativeOrder());
    }

    /**
     * All of a layer of 16 lanes as in {@link WeightLayout.Kind#BLOCKS}, but that lanes of units beyond the last hold other
     * weights or 0. The last groups, whose vectors would reach out of the weights, go one by one.
     */
    static void blocks(int inputs, int units, float[] w, int wo, float[] bias, int bo, MemorySegment to) {
        if (to.getClass() != NativeMemory.TYPE) {
            throw NativeMemory.required(to);
        }
        int vectors = WeightLayout.blockVectors(units);
        for (int m = 0; m < vectors * SIDE; m++) {
            float start = bias == null || m >= units ? 0f : bias[bo + m];
            for (int c = 0; c < SIDE; c++) {
                to.setAtIndex(ValueLayout.JAVA_FLOAT, WeightLayout.blockPlace(c, m), c == 0 ? start : 0f);
            }
        }
        long stride = Float.BYTES * WeightLayout.blocksStart(units, 0);
        for (int b = 0; b < vectors; b += SIDE) {
            int unit = b * SIDE;
            int rowsOfAVector = (unit + LANES - 1) / units; // that one reads beyond its own row, and so not of the last ones
            int groups = Math.max(0, inputs - rowsOfAVector) / SIDE;
            int count = Math.min(SIDE, vectors - b);
            long at = stride + b * VECTOR;
            for (int group = 0; group < groups; group++) {
                group(w, wo + group * SIDE * units + unit, units, count, to, at);
                at += stride;
            }
            for (int j = groups * SIDE; j < inputs; j += SIDE) {
                lastGroup(inputs, units, j, unit, count, w, wo, to);
            }
        }
    }

    /** Four inputs by up to 16 units, of which each input's vector becomes a quarter of each block. */
    private static void group(float[] w, int from, int units, int count, MemorySegment to, long at) {
        FloatVector bit8 = FloatVector.fromArray(SPECIES, LaneChains.BITS, 0);
        FloatVector bit4 = FloatVector.fromArray(SPECIES, LaneChains.BITS, CHAINS);
        VectorMask<Float> is8 = bit8.compare(VectorOperators.NE, 0f);
        VectorMask<Float> is4 = bit4.compare(VectorOperators.NE, 0f);
        FloatVector first = FloatVector.fromArray(SPECIES, w, from);
        FloatVector second = FloatVector.fromArray(SPECIES, w, from + units);
        FloatVector third = FloatVector.fromArray(SPECIES, w, from + 2 * units);
        FloatVector fourth = FloatVector.fromArray(SPECIES, w, from + 3 * units);
        FloatVector odd = third.blend(first, is8).rearrange(LaneChains.OTHER8);
        FloatVector even = fourth.blend(second, is8).rearrange(LaneChains.OTHER8);
        FloatVector oddLow = first.blend(odd, is8);
        FloatVector evenLow = second.blend(even, is8);
        FloatVector low = evenLow.blend(oddLow, is4).rearrange(LaneChains.OTHER4);
        MemorySegment blocks = to.asSlice(at, count * VECTOR);
        oddLow.blend(low, is4).intoMemorySegment(blocks, 0, ByteOrder.nativeOrder());
        if (count > 1) {
            low.blend(evenLow, is4).intoMemorySegment(blocks, VECTOR, ByteOrder.nativeOrder());
        }
        if (count > 2) {
            FloatVector oddHigh = odd.blend(third, is8);
            FloatVector evenHigh = even.blend(fourth, is8);
            FloatVector high = evenHigh.blend(oddHigh, is4).rearrange(LaneChains.OTHER4);
            oddHigh.blend(high, is4).intoMemorySegment(blocks, 2 * VECTOR, ByteOrder.nativeOrder());
            if (count > 3) {
                high.blend(evenHigh, is4).intoMemorySegment(blocks, 3 * VECTOR, ByteOrder.nativeOrder());
            }
        }
    }

    private static void lastGroup(
            int inputs, int units, int j, int unit, int count, float[] w, int wo, MemorySegment to) {
        long at = WeightLayout.blocksStart(units, j / SIDE);
        for (int m = unit; m < unit + count * SIDE; m++) {
            for (int c = 0; c < SIDE; c++) {
                boolean isInput = j + c < inputs;
                float weight = m < units && isInput ? w[wo + (j + c) * units + m] : isInput ? 0f : -0f;
                to.setAtIndex(ValueLayout.JAVA_FLOAT, at + WeightLayout.blockPlace(c, m), weight);
            }
        }
    }
}
