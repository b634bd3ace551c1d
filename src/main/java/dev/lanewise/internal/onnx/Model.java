package dev.lanewise.internal.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

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

    /** The tensors whose numbers are in other files: initializers, then those in nodes. */
    public List<Tensor> externalTensors() {
        List<Tensor> external = new ArrayList<>(0);
        for (Tensor tensor : initializers) {
            addExternal(tensor, external);
        }
        for (Node node : nodes) {
            for (Attribute attribute : node.attributes()) {
                addExternal(attribute.tensor(), external);
            }
        }
        return external;
    }

    private static void addExternal(Tensor tensor, List<Tensor> to) {
        if (tensor != null && tensor.external() != null) {
            to.add(tensor);
        }
    }

    /** Without a stream, which takes 180 bytes for each of many nodes. */
    private static boolean hasTensor(Node node) {
        for (Attribute attribute : node.attributes()) {
            if (attribute.tensor() != null) {
                return true;
            }
        }
        return false;
    }

    /** The same model with other tensors in the place of its own. */
    public Model withTensors(UnaryOperator<Tensor> replacement) {
        List<Node> replaced = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            replaced.add(hasTensor(node) ? node.withTensors(replacement) : node);
        }
        return new Model(opsets, replaced, initializers.stream().map(replacement).toList(), inputs, outputs);
    }
}
