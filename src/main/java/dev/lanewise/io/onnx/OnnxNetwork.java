package dev.lanewise.io.onnx;

import dev.lanewise.Network;
import dev.lanewise.internal.onnx.Model;
import dev.lanewise.internal.onnx.OnnxFault;

/** The way from the graph of an ONNX file to a network: graph, steps, layers. */
public final class OnnxNetwork {
    private OnnxNetwork() {}

    /**
     * The network of a graph that was read from so many bytes, to which what it may cost is in proportion.
     *
     * @throws OnnxFault if the graph is no dense network
     */
    public static Network of(Model model, long bytes) {
        Budget budget = new Budget(bytes, model.copiedBytes());
        return LayerAssembly.network(GraphTranslation.steps(model, budget), budget);
    }
}
