package dev.lanewise.bench.peer;

import dev.lanewise.Activation;
import dev.lanewise.bench.machine.Compilers;
import dev.lanewise.bench.model.Architecture;
import dev.lanewise.bench.model.Layer;
import java.util.List;

/**
 * Shows the code to be timed some other work first, as an application does.
 *
 * <p>C2 compiles for what it has seen. Given one shape and one activation for a whole virtual machine, it would fold
 * the choice of the activation, drop the remainder loops that never ran and bind the calls: figures that no program
 * with two networks sees again.
 */
public final class Profiles {
    private static final int CALLS = Compilers.SETTLE ? 50 : 1;

    private Profiles() {}

    /** Runs the implementation over other row counts, sizes and activations, both prepared and not. */
    public static void mix(Implementation implementation) {
        List<Architecture> others = List.of(
                Architecture.layer(7, 5, Activation.SIGMOID),
                Architecture.layer(19, 37, Activation.IDENTITY),
                Architecture.layer(33, 70, Activation.RELU),
                Architecture.parse("12-24-12 tanh softmax"));
        for (int rows : new int[] {1, 3, 8}) {
            for (Architecture other : others) {
                List<Layer> layers = other.layers();
                float[] x = other.rows(rows);
                float[] z = new float[rows * other.outputs()];
                Runnable plain = implementation.layerByLayer(layers, rows, x, z);
                Runnable prepared = implementation.network(layers, rows, x, z);
                for (int i = 0; i < CALLS; i++) {
                    plain.run();
                    prepared.run();
                }
            }
        }
    }
}
