package dev.lanewise.io.onnx;

import dev.lanewise.internal.format.Quote;
import java.util.Arrays;

/** BatchNormalization after training: a scale and a shift for each column. */
final class BatchNormalization {
    private static final float DEFAULT_EPSILON = 1e-5f;

    private BatchNormalization() {}

    /** (x − mean) · scale / √(variance + epsilon) + offset for each column, in double. */
    static GraphValue evaluate(Call call) {
        call.atMostInputs(5);
        call.ignore("momentum");
        call.ignore("consumed_inputs");
        float epsilon = call.number("epsilon", DEFAULT_EPSILON);
        boolean isTraining = call.opset() >= 14
                ? call.integer("training_mode", 0) != 0
                : call.outputCount() > 1 || call.opset() < 7 && call.integer("is_test", 0) == 0;
        if (isTraining || call.opset() < 9 && call.integer("spatial", 1) == 0) {
            throw call.fault("is in training mode or not spatial; save the model for inference");
        }
        Row row = call.row(0);
        RowShape shape = row.shape();
        if (shape.rows().length != 1 || shape.features().length == 0) {
            throw call.fault("normalises a tensor of shape " + shape + "; it takes [rows, columns, ...]");
        }
        Columns[] given = new Columns[5];
        String[] names = {"", "scale", "offset", "mean", "variance"};
        for (int i = 1; i < given.length; i++) {
            given[i] = perChannel(call, call.floating(i, names[i]), shape);
        }
        int arrays = 4 + row.expression().factors() + 1 + 1; // scale and shift, products, a sum, an activation's scale
        call.charge(8L * shape.columns() * arrays);
        Columns scale = given[1].with(given[4], (gamma, variance) -> gamma / Math.sqrt(variance + epsilon));
        Columns shift = given[2].plus(given[3].times(scale).map(m -> -m));
        if (!scale.isFinite() || !shift.isFinite()) {
            throw call.fault("has a variance and an epsilon that are not above 0 together, or a number that is not finite");
        }
        Expression scaled = row.expression().times(Expression.constant(scale)).plus(Expression.constant(shift));
        return row.with(scaled, call.node());
    }

    private static Columns perChannel(Call call, Constant constant, RowShape shape) {
        if (constant.rank() != 1 || constant.dim(0) != shape.features()[0]) {
            throw call.fault("its tensor " + Quote.ascii(constant.name()) + " must have one number for each of "
                    + shape.features()[0] + " channels");
        }
        int[] dims = new int[shape.features().length];
        Arrays.fill(dims, 1);
        dims[0] = constant.dim(0);
        return Broadcast.columns(call, constant.isRowMajor() ? constant.reshaped(dims) : constant, shape);
    }
}
