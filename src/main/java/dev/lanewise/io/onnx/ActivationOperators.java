package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.internal.format.Quote;
import dev.lanewise.io.onnx.Atom.Kind;

/** Operators that are activations, or parts of spelled-out ones, with ONNX's defaults. */
final class ActivationOperators {
    private static final float SELU_ALPHA = 1.67326319217681884765625f;
    private static final float SELU_GAMMA = 1.05070102214813232421875f;

    private ActivationOperators() {}

    /** An activation without numbers. */
    static GraphValue of(Call call, Kind kind, Activation activation) {
        call.atMostInputs(1);
        call.ignore("consumed_inputs");
        Row row = call.row(0);
        boolean mayBeMish = kind == Kind.TANH && isSoftplusOfVariable(row);
        Row argument = mayBeMish ? row : plain(row);
        return argument.with(Expression.of(Atom.of(kind, activation, argument.expression())), call.node());
    }

    private static boolean isSoftplusOfVariable(Row row) {
        Atom atom = row.expression().asAtom();
        return atom != null && atom.kind() == Kind.SOFTPLUS && atom.argument().isVariable();
    }

    /** A row without a nonlinear function in it: where there is one, it is complete, for no known formula nests another. */
    static Row plain(Row row) {
        return row.expression().terms().isEmpty() ? row : row.settled();
    }

    private static GraphValue other(Call call, Row row, Activation activation) {
        Row argument = plain(row);
        return argument.with(Expression.of(Atom.of(Kind.OTHER, activation, argument.expression())), call.node());
    }

    static GraphValue leakyRelu(Call call) {
        call.atMostInputs(1);
        call.ignore("consumed_inputs");
        return other(call, call.row(0), Activation.leakyRelu(call.number("alpha", 0.01f)));
    }

    static GraphValue elu(Call call) {
        call.atMostInputs(1);
        call.ignore("consumed_inputs");
        return other(call, call.row(0), Activation.elu(call.number("alpha", 1)));
    }

    static GraphValue celu(Call call) {
        call.atMostInputs(1);
        return other(call, call.row(0), Activation.celu(call.number("alpha", 1)));
    }

    static GraphValue thresholdedRelu(Call call) {
        call.atMostInputs(1);
        return other(call, call.row(0), Activation.thresholdedRelu(call.number("alpha", 1)));
    }

    static GraphValue swish(Call call) {
        call.atMostInputs(1);
        return other(call, call.row(0), Activation.silu(call.number("alpha", 1)));
    }

    static GraphValue gelu(Call call) {
        call.atMostInputs(1);
        String approximate = call.text("approximate", "none");
        return switch (approximate) {
            case "none" -> other(call, call.row(0), Activation.GELU);
            case "tanh" -> other(call, call.row(0), Activation.GELU_TANH);
            default -> throw call.fault("approximate=" + Quote.ascii(approximate)
                    + " must be \"none\" or \"tanh\"");
        };
    }

    /** gamma · elu(alpha) is SELU with other numbers: the factor goes into what follows. */
    static GraphValue selu(Call call) {
        call.atMostInputs(1);
        call.ignore("consumed_inputs");
        float alpha = call.number("alpha", SELU_ALPHA);
        float gamma = call.number("gamma", SELU_GAMMA);
        if (alpha == SELU_ALPHA && gamma == SELU_GAMMA) {
            return other(call, call.row(0), Activation.SELU);
        }
        if (!(gamma > 0)) {
            throw call.fault("gamma=" + gamma + " must be above 0");
        }
        Row elu = (Row) other(call, call.row(0), Activation.elu(alpha));
        return elu.with(elu.expression().times(Expression.constant(Columns.of(gamma))), call.node());
    }

    static GraphValue hardSigmoid(Call call) {
        call.atMostInputs(1);
        call.ignore("consumed_inputs");
        Row argument = plain(call.row(0));
        Atom atom = Atom.hardSigmoid(call.number("alpha", 0.2f), call.number("beta", 0.5f), argument.expression());
        return argument.with(Expression.of(atom), call.node());
    }

    static GraphValue prelu(Call call) {
        call.atMostInputs(2);
        call.ignore("consumed_inputs");
        Row row = call.row(0);
        Constant slope = call.floating(1, "slope");
        if (call.opset() < 7 && row.shape().rank() > 2) {
            throw call.fault("has slopes by channel for a tensor of shape " + row.shape() + "; flatten it before");
        }
        Columns slopes = Broadcast.columns(call, slope, row.shape());
        Row argument = row.settled();
        return argument.over(argument.base().leaking(slopes));
    }

    /**
     * Softmax or log-softmax over all columns of a row. Before opset 13 all axes from the given one on were taken together,
     * the second by default; since then one axis is, the last by default.
     */
    static GraphValue softmax(Call call, Activation activation) {
        call.atMostInputs(1);
        Row row = call.row(0);
        RowShape shape = row.shape();
        boolean takesOneAxis = call.opset() >= 13;
        long given = call.integer("axis", takesOneAxis ? -1 : 1);
        if (given < 0 && call.opset() < 11) {
            throw call.fault("axis=" + given + " must not be negative before opset 11");
        }
        int axis = call.axis(given, shape.rank());
        int first = shape.rows().length;
        long taken = takesOneAxis ? shape.size(axis) : product(shape, axis);
        if (axis < first || taken != shape.columns()) {
            throw call.fault("goes along axis " + axis + " of a tensor of shape " + shape + " in opset " + call.opset()
                    + "; a layer's softmax goes over all columns of a row");
        }
        Row argument = row.settled();
        return argument.over(argument.base().activated(activation));
    }

    private static long product(RowShape shape, int fromAxis) {
        long product = 1;
        for (int axis = fromAxis; axis < shape.rank(); axis++) {
            product *= shape.size(axis);
        }
        return product;
    }

    /** Of a sigmoid, a softmax or 1 + exp, which are log-sigmoid, log-softmax and softplus. */
    static GraphValue log(Call call) {
        call.atMostInputs(1);
        if (call.required(0) instanceof Constant) {
            return Folding.unary(call, Math::log);
        }
        Row row = call.row(0);
        Atom atom = row.expression().asAtom();
        if (atom != null && atom.kind() == Kind.SIGMOID) {
            return row.with(Expression.of(Atom.of(Kind.OTHER, Activation.LOG_SIGMOID, atom.argument())), call.node());
        }
        if (row.expression().isVariable() && row.base() instanceof Step.Activate step
                && step.activation().equals(Activation.SOFTMAX)) {
            return row.over(step.previous().activated(Activation.LOG_SOFTMAX));
        }
        if (isOnePlusExp(row.expression())) {
            Expression argument = row.expression().terms().getFirst().atom().argument();
            return row.with(Expression.of(Atom.of(Kind.SOFTPLUS, Activation.SOFTPLUS, argument)), call.node());
        }
        throw call.fault("is read after Sigmoid (log-sigmoid), Softmax (log-softmax) and 1 + Exp (softplus) only");
    }

    private static boolean isOnePlusExp(Expression expression) {
        Polynomial sum = expression.polynomial();
        return expression.terms().size() == 1 && expression.terms().getFirst().atom().kind() == Kind.EXP
                && expression.terms().getFirst().factor().isMonomial(0) && expression.terms().getFirst().factor().of(0).isAll(1)
                && sum.isMonomial(0) && sum.of(0).isAll(1);
    }
}
