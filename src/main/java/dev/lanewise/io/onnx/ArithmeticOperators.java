package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.io.onnx.Atom.Kind;
import dev.lanewise.io.onnx.Expression.Term;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Operators that compute column by column with constants: they scale and shift, or are parts of activations that are
 * spelled out.
 */
final class ArithmeticOperators {
    private ArithmeticOperators() {}

    static GraphValue add(Call call) {
        return binary(call, Double::sum, Math::addExact, Expression::plus, Expression::sums);
    }

    static GraphValue sub(Call call) {
        return binary(call, (a, b) -> a - b, Math::subtractExact, (a, b) -> a.plus(b.times(Expression.constant(Columns.of(-1)))),
                (a, b) -> a.sums(b) + b.factors());
    }

    static GraphValue mul(Call call) {
        return binary(call, (a, b) -> a * b, Math::multiplyExact, (a, b) -> product(call, a, b), Expression::products);
    }

    static GraphValue div(Call call) {
        if (call.required(1) instanceof Row divisor) {
            return quotient(call, divisor);
        }
        return binary(call, (a, b) -> a / b, Math::divideExact,
                (a, b) -> a.times(Expression.constant(reciprocal(call, b.polynomial().of(0)))),
                (a, b) -> a.products(b) + 1);
    }

    /** An infinity would meet zeros and other infinities in another order here than in the file. */
    private static Expression product(Call call, Expression a, Expression b) {
        for (Expression factor : List.of(a, b)) {
            boolean isConstant = factor.terms().isEmpty() && factor.polynomial().degree() <= 0;
            if (isConstant && !factor.polynomial().of(0).isFinite()) {
                throw call.fault("multiplies by an infinity or NaN, which is no scaling of a layer");
            }
        }
        return a.times(b);
    }

    private static Columns reciprocal(Call call, Columns divisor) {
        Columns reciprocal = divisor.map(c -> 1 / c);
        if (!reciprocal.isFinite()) {
            throw call.fault("divides by 0, NaN or a number below 2^-1024, which is no scaling of a layer");
        }
        return reciprocal;
    }

    /** Of a computed tensor: x / (1 + |x|), and what is divided by 1 + exp(−y), which is multiplied by the sigmoid of y. */
    private static GraphValue quotient(Call call, Row divisor) {
        call.atMostInputs(2);
        Atom atom = besideOne(divisor.expression());
        if (atom != null && atom.kind() == Kind.ABS && atom.argument().isVariable() && call.required(0) instanceof Row x) {
            checkSameRow(call, x, divisor);
            if (x.expression().isVariable()) {
                return divisor.with(Expression.of(Atom.of(Kind.OTHER, Activation.SOFTSIGN, Expression.VARIABLE)), call.node());
            }
        }
        if (atom == null || atom.kind() != Kind.EXP) {
            throw call.fault("divides by a computed tensor; only constants divide, 1 + Exp(-x) (sigmoid), and 1 + Abs(x) divides"
                    + " x (softsign)");
        }
        if (call.required(0) instanceof Row x) {
            checkSameRow(call, x, divisor);
        } else if (call.opset() < 7) {
            throw call.fault("before opset 7 a constant of another shape needs broadcast=1, and stands on the right");
        }
        return logistic(call, operand(call, 0, divisor.shape()), divisor, atom.argument());
    }

    /** 1 / x where x is 1 + exp(−y). */
    static GraphValue reciprocal(Call call) {
        if (call.required(0) instanceof Row divisor) {
            call.atMostInputs(1);
            Atom atom = besideOne(divisor.expression());
            if (atom == null || atom.kind() != Kind.EXP) {
                throw call.fault("is read on constants, and on 1 + Exp(-x), which is a sigmoid");
            }
            return logistic(call, Expression.constant(Columns.ONE), divisor, atom.argument());
        }
        return ofConstants(call, a -> 1 / a);
    }

    private static GraphValue logistic(Call call, Expression numerator, Row divisor, Expression negative) {
        chargeArrays(call, divisor, negative, negative, negative.factors());
        Expression argument = negative.times(Expression.constant(Columns.of(-1)));
        Expression sigmoid = Expression.of(Atom.of(Kind.SIGMOID, Activation.SIGMOID, argument));
        chargeArrays(call, divisor, numerator, sigmoid, numerator.products(sigmoid));
        Expression product = product(call, numerator, sigmoid);
        if (product == null) {
            throw call.fault("divides by 1 + Exp(-x) what is no polynomial of x; as an activation that is none known here");
        }
        return divisor.with(product, call.node());
    }

    /** The A where an expression is 1 + A, or null. */
    private static Atom besideOne(Expression expression) {
        if (expression.terms().size() != 1 || !expression.polynomial().isMonomial(0) || !expression.polynomial().of(0).isAll(1)) {
            return null;
        }
        Term term = expression.terms().getFirst();
        return term.factor().isMonomial(0) && term.factor().of(0).isAll(1) ? term.atom() : null;
    }

    /** Of a computed tensor only as a part of softsign. */
    static GraphValue abs(Call call) {
        if (call.required(0) instanceof Constant) {
            call.atMostInputs(1);
            return Folding.unary(call, Math::abs);
        }
        return ActivationOperators.of(call, Kind.ABS, null);
    }

    private interface Algebra {
        /** The result, or null where it has no form. */
        Expression apply(Expression a, Expression b);
    }

    private interface Cost {
        /** Arrays of one number by column that the result may take, on the way to a step included. */
        int arrays(Expression a, Expression b);
    }

    private static GraphValue binary(Call call, DoubleBinaryOperator numbers, LongBinaryOperator integers, Algebra algebra,
            Cost cost) {
        call.atMostInputs(2);
        GraphValue left = call.required(0);
        GraphValue right = call.required(1);
        boolean mayBroadcast = mayBroadcast(call);
        if (left instanceof Constant a && right instanceof Constant b) {
            return a.isInteger() && b.isInteger() ? Folding.integers(call, a, b, integers) : Folding.binary(call, numbers);
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
        chargeArrays(call, row, x, y, cost.arrays(x, y));
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

    /** Of a single number each, where neither has more. */
    private static void chargeArrays(Call call, Row row, Expression a, Expression b, int arrays) {
        if (a.hasVector() || b.hasVector()) {
            call.charge(8L * row.shape().columns() * arrays);
        }
    }

    static GraphValue neg(Call call) {
        call.atMostInputs(1);
        if (call.required(0) instanceof Constant) {
            return Folding.unary(call, a -> -a);
        }
        Row row = call.row(0);
        chargeArrays(call, row, row.expression(), row.expression(), row.expression().factors());
        return row.with(row.expression().times(Expression.constant(Columns.of(-1))), call.node());
    }

    /** Of constants alone. */
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
        double exponent = call.scalarOfAnyType(1, "exponent"); // PyTorch writes an INT64
        if (exponent != 1 && exponent != 2 && exponent != 3) {
            throw call.fault("raises to the power " + exponent + "; only 2 and 3, as in GELU, are read");
        }
        Expression power = row.expression();
        for (int k = 1; k < exponent && power != null; k++) {
            chargeArrays(call, row, power, row.expression(), power.products(row.expression()));
            power = power.times(row.expression());
        }
        if (power == null) {
            throw call.fault("raises what is no plain column to a power; only GELU by tanh needs one");
        }
        return row.with(power, call.node());
    }
}
