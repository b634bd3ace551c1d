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

    /** A few times only: vectors are objects at first, and a fork is to begin within a second. */
    private static final int CALLS_OF_OTHERS = Compilers.SETTLE ? 3 : 1;

    private static final List<String> ACTIVATIONS = List.of(
            "leakyRelu(0.1)", "thresholdedRelu(1)", "clip(0,6)", "hardTanh", "hardSigmoid", "hardSwish", "softsign", "exp",
            "logSigmoid", "softplus", "softplus(3)", "elu(1)", "celu(2)", "selu", "silu", "silu(2)", "mish", "gelu",
            "geluTanh", "logSoftmax");

    private static final List<Integer> OTHER_ROWS = List.of(2, 4, 5, 6, 7, 13);

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
                run(implementation, other, rows, CALLS);
            }
        }
        if (implementation != Implementation.VECTOR) {
            return; // the rest are tiles and curves that only vectors have
        }
        for (String activation : ACTIVATIONS) {
            run(implementation, Architecture.layer(17, 24, Activation.parse(activation)), 4, CALLS_OF_OTHERS);
        }
        for (int rows : OTHER_ROWS) {
            run(implementation, Architecture.layer(40, 260, Activation.RELU), rows, CALLS_OF_OTHERS);
            for (int units : List.of(5, 10, 14, 18, 22)) {
                run(implementation, Architecture.layer(131, units, Activation.RELU), rows, CALLS_OF_OTHERS);
            }
            run(implementation, Architecture.layer(300, 9, Activation.RELU), rows, CALLS_OF_OTHERS);
        }
    }

    private static void run(Implementation implementation, Architecture other, int rows, int calls) {
        List<Layer> layers = other.layers();
        float[] x = other.rows(rows);
        float[] z = new float[rows * other.outputs()];
        Runnable plain = implementation.layerByLayer(layers, rows, x, z);
        Runnable prepared = implementation.network(layers, rows, x, z);
        for (int i = 0; i < calls; i++) {
            plain.run();
            prepared.run();
        }
    }
}
