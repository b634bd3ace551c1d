package dev.lanewise.io.onnx;

import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.Model;
import dev.lanewise.internal.onnx.Node;
import dev.lanewise.internal.onnx.OnnxFault;
import dev.lanewise.internal.onnx.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as the steps that its output is made by. Each node is evaluated on what its inputs stand for: constants stay
 * numbers of the file, computed tensors are expressions over a row.
 */
final class GraphTranslation {
    private static final int LARGEST_ROW = 1 << 24; // columns; more than 64 MB of floats each

    private final GraphCheck graph;
    private final Budget budget;
    private final Map<String, GraphValue> values = new HashMap<>();

    private GraphTranslation(GraphCheck graph, Budget budget) {
        this.graph = graph;
        this.budget = budget;
    }

    /** The last step; the others are before it. */
    static Step steps(Model model, Budget budget) {
        return steps(model, 1, budget);
    }

    /** With that many axes of the input for rows, and the rest for columns; none where the input has but one axis. */
    static Step steps(Model model, int rowAxes, Budget budget) {
        return new GraphTranslation(new GraphCheck(model), budget).output(rowAxes);
    }

    private Step output(int rowAxes) {
        graph.initializers().forEach((name, tensor) -> values.put(name, Constant.of(name, tensor)));
        RowShape shape = inputShape(rowAxes);
        Row input = new Row(new Step.Input(shape.columns()), Expression.VARIABLE, shape, null);
        values.put(graph.input().name(), input);
        for (Node node : graph.nodes()) {
            evaluate(node);
        }
        GraphValue output = values.get(graph.output().name());
        if (output instanceof Row row) {
            return row.settled().base();
        }
        throw new OnnxFault("graph, output", graph.output().name(), switch (output) {
            case Comparison comparison -> "is the result of a comparison; a network gives numbers";
            case Turned turned -> "has its axes exchanged; rows must be in front, so leave the last Transpose out";
            case null, default -> "does not depend on the input";
        });
    }

    private RowShape inputShape(int rowAxes) {
        Model.ValueInfo input = graph.input();
        if (!Tensor.isFloating(input.elementType())) {
            throw inputFault("has type " + Tensor.typeName(input.elementType()) + "; FLOAT, DOUBLE, FLOAT16 and BFLOAT16"
                    + " are read, and computed in float");
        }
        long[] sizes = input.dims() == null ? new long[] {-1, -1} : input.dims().clone();
        int rank = sizes.length;
        if (rank == 0) {
            throw inputFault("is a single number; it must be [rows, columns]");
        }
        if (rank > Tensor.MOST_AXES) {
            throw inputFault("has " + rank + " axes; at most " + Tensor.MOST_AXES + " are read");
        }
        if (rank == 2 && sizes[1] == -1) {
            sizes[1] = FirstLayer.inputs(graph);
        }
        long[] rows = new long[rank == 1 ? 0 : rowAxes];
        int[] features = new int[rank - rows.length];
        long columns = 1;
        for (int axis = 0; axis < rank; axis++) {
            long size = sizes[axis];
            if (axis < rows.length) {
                rows[axis] = size == 0 ? -1 : size;
                continue;
            }
            if (size < 1 || size > LARGEST_ROW || columns * size > LARGEST_ROW) {
                throw inputFault("has " + (size == -1 ? "an open size" : "the size " + size) + " in axis " + axis
                        + "; all sizes but the first must be given, unless the weights of a MatMul or Gemm on the input tell"
                        + " its columns, and make 1 to " + LARGEST_ROW + " columns together. Fix them with"
                        + " onnx.tools.update_model_dims");
            }
            columns *= size;
            features[axis - rows.length] = (int) size;
        }
        return new RowShape(rows, features);
    }

    private OnnxFault inputFault(String reason) {
        return new OnnxFault("graph, input", graph.input().name(), reason);
    }

    private void evaluate(Node node) {
        List<String> names = node.inputs();
        GraphValue[] inputs = new GraphValue[names.size()];
        for (int i = 0; i < inputs.length; i++) {
            if (!names.get(i).isEmpty()) {
                inputs[i] = values.get(names.get(i));
                if (inputs[i] == null) {
                    throw NodeFault.of(node, "uses tensor " + Quote.ascii(names.get(i)) + ", an output"
                            + " that is not read, such as the mask of a Dropout");
                }
            }
        }
        List<GraphValue> results = Operators.evaluate(new Call(node, graph.opset(), inputs, budget));
        for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
            store(node.outputs().get(i), results.get(i));
        }
    }

    /** What is used more than once is settled: formulas of activations repeat their variable, and nothing else. */
    private void store(String name, GraphValue value) {
        values.put(name, value instanceof Row row && graph.isShared(name) ? row.settled() : value);
    }
}
