package dev.lanewise.io.onnx;

import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.Node;
import dev.lanewise.internal.onnx.OnnxFault;

/** Faults with a node or a tensor for their place. */
final class NodeFault {
    private NodeFault() {}

    static OnnxFault of(Node node, String reason) {
        return new OnnxFault(place(node), null, reason);
    }

    /** Such as {@code node "fc1" (Gemm)}, or {@code node 3 (Gemm)} where it has no name; null is the input. */
    static String place(Node node) {
        if (node == null) {
            return "graph, input";
        }
        String operator = Operators.isKnown(node) ? node.operator() : Quote.ascii(node.operator());
        return "node " + (node.name().isEmpty() ? node.index() : Quote.ascii(node.name()))
                + " (" + operator + ")";
    }
}
