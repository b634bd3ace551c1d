package dev.lanewise.bench.peer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.lanewise.bench.model.Formula;
import dev.lanewise.bench.model.Layer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A network as an ONNX model: one Gemm and one activation per layer, the form in which exporters write it. */
final class OnnxModel {
    static final String INPUT = "x";
    static final String OUTPUT = "z";

    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
    private int values;

    private OnnxModel() {}

    /** The model's bytes; the number of rows is fixed, which gives the optimiser the most to work with. */
    static byte[] bytes(List<Layer> layers, int rows) {
        return new OnnxModel().model(layers, rows).toByteArray();
    }

    /** A softmax over rows, and nothing else. */
    static byte[] softmax(int rows, int units) {
        OnnxModel model = new OnnxModel();
        model.graph.addInput(tensorType(INPUT, rows, units));
        model.graph.addOutput(tensorType(OUTPUT, rows, units));
        return model.finish(model.node("Softmax", List.of(INPUT))).toByteArray();
    }

    private ModelProto model(List<Layer> layers, int rows) {
        graph.addInput(tensorType(INPUT, rows, layers.getFirst().inputs()));
        graph.addOutput(tensorType(OUTPUT, rows, layers.getLast().units()));
        String value = INPUT;
        for (Layer layer : layers) {
            String weights = initializer(layer.weights(), layer.inputs(), layer.units());
            String bias = initializer(layer.bias(), layer.units());
            value = activation(Formula.of(layer.activation()), node("Gemm", List.of(value, weights, bias)));
        }
        return finish(value);
    }

    private ModelProto finish(String value) {
        graph.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(OUTPUT));
        ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(IR_VERSION).setGraph(graph);
        model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
        return model.build();
    }

    private String activation(Formula formula, String sums) {
        float[] numbers = formula.numbers();
        return switch (formula.name()) {
            case "identity" -> sums;
            case "relu" -> node("Relu", List.of(sums));
            case "leakyRelu" -> node("LeakyRelu", List.of(sums), number("alpha", numbers[0]));
            case "sigmoid" -> node("Sigmoid", List.of(sums));
            case "tanh" -> node("Tanh", List.of(sums));
            case "hardSigmoid" ->
                    node("HardSigmoid", List.of(sums), number("alpha", numbers[0]), number("beta", numbers[1]));
            case "silu" -> node("Mul", List.of(sums, node("Sigmoid", List.of(sums))));
            case "softmax" -> node("Softmax", List.of(sums));
            default -> throw formula.unknownTo("the ONNX writer");
        };
    }

    private String node(String operator, List<String> inputs, AttributeProto... attributes) {
        String output = "v" + values++;
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    private static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private String initializer(float[] data, long... dimensions) {
        String name = "v" + values++;
        ByteBuffer bytes = ByteBuffer.allocate(data.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(data);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor);
        return name;
    }

    private static ValueInfoProto tensorType(String name, long... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dimension : dimensions) {
            shape.addDimBuilder().setDimValue(dimension);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }
}
