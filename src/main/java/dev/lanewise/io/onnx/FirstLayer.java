package dev.lanewise.io.onnx;

import dev.lanewise.internal.onnx.Attribute;
import dev.lanewise.internal.onnx.Node;
import dev.lanewise.internal.onnx.Tensor;
import java.util.List;

/**
 * The number of columns of an input that does not tell it, such as skl2onnx's of {@code FloatTensorType([None, None])}: that
 * which the weights of the first layer take, or what is added to or multiplied with the input before it. Only looked up here;
 * whether all agree is seen when the graph is translated.
 */
final class FirstLayer {
    private FirstLayer() {}

    /** The columns, or −1 where nothing tells them. */
    static long inputs(GraphCheck graph) {
        String row = graph.input().name();
        for (Node node : graph.nodes()) {
            int place = node.inputs().indexOf(row);
            if (place < 0) {
                continue;
            }
            switch (node.operator()) {
                case "MatMul", "Gemm" -> {
                    return place == 0 ? rowsOfWeights(node, tensor(graph, node, 1)) : -1;
                }
                case "BatchNormalization" -> {
                    return last(tensor(graph, node, 1));
                }
                case "Add", "Sub", "Mul", "Div", "Scaler" -> {
                    long columns = numbersBeside(graph, node, place);
                    if (columns != 1) { // one number is for all columns
                        return columns;
                    }
                }
                case "Identity", "Cast", "Dropout" -> { }
                default -> {
                    return -1;
                }
            }
            row = node.outputs().getFirst();
        }
        return -1;
    }

    private static long numbersBeside(GraphCheck graph, Node node, int place) {
        return node.operator().equals("Scaler")
                ? Math.max(numbers(node, "offset"), numbers(node, "scale"))
                : last(tensor(graph, node, 1 - place));
    }

    private static Tensor tensor(GraphCheck graph, Node node, int input) {
        List<String> names = node.inputs();
        return input >= 0 && input < names.size() ? graph.initializers().get(names.get(input)) : null;
    }

    private static long rowsOfWeights(Node node, Tensor weights) {
        if (weights == null || weights.dims().length == 0 || weights.dims().length > 2) {
            return -1;
        }
        Attribute transposed = node.attribute("transB");
        return transposed != null && transposed.i() != 0 ? last(weights) : weights.dims()[0];
    }

    private static long last(Tensor tensor) {
        if (tensor == null) {
            return -1;
        }
        int rank = tensor.dims().length;
        return rank == 0 ? 1 : tensor.dims()[rank - 1];
    }

    private static long numbers(Node node, String attribute) {
        Attribute numbers = node.attribute(attribute);
        return numbers == null || numbers.tensor() == null ? 1 : numbers.tensor().elements();
    }
}
