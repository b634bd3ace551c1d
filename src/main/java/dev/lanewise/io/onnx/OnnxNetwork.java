package dev.lanewise.io.onnx;

import dev.lanewise.Network;
import dev.lanewise.internal.onnx.GraphReader;
import dev.lanewise.internal.onnx.OnnxFault;

/** The way from the bytes of an ONNX file to a network: messages, graph, steps, layers. */
public final class OnnxNetwork {
    private OnnxNetwork() {}

    /**
     * The network of a file. Keeps nothing of the array.
     *
     * @throws OnnxFault if it is no ONNX file, or its graph is no dense network
     */
    public static Network of(byte[] file) {
        Budget budget = new Budget(file.length);
        Step last = GraphTranslation.steps(GraphReader.read(file), budget);
        return LayerAssembly.network(last, budget);
    }
}
