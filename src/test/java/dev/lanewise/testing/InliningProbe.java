package dev.lanewise.testing;

import com.sun.management.ThreadMXBean;
import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.Dense;
import dev.lanewise.DenseLayer;
import dev.lanewise.Evaluator;
import dev.lanewise.Network;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Started in a virtual machine of its own, whose compiler writes down what it does: every activation alone and in layers,
 * over rows wider and narrower than a vector, and every way of a layer, packed or not, all of them used before any is
 * measured. Prints what a thousand calls allocate.
 */
public final class InliningProbe {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 1000;

    /** Ten compile the tiles and loops in C2; the rows are few, so it is calls and not turns of loops that count. */
    private static final int ROUNDS = 10;

    private record Use(String name, Runnable call) {
        long bytes() {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            return THREADS.getCurrentThreadAllocatedBytes() - before;
        }
    }

    private InliningProbe() {}

    public static void main(String[] args) {
        List<Use> uses = new ArrayList<>();
        for (int units : new int[] {70, 3}) {
            List<Activation> activations = new ArrayList<>(Activations.all());
            activations.add(Activation.prelu(Networks.rows(3, 1, units)));
            for (Activation activation : activations) {
                addUses(uses, activation, units);
            }
        }
        addWide(uses);
        addWays(uses);
        for (int round = 0; round < ROUNDS; round++) {
            uses.forEach(Use::bytes);
        }
        long end = System.nanoTime() + 30_000_000_000L;
        for (Use use : uses) {
            System.out.println("bytes=" + steadyBytes(use, end) + " " + use.name());
        }
    }

    private static void addUses(List<Use> uses, Activation activation, int units) {
        int rows = 350 / units; // many narrow ones, so that they lie side by side in vectors
        float[] x = Networks.rows(1, rows, units);
        float[] z = new float[rows * units];
        Evaluator evaluator = Network.of(Networks.layer(2, units, units, activation)).evaluator();
        String size = " " + rows + "x" + units;
        uses.add(new Use(
                activation + size, () -> activation.apply(Backend.best(), rows, units, x, 0, z, 0)));
        uses.add(new Use(activation + size + " in a layer", () -> evaluator.evaluate(rows, x, 0, z, 0)));
    }

    /** Layers of one chain, of two and of four: tiles of one row by two panels, and of 16 to 24 sums. */
    private static void addWide(List<Use> uses) {
        Network network = Networks.random(3, Activation.RELU, 40, 130, 200, 60, 12);
        Evaluator evaluator = network.evaluator();
        for (int rows : new int[] {1, 4, 5, 6}) {
            float[] x = Networks.rows(1, rows, network.inputs());
            float[] z = new float[rows * network.outputs()];
            uses.add(new Use(rows + " rows of " + network, () -> evaluator.evaluate(rows, x, 0, z, 0)));
        }
    }

    /** Every way there is for layers: by units, by inputs, and by rows, over packed weights and the caller's. */
    private static void addWays(List<Use> uses) {
        for (int inputs : new int[] {12, 70, 303}) {
            for (int units : new int[] {1, 2, 5, 10, 33, 130}) {
                Evaluator evaluator = Network.of(Networks.layer(4, inputs, units, Activation.RELU)).evaluator();
                for (int rows : new int[] {1, 2, 3, 30}) {
                    float[] x = Networks.rows(1, rows, inputs);
                    float[] z = new float[rows * units];
                    uses.add(new Use("packed " + rows + "x" + inputs + "x" + units, () -> evaluator.evaluate(rows, x, 0, z, 0)));
                    addUnpacked(uses, rows, inputs, units);
                }
            }
        }
        addUnpacked(uses, 96, 256, 8); // these are packed for the call: by unit, in blocks, in panels of two chains and of one
        addUnpacked(uses, 64, 200, 17);
        addUnpacked(uses, 96, 70, 64);
        addUnpacked(uses, 96, 70, 120);
        for (int rows = 4; rows <= 8; rows++) { // chain by chain: four chains and two
            addUnpacked(uses, rows, 256, 33);
            addUnpacked(uses, rows, 256, 64);
        }
    }

    private static void addUnpacked(List<Use> uses, int rows, int inputs, int units) {
        DenseLayer layer = Networks.layer(4, inputs, units, Activation.RELU);
        float[] w = layer.weights();
        float[] b = layer.biases();
        float[] x = Networks.rows(1, rows, inputs);
        float[] z = new float[rows * units];
        uses.add(new Use("unpacked " + rows + "x" + inputs + "x" + units, () -> Dense.forward(
                Backend.best(), rows, inputs, units, x, 0, w, 0, b, 0, Activation.RELU, z, 0)));
    }

    /** The least of a thousand calls, tried until there is none: compilers are still at work at first. */
    private static long steadyBytes(Use use, long end) {
        long least = use.bytes();
        while (least > 0 && System.nanoTime() < end) {
            least = Math.min(least, use.bytes());
        }
        return least;
    }
}
