package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.lanewise.testing.Activations;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Networks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Nothing is allocated per call once the code is compiled. Vectors that are not kept in registers are objects, so this
 * also says that no kernel boxes: each one used here was compiled by C2 with every vector in a register.
 */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 1000;

    private static final int STEADY = 5;

    /** Calls until five thousand in a row allocate nothing, or gives up and returns what the last thousand took. */
    private static long bytesAfterWarmUp(Runnable call) {
        long bytes = Long.MAX_VALUE;
        int steady = 0;
        for (long end = System.nanoTime() + 60_000_000_000L; steady < STEADY && System.nanoTime() < end; ) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            steady = bytes == 0 ? steady + 1 : 0;
        }
        return steady == STEADY ? 0 : Math.max(bytes, 1);
    }

    @Test
    void evaluateAllocatesNothing() {
        List<Network> networks = List.of(
                Networks.random(1, Activation.SIGMOID, 10, 16, 1),
                Networks.random(2, Activation.RELU, 64, 64, 32, 10),
                Networks.random(3, Activation.TANH, 33, 70, 5),
                Networks.random(4, Activation.SILU, 7, 9, 9),
                Networks.random(5, Activation.SOFTMAX, 12, 20, 4),
                Networks.random(6, Activation.leakyRelu(0.1f), 20, 48, 6),
                Networks.random(7, Activation.HARD_SIGMOID, 40, 130, 12),
                Networks.random(8, Activation.RELU6, 100, 17, 3),
                Networks.random(9, Activation.SIGMOID, 144, 3, 2),
                Networks.random(10, Activation.SOFTMAX, 200, 10),
                Networks.random(11, Activation.TANH, 64, 1));
        for (Network network : networks) {
            for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
                Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withBackend(backend).withMaxRows(4));
                float[] x = Networks.rows(1, 6, network.inputs());
                float[] z = new float[6 * network.outputs()];
                assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(x, z)), backend + " one row " + network);
                assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(6, x, 0, z, 0)), backend + " rows " + network);
                Bits.assertSame(Networks.layerByLayer(network, 6, x), z, "compiled, " + backend + " " + network);
            }
        }
    }

    /** The tiles without an inner loop are long; compiled, each has the bits of the loop and makes no object. */
    @Test
    void fewInputsAllocateNothing() {
        for (int inputs : new int[] {2, 3, 7, 8, 12, 16}) {
            for (int units : new int[] {1, 16, 32, 48, 64, 128}) {
                Network network = Networks.random(inputs, Activation.RELU, inputs, units);
                Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withMaxRows(41));
                float[] x = Networks.rows(units, 41, inputs);
                float[] z = new float[41 * units];
                assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(41, x, 0, z, 0)), network.toString());
                Bits.assertSame(Networks.layerByLayer(network, 41, x), z, "compiled, " + network);
            }
        }
    }

    /**
     * Tiles of every height over wide layers, and dot products, in a virtual machine where segments of other kinds have been used: C2 must not need
     * a profile of one class to keep them apart. One row of many inputs goes by two panels at a time, four vectors wide or three,
     * or by the last one alone, and unrolled; inputs are odd, so that some are left over then.
     */
    @Test
    void layersAllocateNothingWhereAllKindsOfSegmentsAreInUse() {
        MemorySegment[] kinds = {
            MemorySegment.ofArray(new byte[64]), MemorySegment.ofArray(new float[16]), MemorySegment.ofArray(new long[8]),
            Arena.ofAuto().allocate(64)};
        float sum = 0;
        for (int i = 0; i < 200_000; i++) {
            sum += kinds[i & 3].get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * (i & 15));
        }
        assertEquals(0, sum);
        int[][] networks = {
            {40, 130, 12}, {33, 150, 260}, {301, 341}, {301, 185}, {301, 300}, {301, 360}, {301, 64}, {303, 5}};
        for (int[] sizes : networks) {
            Network network = Networks.random(12, Activation.RELU, sizes);
            Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withMaxRows(12));
            for (int rows : new int[] {1, 2, 4, 5, 6, 7, 9, 12}) {
                float[] x = Networks.rows(rows, rows, network.inputs());
                float[] z = new float[rows * network.outputs()];
                assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(rows, x, 0, z, 0)), rows + " rows, " + network);
                Bits.assertSame(Networks.layerByLayer(network, rows, x), z, "compiled, " + rows + " rows, " + network);
            }
        }
    }

    @Test
    void dotProductsAllocateNothing() {
        float[] x = Networks.rows(1, 4, 303);
        for (int units = 3; units <= 10; units++) {
            Evaluator evaluator = Networks.random(units, Activation.RELU, 303, units).evaluator();
            float[] z = new float[4 * units];
            for (int rows = 1; rows <= 4; rows++) {
                int count = rows;
                assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(count, x, 0, z, 0)), rows + "x303x" + units);
            }
        }
        float[] deep = Networks.rows(1, 1, 1021);
        float[] z = new float[12];
        Evaluator evaluator = Networks.random(12, Activation.RELU, 1021, 12).evaluator();
        assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(1, deep, 0, z, 0)), "1x1021x12");
    }

    @Test
    void blocksAllocateNothing() {
        float[] x = Networks.rows(1, 7, 131);
        for (int units : new int[] {7, 10, 16, 18, 22, 34, 38}) { // seven of so many inputs are still four chains
            for (int inputs : new int[] {128, 131}) {
                Evaluator evaluator = Networks.random(units, Activation.RELU, inputs, units).evaluator();
                float[] z = new float[7 * units];
                for (int rows = 1; rows <= 7; rows++) {
                    int count = rows;
                    assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(count, x, 0, z, 0)),
                            rows + "x" + inputs + "x" + units);
                }
            }
        }
    }

    @Test
    void denseForwardAllocatesNothing() {
        float[] x = Networks.rows(1, 5, 50);
        float[] w = Networks.rows(2, 50, 150);
        float[] out = new float[5 * 150];
        float[] wide = Networks.rows(3, 9, 231);
        float[] many = Networks.rows(4, 40, 301);
        float[] manyWeights = Networks.rows(5, 10, 301);
        float[] manyOut = new float[40 * 10];
        float[] packed = Networks.rows(6, 96, 130);
        float[] packedOut = new float[96 * 120];
        for (Activation activation : List.of(Activation.RELU, Activation.SIGMOID, Activation.SOFTMAX)) {
            for (int units : new int[] {1, 10, 70, 150}) {
                for (int rows : new int[] {1, 2, 3, 5}) {
                    assertEquals(0, bytesAfterWarmUp(() -> Dense.forward(
                            Backend.best(), rows, 50, units, x, 0, w, 0, null, 0, activation, out, 0)),
                            activation + " " + rows + "x50x" + units);
                }
            }
            for (int units : new int[] {1, 2, 7}) {
                assertEquals(0, bytesAfterWarmUp(() -> Dense.forward(
                        Backend.best(), 5, 10, units, x, 0, w, 0, null, 0, activation, out, 0)), activation + " 5x10x" + units);
            }
            for (int units = 2; units <= 9; units++) {
                int few = units;
                for (int inputs : new int[] {33, 64, 231}) {
                    assertEquals(0, bytesAfterWarmUp(() -> Dense.forward(
                            Backend.best(), 9, inputs, few, wide, 0, w, 0, few == 5 ? null : w, 0, activation, out, 0)),
                            activation + " 9x" + inputs + "x" + few);
                }
            }
            for (int units : new int[] {9, 10}) {
                assertEquals(0, bytesAfterWarmUp(() -> Dense.forward(
                        Backend.best(), 40, 301, units, many, 0, manyWeights, 0, null, 0, activation, manyOut, 0)),
                        activation + " 40x301x" + units);
            }
            for (int units : new int[] {10, 17, 33}) {
                assertEquals(0, bytesAfterWarmUp(() -> Dense.forward(
                        Backend.best(), 64, 130, units, packed, 0, packed, 0, null, 0, activation, packedOut, 0)),
                        activation + " 64x130x" + units);
            }
            for (int units : new int[] {65, 120}) {
                assertEquals(0, bytesAfterWarmUp(() -> Dense.forward(
                        Backend.best(), 96, 70, units, packed, 0, packed, 0, null, 0, activation, packedOut, 0)),
                        activation + " 96x70x" + units);
            }
            assertEquals(0, bytesAfterWarmUp(() -> activation.apply(Backend.best(), 5, 70, out, 0, out, 0)));
        }
    }

    /** Each alone and in a layer, in a virtual machine where all others have been used. */
    @Test
    void noActivationAllocates() {
        List<Activation> activations = new ArrayList<>(Activations.all());
        activations.add(Activation.prelu(Networks.rows(3, 1, 70)));
        float[] x = Networks.rows(1, 5, 70);
        float[] z = new float[5 * 70];
        for (Activation activation : activations) {
            activation.apply(Backend.best(), 5, 70, x, 0, z, 0);
            Network.of(Networks.layer(2, 70, 70, activation)).evaluator().evaluate(5, x, 0, z, 0);
        }
        for (Activation activation : activations) {
            Evaluator evaluator = Network.of(Networks.layer(2, 70, 70, activation)).evaluator();
            assertEquals(0, bytesAfterWarmUp(() -> activation.apply(Backend.best(), 5, 70, x, 0, z, 0)), activation.toString());
            assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(5, x, 0, z, 0)), "in a layer, " + activation);
            if (activation.isRowwise()) {
                assertEquals(0, bytesAfterWarmUp(() -> activation.apply(Backend.best(), 35, 10, x, 0, z, 0)), "narrow rows");
            }
        }
    }

    @Test
    void theCallerOfATeamAllocatesNothing() {
        Assumptions.assumeTrue(Backend.best() == Backend.VECTOR, "a batch worth sharing takes the loops too long");
        Network network = Networks.random(9, Activation.SIGMOID, 512, 1024, 600, 8);
        float[] x = Networks.rows(1, 48, 512);
        float[] z = new float[48 * 8];
        try (Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withThreads(2))) {
            for (int rows : new int[] {1, 48}) { // by units, by rows
                assertEquals(0, bytesAfterWarmUp(() -> evaluator.evaluate(rows, x, 0, z, 0)), rows + " rows");
            }
        }
    }
}
