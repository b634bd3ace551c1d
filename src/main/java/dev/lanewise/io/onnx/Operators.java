package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.Node;
import dev.lanewise.io.onnx.Atom.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The operators that are read, each with the opset that brought it. */
final class Operators {
    private record Operator(int since, Function<Call, List<GraphValue>> meaning) {}

    /** The domain of classical machine learning. */
    static final String LEARNING = "ai.onnx.ml";

    private static final Map<String, Operator> OWN = new TreeMap<>();

    /** The same in every version of that domain, which is not looked at; the opset of a call is ONNX's own. */
    private static final Map<String, Operator> OF_LEARNING =
            Map.of("Scaler", new Operator(1, call -> List.of(Scaler.evaluate(call))));

    static {
        one("Gemm", 1, LinearOperators::gemm);
        one("MatMul", 1, LinearOperators::matMul);
        one("Add", 1, ArithmeticOperators::add);
        one("Sub", 1, ArithmeticOperators::sub);
        one("Mul", 1, ArithmeticOperators::mul);
        one("Div", 1, ArithmeticOperators::div);
        one("Abs", 1, ArithmeticOperators::abs);
        one("Neg", 1, ArithmeticOperators::neg);
        one("Pow", 1, ArithmeticOperators::pow);
        one("Sqrt", 1, call -> ArithmeticOperators.ofConstants(call, Math::sqrt));
        one("Reciprocal", 1, ArithmeticOperators::reciprocal);
        one("Max", 1, call -> ClipOperators.extremum(call, true));
        one("Min", 1, call -> ClipOperators.extremum(call, false));
        one("BatchNormalization", 1, BatchNormalization::evaluate);
        one("Constant", 1, ConstantNode::evaluate);
        one("Relu", 1, ClipOperators::relu);
        one("Clip", 1, ClipOperators::clip);
        one("LeakyRelu", 1, ActivationOperators::leakyRelu);
        one("PRelu", 1, ActivationOperators::prelu);
        one("ThresholdedRelu", 10, ActivationOperators::thresholdedRelu);
        one("Elu", 1, ActivationOperators::elu);
        one("Celu", 12, ActivationOperators::celu);
        one("Selu", 1, ActivationOperators::selu);
        one("HardSigmoid", 1, ActivationOperators::hardSigmoid);
        one("HardSwish", 14, call -> ActivationOperators.of(call, Kind.OTHER, Activation.HARD_SWISH));
        one("Sigmoid", 1, call -> ActivationOperators.of(call, Kind.SIGMOID, Activation.SIGMOID));
        one("Tanh", 1, call -> ActivationOperators.of(call, Kind.TANH, Activation.TANH));
        one("Erf", 9, call -> ActivationOperators.of(call, Kind.ERF, null));
        one("Softplus", 1, call -> ActivationOperators.of(call, Kind.SOFTPLUS, Activation.SOFTPLUS));
        one("Softsign", 1, call -> ActivationOperators.of(call, Kind.OTHER, Activation.SOFTSIGN));
        one("Exp", 1, call -> ActivationOperators.of(call, Kind.EXP, Activation.EXP));
        one("Log", 1, ActivationOperators::log);
        one("Greater", 7, ThresholdOperators::greater);
        one("Where", 9, ThresholdOperators::where);
        one("Gelu", 20, ActivationOperators::gelu);
        one("Mish", 18, call -> ActivationOperators.of(call, Kind.OTHER, Activation.MISH));
        one("Swish", 24, ActivationOperators::swish);
        one("Softmax", 1, call -> ActivationOperators.softmax(call, Activation.SOFTMAX));
        one("LogSoftmax", 1, call -> ActivationOperators.softmax(call, Activation.LOG_SOFTMAX));
        one("Dropout", 1, ShapeOperators::dropout);
        one("Cast", 1, Casting::evaluate);
        one("Identity", 1, ShapeOperators::identity);
        one("Flatten", 1, ShapeOperators::flatten);
        one("Reshape", 5, ShapeOperators::reshape);
        one("Squeeze", 1, ShapeOperators::squeeze);
        one("Unsqueeze", 1, ShapeOperators::unsqueeze);
        one("Transpose", 1, ShapeOperators::transpose);
        one("Shape", 1, ShapeOperators::shape);
        OWN.put("Split", new Operator(2, ColumnOperators::split));
        one("Slice", 1, ColumnOperators::slice);
        one("Gather", 1, ColumnOperators::gather);
        one("Concat", 4, ColumnOperators::concat);
    }

    private Operators() {}

    private static void one(String name, int since, Function<Call, GraphValue> meaning) {
        OWN.put(name, new Operator(since, call -> List.of(meaning.apply(call))));
    }

    static boolean isKnown(Node node) {
        return operator(node) != null;
    }

    private static Operator operator(Node node) {
        return (node.domain().equals(LEARNING) ? OF_LEARNING : OWN).get(node.operator());
    }

    /** The values of a node's outputs; null for one that holds nothing. */
    static List<GraphValue> evaluate(Call call) {
        Operator operator = operator(call.node());
        if (operator == null) {
            throw call.fault("is no operator of a dense network. Read are " + String.join(", ", OWN.keySet())
                    + " and, of " + LEARNING + ", Scaler");
        }
        if (call.opset() < operator.since()) {
            throw call.fault("does not exist in opset " + call.opset() + ", only since " + operator.since());
        }
        List<GraphValue> values;
        try {
            values = operator.meaning().apply(call);
        } catch (IllegalArgumentException e) { // a number that an activation does not take
            throw call.fault(Quote.ascii(e.getMessage()));
        }
        call.checkAttributes();
        return values;
    }
}
