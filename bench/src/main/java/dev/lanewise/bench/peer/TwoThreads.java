package dev.lanewise.bench.peer;

import dev.lanewise.Backend;
import dev.lanewise.Evaluator;
import dev.lanewise.EvaluatorOptions;
import dev.lanewise.bench.model.Layer;
import java.util.List;

/** The library on two threads: an evaluator with a worker of its own. */
public final class TwoThreads implements Peer {
    @Override
    public String name() {
        return Peers.TWO_THREADS;
    }

    @Override
    public Role role() {
        return Role.OWN;
    }

    @Override
    public String description() {
        return "vector, weights packed once, withThreads(2)";
    }

    @Override
    public Call prepare(List<Layer> layers, int rows) {
        Evaluator evaluator = Implementation.networkOf(layers)
                .evaluator(EvaluatorOptions.defaults().withBackend(Backend.VECTOR).withThreads(2));
        return new ArrayCall(rows * layers.getFirst().inputs(), rows * layers.getLast().units()) {
            @Override
            public void run() {
                evaluator.evaluate(rows, x, 0, z, 0);
            }

            @Override
            public void close() {
                evaluator.close();
            }
        };
    }
}
