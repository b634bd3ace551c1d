package dev.lanewise.cli;

import dev.lanewise.Backend;
import dev.lanewise.Evaluator;
import dev.lanewise.EvaluatorOptions;
import dev.lanewise.Network;
import java.util.ArrayList;
import java.util.List;

/** One of the four ways to evaluate a network that {@link CompareCommand} compares. */
interface Contestant {
    /** Evaluates rows of x from an offset on into z from index 0 on. */
    void evaluate(int rows, float[] x, int xOffset, float[] z);

    /** The four names of the library; {@code vector} only where it is available. */
    enum Kind {
        TEXTBOOK("textbook"),
        C2_LOOP("C2 loop"),
        LOOP("loop"),
        VECTOR("vector");

        final String title;

        Kind(String title) {
            this.title = title;
        }

        static List<Kind> available() {
            List<Kind> kinds = new ArrayList<>(List.of(TEXTBOOK, C2_LOOP, LOOP));
            if (isVectorThere()) {
                kinds.add(VECTOR);
            }
            return kinds;
        }

        static boolean isVectorThere() {
            return Backend.VECTOR.isAvailable();
        }

        Contestant contestant(Network network, int maxRows) {
            return switch (this) {
                case TEXTBOOK, C2_LOOP -> new Baseline(network, maxRows, this == C2_LOOP);
                case LOOP -> evaluator(network, Backend.LOOP);
                case VECTOR -> evaluator(network, Backend.VECTOR);
            };
        }

        private static Contestant evaluator(Network network, Backend backend) {
            Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withBackend(backend));
            return (rows, x, xOffset, z) -> evaluator.evaluate(rows, x, xOffset, z, 0);
        }
    }
}
