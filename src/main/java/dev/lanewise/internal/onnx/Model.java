package dev.lanewise.internal.onnx;

import java.util.List;

/**
 * An ONNX model as far as a dense network may need it.
 *
 * @param opsets versions of the operators, by domain
 * @param nodes in the order of the file
 * @param initializers constants
 * @param inputs of the graph
 * @param outputs of the graph
 */
public record Model(List<Opset> opsets, List<Node> nodes, List<Tensor> initializers, List<ValueInfo> inputs,
        List<ValueInfo> outputs) {
    /**
     * The version of the operators of a domain.
     *
     * @param domain empty for ONNX's own
     * @param version of the set
     */
    public record Opset(String domain, long version) {}

    /**
     * The name, type and shape of an input or output.
     *
     * @param name of the tensor
     * @param elementType as in {@link Tensor}; 0 where the value is no tensor or its type is not given
     * @param dims sizes, −1 where one is not given; null where there is no shape
     */
    public record ValueInfo(String name, int elementType, long[] dims) {}
}
