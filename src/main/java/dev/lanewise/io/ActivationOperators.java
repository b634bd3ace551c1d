package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.internal.onnx.Attribute;
import dev.lanewise.internal.onnx.Attribute.Type;
import dev.lanewise.io.Atom.Kind;

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
    private static Row plain(Row row) {
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
            default -> throw call.fault("approximate=" + ModelFormatException.quote(approximate)
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
        call.charge(64L * (slopes.isVector() ? row.shape().columns() : 1)); // floats, and their digits in the name
        return other(call, row, UnitActivations.leaky(slopes, row.shape().columns()));
    }

    /** Bounds as attributes before opset 11, then as tensors; a bound left out is none. */
    static GraphValue clip(Call call) {
        call.atMostInputs(3);
        call.ignore("consumed_inputs");
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        if (call.opset() < 11) {
            float min = call.number("min", -Float.MAX_VALUE);
            float max = call.number("max", Float.MAX_VALUE);
            low = min == -Float.MAX_VALUE ? low : min; // ONNX's defaults, which mean no bound
            high = max == Float.MAX_VALUE ? high : max;
        } else {
            low = call.hasInput(1) ? call.scalar(1, "lower bound") : low;
            high = call.hasInput(2) ? call.scalar(2, "upper bound") : high;
        }
        return clip(call, call.row(0), Math.min(low, high), high);
    }

    /** min(max(x, low), high); a clip of a clip is one. */
    static GraphValue clip(Call call, Row row, double low, double high) {
        Atom inner = row.expression().asAtom();
        if (inner != null && inner.kind() == Kind.CLIP) {
            Atom both = Atom.clip(Math.min(Math.max(inner.low(), low), high), Math.min(Math.max(inner.high(), low), high),
                    inner.argument());
            return row.with(Expression.of(both), call.node());
        }
        if (low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
            return row;
        }
        Row argument = plain(row);
        return argument.with(Expression.of(Atom.clip(low, high, argument.expression())), call.node());
    }

    static GraphValue relu(Call call) {
        call.atMostInputs(1);
        call.ignore("consumed_inputs");
        return clip(call, call.row(0), 0, Double.POSITIVE_INFINITY);
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

    /** Of a sigmoid or softmax, which are log-sigmoid and log-softmax. */
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
        throw call.fault("is read after Sigmoid (log-sigmoid) and Softmax (log-softmax) only");
    }

    /** Through unless in training. */
    static GraphValue dropout(Call call) {
        call.atMostInputs(3);
        call.ignore("ratio");
        call.ignore("seed");
        call.ignore("consumed_inputs");
        boolean isTraining = call.opset() < 7 && call.integer("is_test", 0) == 0;
        if (call.hasInput(2)) {
            Constant mode = call.constant(2, "training_mode");
            isTraining = !mode.isBoolean() || mode.elements() != 1 || mode.integerAt(0) != 0;
        }
        if (isTraining) {
            throw call.fault("is in training mode; save the model for inference");
        }
        return call.required(0);
    }

    /** Between floating types, which changes nothing where all is computed in float; constants are rounded. */
    static GraphValue cast(Call call) {
        call.atMostInputs(1);
        call.ignore("saturate");
        call.ignore("round_mode");
        Attribute to = call.attribute("to", Type.INT);
        int type = to == null ? 0 : Math.clamp(to.i(), 0, 99);
        return Casting.cast(call, type);
    }
}
