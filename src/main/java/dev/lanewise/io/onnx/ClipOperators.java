package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.internal.format.Quote;
import dev.lanewise.io.onnx.Atom.Kind;

/** Relu, Clip, Max and Min: a lower and an upper bound, whatever operators give them. */
final class ClipOperators {
    private ClipOperators() {}

    static GraphValue relu(Call call) {
        call.atMostInputs(1);
        call.ignore("consumed_inputs");
        return clip(call, call.row(0), 0, Double.POSITIVE_INFINITY);
    }

    /** Bounds as attributes before opset 11, then as tensors; a bound left out is none. */
    static GraphValue clip(Call call) {
        call.atMostInputs(call.opset() < 11 ? 1 : 3);
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
        Row argument = ActivationOperators.plain(row);
        return argument.with(Expression.of(Atom.clip(low, high, argument.expression())), call.node());
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
            ArithmeticOperators.checkSameRow(call, x, y);
            return leakyOf(call, isMax, x, y);
        }
        Row row = a instanceof Row r ? r : (Row) b;
        Constant bound = a instanceof Constant c ? c : (Constant) b;
        if (!bound.isFloating() || bound.elements() != 1 || bound.rank() > row.shape().rank()) {
            throw call.fault("bounds by tensor " + Quote.ascii(bound.name())
                    + ", which must be one floating number");
        }
        double number = bound.at(0);
        return isMax
                ? clip(call, row, number, Double.POSITIVE_INFINITY)
                : clip(call, row, Double.NEGATIVE_INFINITY, number);
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
        return x.with(Expression.of(Atom.of(Kind.OTHER, leaky, Expression.VARIABLE)), call.node());
    }
}
