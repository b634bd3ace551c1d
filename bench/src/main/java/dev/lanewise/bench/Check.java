package dev.lanewise.bench;

import java.util.Arrays;
import java.util.List;

/** What is timed must be right: run in every setup, in the very virtual machine that measures. */
final class Check {
    /**
     * For values around 1, as {@link Architecture#layers} gives: well above the rounding errors of the longest sums here,
     * far below what one input left out would make.
     */
    private static final float TOLERANCE = 1e-5f;

    private Check() {}

    /**
     * Runs the call once and looks at what it left in z.
     *
     * <p>Loop and vector must have the bits of the loop, layer by layer; the others must be close to them. The loop
     * itself is held against the textbook, on the last row.
     */
    static void network(Implementation implementation, Runnable call, List<Layer> layers, int rows, float[] x, float[] z) {
        Arrays.fill(z, Float.NaN);
        call.run();
        float[] loop = new float[z.length];
        Implementation.LOOP.layerByLayer(layers, rows, x, loop).run();
        if (implementation.hasDefinedBits()) {
            sameBits(implementation.title(), z, loop);
        } else {
            close(implementation.title(), z, loop);
        }

        int inputs = layers.getFirst().inputs();
        int outputs = layers.getLast().units();
        float[] lastRow = Arrays.copyOfRange(x, (rows - 1) * inputs, rows * inputs);
        float[] textbook = new float[outputs];
        Implementation.TEXTBOOK.layerByLayer(layers, 1, lastRow, textbook).run();
        close("loop", Arrays.copyOfRange(loop, (rows - 1) * outputs, rows * outputs), textbook);
    }

    static void sameBits(String who, float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
                throw wrong(who, i, actual[i], expected[i]);
            }
        }
    }

    private static void close(String who, float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            float limit = TOLERANCE * Math.max(1, Math.abs(expected[i]));
            if (!(Math.abs(actual[i] - expected[i]) <= limit)) { // so put that NaN is caught
                throw wrong(who, i, actual[i], expected[i]);
            }
        }
    }

    private static IllegalStateException wrong(String who, int index, float actual, float expected) {
        return new IllegalStateException(
                who + " is wrong and not timed: output " + index + " is " + actual + ", expected " + expected);
    }
}
