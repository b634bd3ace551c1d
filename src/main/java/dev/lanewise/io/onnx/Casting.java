package dev.lanewise.io.onnx;

import dev.lanewise.internal.onnx.Attribute;
import dev.lanewise.internal.onnx.Attribute.Type;
import dev.lanewise.internal.onnx.Tensor;

/**
 * Cast: between floating types, which changes nothing of a row where all is computed in float, and rounds constants; of
 * constants also between integers.
 */
final class Casting {
    private Casting() {}

    static GraphValue evaluate(Call call) {
        call.atMostInputs(1);
        call.ignore("saturate");
        call.ignore("round_mode");
        Attribute to = call.attribute("to", Type.INT);
        return cast(call, to == null ? 0 : Math.clamp(to.i(), 0, 99));
    }

    private static GraphValue cast(Call call, int type) {
        GraphValue value = call.required(0);
        boolean toFloating = Tensor.isFloating(type);
        if (value instanceof Row row) {
            if (!toFloating) {
                throw call.fault("makes " + Tensor.typeName(type) + " of computed numbers; only floating types are read");
            }
            return row;
        }
        Constant constant = (Constant) value;
        if (constant.isFloating() && type == Tensor.DOUBLE) {
            return constant;
        }
        if (constant.isFloating() && type == Tensor.FLOAT) {
            return constant.rounded();
        }
        if (constant.isInteger() && (type == Tensor.INT64 || type == Tensor.INT32)) {
            return constant;
        }
        if (constant.isInteger() && (type == Tensor.FLOAT || type == Tensor.DOUBLE)) {
            call.knownRows(constant, "operand");
            call.charge(8L * constant.elements());
            double[] values = new double[constant.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = type == Tensor.DOUBLE ? (double) constant.integerAt(i) : (float) constant.integerAt(i);
            }
            return Constant.of(constant.name(), constant.dims(), values);
        }
        throw call.fault("makes " + Tensor.typeName(type) + " of a constant of type " + constant.typeName()
                + ", which is not read");
    }
}
