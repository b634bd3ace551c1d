package dev.lanewise.bench.peer;

import dev.lanewise.bench.model.Layer;
import java.util.List;

/**
 * One of the library's implementations.
 *
 * @param name in results
 * @param role in the report
 * @param implementation who computes
 * @param packed whether the weights are prepared by way of a network, where the implementation can
 */
record JavaPeer(String name, Role role, Implementation implementation, boolean packed) implements Peer {
    @Override
    public String description() {
        return implementation.title() + (packed ? ", weights packed once" : ", weights as they are");
    }

    @Override
    public Call prepare(List<Layer> layers, int rows) {
        return new ImplementationCall(layers, rows);
    }

    private final class ImplementationCall extends ArrayCall {
        private final Runnable call;

        ImplementationCall(List<Layer> layers, int rows) {
            super(rows * layers.getFirst().inputs(), rows * layers.getLast().units());
            call = packed
                    ? implementation.network(layers, rows, x, z)
                    : implementation.layerByLayer(layers, rows, x, z);
        }

        @Override
        public void run() {
            call.run();
        }
    }
}
