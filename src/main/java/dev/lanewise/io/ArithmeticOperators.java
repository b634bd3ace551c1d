package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.internal.onnx.Attribute.Type;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Operators that compute column by column with constants: they scale and shift, or are parts of activations that are
 * spelled out.
 */
final class ArithmeticOperators {
    private static final float DEFAULT_EPSILON = 1e-5f;
    private static final int MOST_SUMS = 1; // arrays; a constant meets one coefficient

    private ArithmeticOperators() {}

    static GraphValue add(Call call) {
        return binary(call, Double::sum, Expression::plus, (a, b) -> MOST_SUMS);
    }

    static GraphValue sub(Call call) {
        return binary(call, (a, b) -> a - b, (a, b) -> a.plus(b.times(Expression.constant(Columns.of(-1)))),
                (a, b) -> MOST_SUMS + b.factors());
    }

    static GraphValue mul(Call call) {
        return binary(call, (a, b) -> a * b, Expression::times, (a, b) -> a.factors() * b.factors());
    }

    static GraphValue div(Call call) {
        if (call.required(1) instanceof Row) {
            throw call.fault("divides by a computed tensor; only constants divide");
        }
        return binary(call, (a, b) -> a / b, (a, b) -> a.times(Expression.constant(b.polynomial().of(0).map(c -> 1 / c))),
                (a, b) -> a.factors() + 1);
    }

    private interface Algebra {
        /** The result, or null where it has no form. */
        Expression apply(Expression a, Expression b);
    }

    private interface Cost {
        /** Arrays of one number by column that the result may take. */
        int arrays(Expression a, Expression b);
    }

    private static GraphValue binary(Call call, DoubleBinaryOperator numbers, Algebra algebra, Cost cost) {
        call.atMostInputs(2);
        GraphValue left = call.required(0);
        GraphValue right = call.required(1);
        boolean mayBroadcast = mayBroadcast(call);
        if (left instanceof Constant && right instanceof Constant) {
            return Folding.binary(call, numbers);
        }
        Row row = left instanceof Row r ? r : (Row) right;
        if (!mayBroadcast && !(left instanceof Row && right instanceof Row)) {
            throw call.fault("before opset 7 a constant of another shape needs broadcast=1");
        }
        if (left instanceof Row a && right instanceof Row b) {
            checkSameRow(call, a, b);
        }
        Expression x = operand(call, 0, row.shape());
        Expression y = operand(call, 1, row.shape());
        if (x.hasVector() || y.hasVector()) {
            call.charge(8L * row.shape().columns() * cost.arrays(x, y));
        }
        Expression result = algebra.apply(x, y);
        if (result == null) {
            throw call.fault("combines computed tensors in a way that is no activation known here");
        }
        return row.with(result, call.node());
    }

    /** Before opset 7 shapes had to be equal, or the constant on the right was spread where an attribute said so. */
    private static boolean mayBroadcast(Call call) {
        if (call.opset() >= 7) {
            return true;
        }
        call.ignore("consumed_inputs");
        boolean isSpread = call.integer("broadcast", 0) != 0;
        boolean isSuffix = !call.hasAttribute("axis");
        if (!isSuffix && call.input(0) instanceof Row row && call.input(1) instanceof Constant constant) {
            int axis = call.axis(call.integer("axis", 0), row.shape().rank());
            isSuffix = axis + constant.rank() == row.shape().rank();
        }
        return isSpread && isSuffix && call.input(0) instanceof Row;
    }

    /** Two computed tensors make an activation only where both are functions of one row. */
    static void checkSameRow(Call call, Row a, Row b) {
        if (a.base() != b.base()) {
            throw call.fault("combines two computed tensors; residual connections, gates and branches are not dense"
                    + " layers, and only the formulas of known activations are taken together");
        }
        if (!a.shape().sameAs(b.shape())) {
            throw call.fault("combines tensors of shapes " + a.shape() + " and " + b.shape());
        }
    }

    private static Expression operand(Call call, int index, RowShape shape) {
        return call.input(index) instanceof Row row
                ? row.expression()
                : Expression.constant(Broadcast.columns(call, call.floating(index, "constant"), shape));
    }

    private static void chargeFactors(Call call, Row row, int times) {
        if (row.expression().hasVector()) {
            call.charge(8L * row.shape().columns() * row.expression().factors() * times);
        }
    }

    static GraphValue neg(Call call) {
        call.atMostInputs(1);
        if (call.required(0) instanceof Constant) {
            return Folding.unary(call, a -> -a);
        }
        Row row = call.row(0);
        chargeFactors(call, row, 1);
        return row.with(row.expression().times(Expression.constant(Columns.of(-1))), call.node());
    }

    /** Sqrt and Reciprocal, of constants alone. */
    static GraphValue ofConstants(Call call, DoubleUnaryOperator function) {
        call.atMostInputs(1);
        if (call.required(0) instanceof Row) {
            throw call.fault("is read on constants only");
        }
        return Folding.unary(call, function);
    }

    /** x, x² or x³; any power of a constant. */
    static GraphValue pow(Call call) {
        call.atMostInputs(2);
        if (call.required(0) instanceof Constant && call.required(1) instanceof Constant) {
            return Folding.binary(call, Math::pow);
        }
        Row row = call.row(0);
        double exponent = call.scalar(1, "exponent");
        if (exponent != 1 && exponent != 2 && exponent != 3) {
            throw call.fault("raises to the power " + exponent + "; only 2 and 3, as in GELU, are read");
        }
        chargeFactors(call, row, 8);
        Expression power = row.expression();
        for (int k = 1; k < exponent && power != null; k++) {
            power = power.times(row.expression());
        }
        if (power == null) {
            throw call.fault("raises what is no plain column to a power; only GELU by tanh needs one");
        }
        return row.with(power, call.node());
    }

    /** Max and Min: a clip by constants, or max(x, a·x), which is a leaky ReLU. */
    static GraphValue extremum(Call call, boolean isMax) {
        GraphValue result = call.required(0);
        for (int i = 1; i < call.inputCount(); i++) {
            result = extremum(call, isMax, result, call.required(i));
        }
        return result;
    }

    private static GraphValue extremum(Call call, boolean isMax, GraphValue a, GraphValue b) {
        if (a instanceof Constant && b instanceof Constant) {
            throw call.fault("computes from constants alone; save the model with constants folded");
        }
        if (a instanceof Row x && b instanceof Row y) {
            checkSameRow(call, x, y);
            return leakyOf(call, isMax, x, y);
        }
        Row row = a instanceof Row r ? r : (Row) b;
        Constant bound = a instanceof Constant c ? c : (Constant) b;
        if (!bound.isFloating() || bound.elements() != 1 || bound.rank() > row.shape().rank()) {
            throw call.fault("bounds by tensor " + ModelFormatException.quote(bound.name())
                    + ", which must be one floating number");
        }
        double number = bound.at(0);
        return isMax
                ? ActivationOperators.clip(call, row, number, Double.POSITIVE_INFINITY)
                : ActivationOperators.clip(call, row, Double.NEGATIVE_INFINITY, number);
    }

    private static GraphValue leakyOf(Call call, boolean isMax, Row x, Row y) {
        Polynomial a = x.expression().polynomial();
        Polynomial b = y.expression().polynomial();
        boolean areSlopes = x.expression().terms().isEmpty() && y.expression().terms().isEmpty()
                && a.isMonomial(1) && b.isMonomial(1) && a.of(1).isUniform() && b.of(1).isUniform();
        double above = Math.max(a.of(1).get(0), b.of(1).get(0));
        double below = Math.min(a.of(1).get(0), b.of(1).get(0));
        if (!areSlopes || !isMax || above != 1) {
            throw call.fault("combines two computed tensors; only Max(x, a*x) with a below 1, a leaky ReLU, is read");
        }
        Activation leaky = Activation.leakyRelu((float) below);
        return x.with(Expression.of(Atom.of(Atom.Kind.OTHER, leaky, Expression.VARIABLE)), call.node());
    }

    /** (x − mean) · scale / √(variance + epsilon) + offset for each column, in double. */
    static GraphValue batchNormalization(Call call) {
        call.atMostInputs(5);
        call.ignore("momentum");
        call.ignore("consumed_inputs");
        float epsilon = call.number("epsilon", DEFAULT_EPSILON);
        boolean isTraining = call.opset() >= 14
                ? call.integer("training_mode", 0) != 0
                : call.opset() < 7 && call.integer("is_test", 0) == 0;
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
        call.charge(8L * shape.columns() * (4 + 2 * row.expression().factors()));
        Columns scale = given[1].with(given[4], (gamma, variance) -> gamma / Math.sqrt(variance + epsilon));
        Columns shift = given[2].plus(given[3].times(scale).map(m -> -m));
        Expression scaled = row.expression().times(Expression.constant(scale)).plus(Expression.constant(shift));
        return row.with(scaled, call.node());
    }

    private static Columns perChannel(Call call, Constant constant, RowShape shape) {
        if (constant.rank() != 1 || constant.dim(0) != shape.features()[0]) {
            throw call.fault("its tensor " + ModelFormatException.quote(constant.name()) + " must have one number for"
                    + " each of "
                    + shape.features()[0] + " channels");
        }
        int[] dims = new int[shape.features().length];
        java.util.Arrays.fill(dims, 1);
        dims[0] = constant.dim(0);
        return Broadcast.columns(call, constant.isRowMajor() ? constant.reshaped(dims) : constant, shape);
    }

    /** The value of a Constant node, in one of the attributes that hold one. */
    static GraphValue constant(Call call) {
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
            float[] values = call.attribute("value_floats", Type.FLOATS).floats();
            call.charge(8L * values.length);
            double[] doubles = new double[values.length];
            for (int i = 0; i < doubles.length; i++) {
                doubles[i] = values[i];
            }
            return Constant.of(name, new int[] {doubles.length}, doubles);
        }
        throw call.fault("holds no tensor, number or list of numbers; strings and sparse tensors are not read");
    }
}
