package dev.lanewise.io;

import dev.lanewise.internal.onnx.Tensor;

/** Cast: of rows between floating types, of constants also between integers. */
final class Casting {
    private Casting() {}

    static GraphValue cast(Call call, int type) {
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
        if (constant.isInteger() && toFloating) {
            call.charge(8L * constant.elements());
            double[] values = new double[constant.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) constant.integerAt(i);
            }
            return Constant.of(constant.name(), constant.dims(), values);
        }
        throw call.fault("makes " + Tensor.typeName(type) + " of a constant of type " + constant.typeName()
                + ", which is not read");
    }
}
