package dev.lanewise.internal.onnx;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One operation of a graph.
 *
 * @param index in the file, from 0
 * @param name may be empty
 * @param operator such as {@code Gemm}
 * @param domain empty for ONNX's own
 * @param inputs names of tensors; empty for one left out
 * @param outputs names of tensors; empty for one left out
 * @param attributes names are distinct
 */
public record Node(int index, String name, String operator, String domain, List<String> inputs, List<String> outputs,
        List<Attribute> attributes) {
    /** The attribute of this name, or null. */
    public Attribute attribute(String attributeName) {
        for (Attribute attribute : attributes) {
            if (attribute.name().equals(attributeName)) {
                return attribute;
            }
        }
        return null;
    }

    Node withTensors(UnaryOperator<Tensor> replacement) {
        List<Attribute> replaced = attributes.stream()
                .map(a -> a.tensor() == null ? a : a.withTensor(replacement.apply(a.tensor()))).toList();
        return new Node(index, name, operator, domain, inputs, outputs, replaced);
    }
}
