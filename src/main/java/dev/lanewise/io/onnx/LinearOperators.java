package dev.lanewise.io.onnx;

import dev.lanewise.internal.format.Quote;
import java.util.Arrays;

/** Gemm and MatMul: the layers. */
final class LinearOperators {
    private LinearOperators() {}

    /** alpha · A · B + beta · C. */
    static GraphValue gemm(Call call) {
        call.atMostInputs(3);
        float alpha = call.number("alpha", 1);
        float beta = call.number("beta", 1);
        boolean transposeA = call.integer("transA", 0) != 0;
        boolean transposeB = call.integer("transB", 0) != 0;
        boolean mayBroadcast = call.opset() >= 7 || call.integer("broadcast", 0) != 0;
        Row turned = call.turned(0);
        if (turned == null && call.required(0) instanceof Constant) {
            throw constantOnTheLeft(call);
        }
        if (transposeA && turned == null) {
            throw call.fault("transA=1 would make columns of rows; a network keeps rows, so transpose the weights"
                    + " (transB) instead");
        }
        Row row = (transposeA ? turned : call.row(0)).settled();
        if (row.shape().rows().length != 1 || row.shape().features().length != 1) {
            throw call.fault("multiplies a tensor of shape " + row.shape() + "; Gemm takes [rows, columns], so put a"
                    + " Flatten before it");
        }
        Constant weights = call.floating(1, "weights");
        checkMatrix(call, weights);
        if (transposeB) {
            weights = weights.transposed(new int[] {1, 0});
        }
        checkInputs(call, row, weights);
        Columns bias = null;
        if (call.hasInput(2) && beta != 0) {
            bias = bias(call, weights.dim(1), beta, mayBroadcast);
        }
        Step step = new Step.Linear(row.base(), weights, alpha, bias, call.node());
        return new Row(step, Expression.VARIABLE, row.shape().withFeatures(weights.dim(1)), call.node());
    }

    /** beta · C as one number per unit: of shape [M], [1, M], [1], [1, 1] or a scalar. */
    private static Columns bias(Call call, int units, float beta, boolean mayBroadcast) {
        if (call.input(2) instanceof Row) {
            throw call.fault("adds a second computed tensor (input 2); residual connections are not dense layers");
        }
        Constant bias = call.floating(2, "bias");
        boolean isRow = bias.rank() == 2 && bias.dim(0) == 1;
        int last = bias.rank() == 0 ? 1 : bias.dim(bias.rank() - 1);
        if (bias.rank() > 2 || bias.rank() == 2 && !isRow || last != units && last != 1) {
            throw call.fault("its bias, tensor " + Quote.ascii(bias.name()) + ", must be one number or"
                    + " one for each of the " + units + " units, the same for every row");
        }
        if (!mayBroadcast && !(isRow && last == units)) {
            throw call.fault("before opset 7 a bias of another shape than the result needs broadcast=1");
        }
        call.charge(8L * last);
        double[] values = new double[last];
        for (int m = 0; m < last; m++) {
            values[m] = beta * bias.at(m);
        }
        return Columns.of(values);
    }

    /** A · B. */
    static GraphValue matMul(Call call) {
        call.atMostInputs(2);
        if (call.required(0) instanceof Constant) {
            throw constantOnTheLeft(call);
        }
        if (call.required(1) instanceof Row) {
            throw call.fault("multiplies two computed tensors; the right one must be a constant of the file");
        }
        Row row = call.row(0).settled();
        Constant weights = call.floating(1, "weights");
        if (!row.shape().isFlat() || row.shape().rows().length > 1) {
            throw call.fault("multiplies the last axis of a tensor of shape " + row.shape() + " only; a dense network"
                    + " takes all columns of a row, so put a Flatten before it");
        }
        int[] features = row.shape().features().clone();
        if (weights.rank() == 1) { // a vector: one unit, without an axis for it
            Constant column = weights.isRowMajor() ? weights.reshaped(new int[] {weights.dim(0), 1}) : weights;
            return linear(call, row, column, Arrays.copyOf(features, features.length - 1));
        }
        checkMatrix(call, weights);
        features[features.length - 1] = weights.dim(1);
        return linear(call, row, weights, features);
    }

    private static GraphValue linear(Call call, Row row, Constant weights, int[] features) {
        checkMatrix(call, weights);
        checkInputs(call, row, weights);
        Step step = new Step.Linear(row.base(), weights, 1, null, call.node());
        return new Row(step, Expression.VARIABLE, row.shape().withFeatures(features), call.node());
    }

    private static RuntimeException constantOnTheLeft(Call call) {
        if (call.required(1) instanceof Constant) {
            return call.fault("multiplies constants alone; save the model with constants folded, as exporters do by default");
        }
        return call.fault("has a constant on the left: W*X, a network over columns, or no network at all. Rows are data"
                + " points here, so save X*W with the weights transposed");
    }

    private static void checkMatrix(Call call, Constant weights) {
        if (weights.rank() != 2) {
            throw call.fault("its weights, tensor " + Quote.ascii(weights.name()) + ", have " + weights.rank()
                    + " axes; a layer has two, [inputs, units]");
        }
        if (weights.elements() == 0) {
            throw call.fault("its weights, tensor " + Quote.ascii(weights.name()) + ", are empty; a layer"
                    + " needs at least 1 input and 1 unit");
        }
    }

    private static void checkInputs(Call call, Row row, Constant weights) {
        if (row.shape().columns() != weights.dim(0)) {
            throw call.fault("its weights, tensor " + Quote.ascii(weights.name()) + ", take " + weights.dim(0)
                    + " inputs, but the tensor before has shape " + row.shape());
        }
    }
}
