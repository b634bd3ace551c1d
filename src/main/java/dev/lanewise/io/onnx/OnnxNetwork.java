package dev.lanewise.io.onnx;

import dev.lanewise.Network;
import dev.lanewise.internal.format.Account;
import dev.lanewise.internal.onnx.Model;
import dev.lanewise.internal.onnx.OnnxFault;

/** The way from the graph of an ONNX file to a network: graph, steps, layers. */
public final class OnnxNetwork {
    private OnnxNetwork() {}

    /**
     * The network of a graph.
     *
     * @param model the graph
     * @param account what reading it has left
     * @return the network
     * @throws OnnxFault if the graph is no dense network
     */
    public static Network of(Model model, Account account) {
        Budget budget = new Budget(account);
        return LayerAssembly.network(GraphTranslation.steps(model, budget), budget);
    }
}
