package dev.lanewise.io.onnx;

import dev.lanewise.internal.onnx.Attribute.Type;

/** Constant: a value that stands in the node itself. */
final class ConstantNode {
    private ConstantNode() {}

    /** The value of a Constant node, in one of the attributes that hold one. */
    static GraphValue evaluate(Call call) {
        String name = call.node().outputs().getFirst();
        if (call.hasAttribute("value")) {
            return Constant.of(name, call.attribute("value", Type.TENSOR).tensor());
        }
        if (call.hasAttribute("value_float")) {
            return Constant.of(name, new int[0], new double[] {call.number("value_float", 0)});
        }
        if (call.hasAttribute("value_int")) {
            return Constant.of(name, new int[0], new long[] {call.integer("value_int", 0)});
        }
        if (call.hasAttribute("value_ints")) {
            long[] values = call.integers("value_ints");
            return Constant.of(name, new int[] {values.length}, values);
        }
        if (call.hasAttribute("value_floats")) {
            return Constant.of(name, call.attribute("value_floats", Type.FLOATS).tensor());
        }
        throw call.fault("holds no tensor, number or list of numbers; strings and sparse tensors are not read");
    }
}
