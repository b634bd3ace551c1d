package dev.lanewise.io.onnx;

import dev.lanewise.internal.onnx.Attribute;
import dev.lanewise.internal.onnx.Attribute.Type;

/** Scaler of ai.onnx.ml, as skl2onnx writes scikit-learn's StandardScaler, MinMaxScaler and others. */
final class Scaler {
    private Scaler() {}

    /** (x − offset) · scale, in double, with a number for each column or one for all. */
    static GraphValue evaluate(Call call) {
        call.atMostInputs(1);
        Row row = call.row(0);
        if (row.shape().features().length != 1) {
            throw call.fault("scales a tensor of shape " + row.shape() + "; it takes [rows, columns]");
        }
        Columns offset = perColumn(call, "offset", row.shape());
        Columns scale = perColumn(call, "scale", row.shape());
        if (offset.isVector() || scale.isVector() || row.expression().hasVector()) {
            int arrays = 2 + row.expression().factors() + 1 + 1; // minus offset and its sum, products, an activation's scale
            call.charge(8L * row.shape().columns() * arrays);
        }
        Expression centred = row.expression().plus(Expression.constant(offset.map(o -> -o)));
        return row.with(centred.times(Expression.constant(scale)), call.node());
    }

    private static Columns perColumn(Call call, String name, RowShape shape) {
        Attribute attribute = call.attribute(name, Type.FLOATS);
        int numbers = attribute == null ? 0 : attribute.tensor().elements();
        if (numbers != 1 && numbers != shape.columns()) {
            throw call.fault("its attribute " + name + " must have one number for each of the " + shape.columns()
                    + " columns, or one for all, not " + numbers);
        }
        Columns columns = Broadcast.columns(call, Constant.of(name, attribute.tensor()), shape);
        if (!columns.isFinite()) {
            throw call.fault("its attribute " + name + " holds an infinity or NaN, which is no scaling of a layer");
        }
        return columns;
    }
}
