package dev.lanewise.io;

import dev.lanewise.io.OnnxBuilder.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.lanewise.io.OnnxBuilder.attribute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** ONNX files that must be refused, each at its place and for its own reason. */
class OnnxBadFileTest {
    private static final float[] W = {1, 2, 3, 4, 5, 6};

    @TempDir
    Path folder;

    static Stream<Arguments> badFiles() {
        return Stream.of(badWire(), badFields(), badTensors(), badModels(), badGraphs(), badOperators(), badActivations(),
                badShapes()).flatMap(files -> files);
    }

    private static Arguments bad(String name, byte[] file, String where, String why) {
        return Arguments.of(name, file, where, why);
    }

    private static Arguments bad(String name, OnnxBuilder graph, String where, String why) {
        return bad(name, graph.toBytes(), where, why);
    }

    /** x of two columns, w [2, 3], b [3]. */
    private static OnnxBuilder two(long opset) {
        return new OnnxBuilder(opset, 2).floats("w", W, 2, 3).floats("b", new float[] {1, 2, 3}, 3);
    }

    private static OnnxBuilder two() {
        return two(13);
    }

    private static OnnxBuilder dense() {
        return two().node("Gemm", "x,w,b", "y");
    }

    /** Of y; beside it there is p = 2 y or x2 = -y, to be compared or taken. */
    private static OnnxBuilder softplus(String compared, String taken, float threshold) {
        OnnxBuilder graph = new OnnxBuilder(13).input("y", OnnxBuilder.FLOAT, -1, 3).output("z").floats("t", new float[] {threshold});
        String other = compared.equals("p,t") ? "p" : "x2";
        return graph.node(other.equals("p") ? "Add" : "Neg", other.equals("p") ? "y,y" : "y", other).node("Greater", compared, "g")
                .node("Softplus", "y", "s").node("Where", "g," + taken + ",s", "z");
    }

    /** x of three columns and n, the number of its rows. */
    private static OnnxBuilder rows() {
        return new OnnxBuilder(13, 3).integers("zero", 0).node("Shape", "x", "s").node("Gather", "s,zero", "n", attribute("axis", 0L));
    }

    /** p x + q x tanh(a x), as GELU is where both are a half. */
    private static OnnxBuilder gated(double p, double q) {
        OnnxBuilder graph = new OnnxBuilder(13).input("x", 11, -1, 2).output("z");
        double[] numbers = {p, q, Math.sqrt(2 / Math.PI), 0.044715, 3};
        for (int i = 0; i < numbers.length; i++) {
            byte[] raw = java.nio.ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN).putDouble(numbers[i]).array();
            graph.initializer(OnnxBuilder.header("c" + i, OnnxBuilder.DOUBLE).bytes(9, raw));
        }
        return graph.node("Pow", "x,c4", "x3").node("Mul", "x3,c3", "y").node("Add", "x,y", "a").node("Mul", "a,c2", "b")
                .node("Tanh", "b", "t").node("Mul", "x,c0", "l").node("Mul", "x,c1", "m").node("Mul", "m,t", "r").node("Add", "l,r", "z");
    }

    private static Message scaler(String domain, float[]... offsetAndScale) {
        Message node = OnnxBuilder.nodeMessage("Scaler", "x", "z", attribute("offset", offsetAndScale[0]));
        if (offsetAndScale.length > 1) {
            node.message(5, attribute("scale", offsetAndScale[1]));
        }
        return node.text(7, domain);
    }

    private static Message good() {
        return dense().node("Relu", "y", "z").model();
    }

    private static Stream<Arguments> badWire() {
        byte[] good = good().toBytes();
        return Stream.of(
                bad("empty file", new byte[0], "byte 0, model", "holds no graph"),
                bad("version alone", new byte[] {8, 8}, "byte 0, model", "holds no graph"),
                bad("cut in the graph", Arrays.copyOf(good, 100), "byte 11, model", "field graph declares"),
                bad("cut in a tag", new Message().number(1, 8).raw(0xba).toBytes(), "byte 3, model", "cut off or malformed"),
                bad("field number 0", good().raw(0x00, 0x00).toBytes(), "byte 157, model", "field number 0 is not one of protobuf's"),
                bad("field number 2^29", good().raw(0x80, 0x80, 0x80, 0x80, 0x10, 0).toBytes(), "byte 161, model", "field number 536870912"),
                bad("tag of 2^32 + that of ir_version", good().raw(0x88, 0x80, 0x80, 0x80, 0x10, 8).toBytes(), "byte 161, model", "field number 536870913"),
                bad("tag of eleven bytes", good().raw(0x88, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 8).toBytes(), "byte 166, model", "cut off or malformed"),
                bad("varint of eleven bytes", new Message().raw(8, 0x88, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0).toBytes(), "byte 11, model", "cut off or malformed"),
                bad("start of a group", good().raw(0x1b, 0x1c).toBytes(), "byte 157, model", "field producer_version has wire type 3"),
                bad("group of an unknown field", good().raw(0xdb, 0x02, 0xdc, 0x02).toBytes(), "byte 158, model", "wire type 3 is not used in ONNX"),
                bad("end of a group", good().raw(0xdc, 0x02).toBytes(), "byte 158, model", "wire type 4 is not used"),
                bad("wire type 6", good().raw(0xde, 0x02).toBytes(), "byte 158, model", "wire type 6"),
                bad("wire type 7", good().raw(0xdf, 0x02).toBytes(), "byte 158, model", "wire type 7"),
                bad("ir_version as text", new Message().text(1, "8").toBytes(), "byte 1, model", "field ir_version has wire type 2"),
                bad("graph as a number", new Message().number(7, 8).toBytes(), "byte 1, model", "field graph has wire type 0"),
                bad("length -1", new Message().raw(0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01).toBytes(), "byte 11, model", "field graph declares 18446744073709551615 bytes where 0 remain"),
                bad("length 2^31", new Message().raw(0x3a, 0x80, 0x80, 0x80, 0x80, 0x08, 0).toBytes(), "byte 6, model", "declares 2147483648 bytes where 1 remain"),
                bad("length 2^32 + the right one", new Message().raw(0x3a, 0x81, 0x80, 0x80, 0x80, 0x10, 0).toBytes(), "byte 6, model", "declares 4294967297 bytes where 1 remain"),
                bad("length beyond its message", new OnnxBuilder(13).toBytesWithGraph(new Message().raw(0x0a, 0x05, 0x0a, 0x09)), "byte 12, model.graph", "field node declares 5 bytes where 2 remain"),
                bad("number beyond its message", new OnnxBuilder(13).toBytesWithGraph(new Message().raw(0x2a, 0x02, 0x10, 0x81)), "byte 15, model.graph.tensor", "a field ends 1 bytes after the message"),
                bad("float cut off", new OnnxBuilder(13).toBytesWithGraph(new Message().message(1, new Message().message(5, new Message().raw(0x15, 0, 0)))), "byte 19, model.graph.node.attribute", "a field ends 2 bytes after"));
    }

    private static Stream<Arguments> badFields() {
        Message graph = dense().node("Relu", "y", "z").graph();
        return Stream.of(
                bad("graph twice", good().message(7, graph).toBytes(), "byte 157, model", "field graph stands twice"),
                bad("ir_version twice", good().number(1, 8).toBytes(), "byte 157, model", "field ir_version stands twice"),
                bad("operator twice", two().addNode(OnnxBuilder.nodeMessage("Gemm", "x,w,b", "z").text(4, "MatMul")), "model.graph.node", "field op_type stands twice"),
                bad("tensor name twice", two().initializer(OnnxBuilder.tensor("c", W, 6).text(8, "d")), "model.graph.tensor", "field name stands twice"),
                bad("raw data twice", two().initializer(OnnxBuilder.tensor("c", W, 6).bytes(9, OnnxBuilder.bytes(W))), "model.graph.tensor", "field raw_data stands twice"),
                bad("element type twice", new OnnxBuilder(13).toBytesWithGraph(new Message().message(11, new Message().text(1, "x").message(2, new Message().message(1, new Message().number(1, 1).number(1, 11))))), "model.graph.value.type.tensor_type", "field elem_type stands twice"),
                bad("attribute value twice", two().node("Gemm", "x,w,b", "z", attribute("alpha", 1f).real(2, 2)), "model.graph.node.attribute", "field f stands twice"),
                bad("unknown field of a tensor", two().initializer(OnnxBuilder.tensor("c", W, 6).number(17, 1)), "model.graph.tensor", "field number 17 is unknown here"),
                bad("unknown field of an attribute", two().node("Gemm", "x,w,b", "z", attribute("alpha", 1f).number(30, 1)), "model.graph.node.attribute", "field number 30 is unknown here"),
                bad("segment", two().initializer(OnnxBuilder.tensor("c", W, 6).message(3, new Message().number(1, 0))), "model.graph.tensor", "field segment: tensors in segments"),
                bad("external data", two().initializer(OnnxBuilder.header("c", 1, 6).message(13, new Message().text(1, "location").text(2, "../../etc/passwd")).number(14, 1)), "tensor \"c\"", "is in another file, \"../../etc/passwd\", and none is opened unasked. Ask by Onnx.readWithExternalData"),
                bad("external data without a location", two().initializer(OnnxBuilder.tensor("c", W, 6).number(14, 1)), "tensor \"c\"", "has data_location=1 and no external_data"),
                bad("subgraph", two().node("If", "x", "z", new Message().text(1, "then_branch").message(6, new Message()).number(20, 5)), "model.graph.node.attribute", "field g: subgraphs"),
                bad("sparse attribute", two().node("Constant", "", "z", new Message().text(1, "sparse_value").message(22, new Message()).number(20, 11)), "model.graph.node.attribute", "sparse tensors are not read"),
                bad("reference to an attribute", two().node("Gemm", "x,w,b", "z", new Message().text(1, "alpha").text(21, "a").number(20, 1)), "model.graph.node.attribute", "references to attributes"),
                bad("sparse initializer", new OnnxBuilder(13).toBytesWithGraph(new Message().message(15, new Message())), "model.graph", "sparse tensors are not read"),
                bad("functions", good().message(25, new Message()).toBytes(), "byte 158, model", "field functions: functions are not read"),
                bad("training", good().message(20, new Message()).toBytes(), "byte 158, model", "field training_info: models to be trained"),
                bad("half a float", two().initializer(OnnxBuilder.header("c", 1, 1).bytes(4, new byte[3])), "model.graph.tensor", "field float_data has 3 bytes, no multiple of 4"),
                bad("numbers cut off", two().initializer(OnnxBuilder.header("c", 7, 1).bytes(7, new byte[] {(byte) 0x80})), "model.graph.tensor", "the last number of field int64_data is cut off"),
                bad("float data one by one", two().initializer(OnnxBuilder.header("c", 1, 1).real(4, 1)), "model.graph.tensor", "field float_data has wire type 5"),
                bad("name of 5,000 bytes", two().node("Relu", "y".repeat(5000), "z"), "model.graph.node", "is a text of 5000 bytes; at most 4096"),
                bad("malformed UTF-8", two().addNode(new Message().bytes(1, new byte[] {'x', (byte) 0xc0, (byte) 0xae})), "text", "is not valid UTF-8"),
                bad("attribute without type", two().node("Gemm", "x,w,b", "z", new Message().text(1, "alpha").real(2, 1)), "attribute \"alpha\"", "its type 0 does not agree"),
                bad("attribute of another type", two().node("Gemm", "x,w,b", "z", new Message().text(1, "alpha").real(2, 1).number(20, 2)), "attribute \"alpha\"", "its type 2 does not agree"),
                bad("attribute with two values", two().node("Gemm", "x,w,b", "z", attribute("alpha", 1f).number(3, 1)), "attribute \"alpha\"", "does not agree with the value"),
                bad("attribute twice", two().node("Gemm", "x,w,b", "z", attribute("alpha", 1f), attribute("alpha", 2f)), "node 0, attribute \"alpha\"", "stands twice"),
                bad("a hundred thousand empty nodes", new OnnxBuilder(13).toBytesWithGraph(repeated(100_000, 0x0a, 0)), "byte 5342, model.graph.node", "the file holds more than 2666 messages and names"),
                bad("a hundred thousand empty dims", new OnnxBuilder(13).toBytesWithGraph(new Message().message(11, new Message().message(2, new Message().message(1, new Message().message(2, repeated(100_000, 0x0a, 0)))))), "model.graph.value.type.tensor_type.shape.dim", "the file holds more than 2666 messages and names"),
                bad("a hundred thousand integers", two().node("Slice", "x", "z", new Message().text(1, "starts").bytes(8, new byte[100_000]).number(20, 7)), "integers", "integers and numbers of the file that must be copied outgrow 1000000 bytes and three times the file"));
    }

    private static Message repeated(int times, int... bytes) {
        Message message = new Message();
        for (int i = 0; i < times; i++) {
            message.raw(bytes);
        }
        return message;
    }

    private static Stream<Arguments> badTensors() {
        Function<Message, OnnxBuilder> with = tensor -> new OnnxBuilder(13, 2).initializer(tensor).node("MatMul", "x,w", "z");
        return Stream.of(
                bad("raw data too short", with.apply(OnnxBuilder.header("w", 1, 2, 3).bytes(9, new byte[23])), "tensor \"w\"", "23 bytes of numbers do not match the 6 elements of 4 bytes"),
                bad("raw data too long", with.apply(OnnxBuilder.header("w", 1, 2, 3).bytes(9, new byte[28])), "tensor \"w\"", "28 bytes of numbers do not match"),
                bad("no data", with.apply(OnnxBuilder.header("w", 1, 2, 3)), "tensor \"w\"", "0 bytes of numbers do not match"),
                bad("raw and typed data", with.apply(OnnxBuilder.tensor("w", W, 2, 3).bytes(4, OnnxBuilder.bytes(W))), "tensor \"w\"", "has numbers in two fields"),
                bad("numbers in another field", with.apply(OnnxBuilder.header("w", 1, 2, 3).bytes(10, new byte[24])), "tensor \"w\"", "in the field of another type"),
                bad("dim -1", with.apply(OnnxBuilder.header("w", 1, -1, 3).bytes(9, new byte[24])), "tensor \"w\"", "has a dim of -1"),
                bad("dim 2^31", with.apply(OnnxBuilder.header("w", 1, 1L << 31, 0)), "tensor \"w\"", "has a dim of 2147483648"),
                bad("dims beyond an array", with.apply(OnnxBuilder.header("w", 1, 65536, 65536).bytes(9, new byte[24])), "tensor \"w\"", "dims whose product is above"),
                bad("dims that wrap to six", with.apply(OnnxBuilder.header("w", 1, 2, 3, 1L << 32, 1L << 32).bytes(9, new byte[24])), "tensor \"w\"", "has a dim of 4294967296"),
                bad("zero beside dims beyond an array", with.apply(OnnxBuilder.header("w", 1, 0, 65536, 65536)), "tensor \"w\"", "dims whose product is above"),
                bad("nine dims", with.apply(OnnxBuilder.header("w", 1, new long[9]).bytes(9, new byte[0])), "tensor \"w\"", "has 9 dims; at most 8 are read"),
                bad("no rows", with.apply(OnnxBuilder.header("w", 1, 2, 0)), "node 0 (MatMul)", "tensor \"w\", are empty"),
                bad("int8 weights", with.apply(OnnxBuilder.header("w", 3, 2, 3).bytes(9, new byte[6])), "node 0 (MatMul)", "tensor \"w\", has type INT8"),
                bad("integer weights", with.apply(OnnxBuilder.integerTensor("w", new long[6], 2, 3)), "node 0 (MatMul)", "has type INT64"),
                bad("8-bit floats", with.apply(OnnxBuilder.header("w", 17, 2, 3).bytes(9, new byte[6])), "node 0 (MatMul)", "has type FLOAT8E4M3FN"),
                bad("type 2^32 + FLOAT", with.apply(OnnxBuilder.header("w", 0, 2, 3).bytes(9, new byte[24])), "node 0 (MatMul)", "has type UNDEFINED"),
                bad("half beyond 16 bits", with.apply(OnnxBuilder.header("w", 10, 1, 1).bytes(5, new byte[] {(byte) 0x80, (byte) 0x80, 4})), "tensor \"w\"", "holds the number 65536, which is none of type FLOAT16"),
                bad("fewer halves than dims", with.apply(OnnxBuilder.header("w", 10, 2, 3).bytes(5, new byte[5])), "tensor \"w\"", "holds fewer numbers than the 6"),
                bad("more halves than dims", with.apply(OnnxBuilder.header("w", 10, 2, 3).bytes(5, new byte[7])), "tensor \"w\"", "holds 7 numbers instead of the 6"),
                bad("fewer halves than bytes", with.apply(OnnxBuilder.header("w", 10, 2, 3).bytes(5, new byte[] {0, 0, 0, 0, (byte) 0x80, 1})), "tensor \"w\"", "holds 5 numbers instead of the 6"),
                bad("double beyond the floats", with.apply(OnnxBuilder.header("w", 11, 2, 1).bytes(10, java.nio.ByteBuffer.allocate(16).order(java.nio.ByteOrder.LITTLE_ENDIAN).putDouble(1e39).array())), "node 0 (MatMul)", "a weight of 1.0E39, beyond the floats"),
                bad("weights of one axis", with.apply(OnnxBuilder.tensor("w", W, 6)), "node 0 (MatMul)", "take 6 inputs, but the tensor before has shape [N, 2]"),
                bad("weights of three axes", with.apply(OnnxBuilder.tensor("w", W, 1, 2, 3)), "node 0 (MatMul)", "have 3 axes"),
                bad("weights that do not chain", with.apply(OnnxBuilder.tensor("w", W, 3, 2)), "node 0 (MatMul)", "take 3 inputs, but the tensor before has shape [N, 2]"),
                bad("boolean that is none", new OnnxBuilder(13, 2).initializer(OnnxBuilder.header("w", 9, 1).bytes(5, new byte[] {2})), "tensor \"w\"", "holds the number 2, which is none of type BOOL"),
                bad("texts, then numbers", two().initializer(OnnxBuilder.header("c", 1, 3).bytes(6, new byte[] {'a'}).bytes(9, new byte[12])).node("Add", "x,c", "z"), "tensor \"c\"", "has numbers in two fields"),
                bad("numbers beside an empty field of others", two().initializer(OnnxBuilder.header("c", 1, 3).bytes(4, new byte[12]).bytes(9, new byte[0])).node("Add", "x,c", "z"), "tensor \"c\"", "has numbers in two fields"),
                bad("string tensor", new OnnxBuilder(13, 2).initializer(new Message().number(1, 1).number(2, 8).text(6, "a").text(8, "s")).node("Add", "x,s", "z"), "node 0 (Add)", "has type STRING"));
    }

    private static Stream<Arguments> badModels() {
        return Stream.of(
                bad("no opset", new Message().number(1, 8).message(7, dense().graph()).toBytes(), "opset_import", "no opset is given"),
                bad("opset 5", two(5).node("MatMul", "x,w", "z"), "opset_import", "opset 5; read are 6 to 27"),
                bad("opset 28", two(28).node("MatMul", "x,w", "z"), "opset_import", "opset 28"),
                bad("opset -1", two(-1).node("MatMul", "x,w", "z"), "opset_import", "no opset is given"),
                bad("opset twice", good().message(8, new Message().number(2, 14)).toBytes(), "opset_import", "stands twice"),
                bad("opset by both names", good().message(8, new Message().text(1, "ai.onnx").number(2, 14)).toBytes(), "opset_import \"ai.onnx\"", "stands twice"),
                bad("node of another domain", two().addNode(OnnxBuilder.nodeMessage("FusedMatMul", "x,w", "z").text(7, "com.microsoft")), "node 0 (\"FusedMatMul\")", "is of the domain \"com.microsoft\""),
                bad("MatMul of machine learning", two().addNode(OnnxBuilder.nodeMessage("MatMul", "x,w", "z").text(7, "ai.onnx.ml")), "node 0 (\"MatMul\")", "is no operator of a dense network"),
                bad("Scaler of ONNX itself", new OnnxBuilder(13, 3).addNode(scaler("", new float[] {1}, new float[] {1})), "node 0 (\"Scaler\")", "is no operator of a dense network"),
                bad("Scaler of two of three columns", new OnnxBuilder(13, 3).addNode(scaler("ai.onnx.ml", new float[2], new float[3])), "node 0 (Scaler)", "offset must have one number for each of the 3 columns"),
                bad("Scaler without a scale", new OnnxBuilder(13, 3).addNode(scaler("ai.onnx.ml", new float[3])), "node 0 (Scaler)", "scale must have one number for each of the 3 columns"),
                bad("Scaler on three axes", new OnnxBuilder(13).input("x", 1, -1, 2, 3).output("z").addNode(scaler("ai.onnx.ml", new float[3], new float[3])), "node 0 (Scaler)", "it takes [rows, columns]"));
    }

    private static Stream<Arguments> badGraphs() {
        return Stream.of(
                bad("no input", new OnnxBuilder(13).output("z").floats("x", W, 6).node("Relu", "x", "z"), "graph, input", "the graph has no input"),
                bad("two inputs", two().input("x2", 1, -1, 2).node("MatMul", "x,w", "z"), "graph, input \"x2\"", "is a second input, beside \"x\""),
                bad("input twice", two().input("x", 1, -1, 2).node("MatMul", "x,w", "z"), "tensor \"x\"", "the second one of its name"),
                bad("no output", new OnnxBuilder(13).input("x", 1, -1, 2).node("Relu", "x", "z"), "graph, output", "has 0 outputs"),
                bad("two outputs", dense().output("y").node("Relu", "y", "z"), "graph, output", "has 2 outputs"),
                bad("output that nothing makes", dense().node("Relu", "y", "q"), "graph, output \"z\"", "is made by no node"),
                bad("output that is a constant", two().node("Identity", "w", "z"), "graph, output \"z\"", "does not depend on the input"),
                bad("initializer twice", two().floats("w", W, 2, 3).node("MatMul", "x,w", "z"), "tensor \"w\"", "the second one of its name"),
                bad("initializer without name", two().floats("", W, 2, 3).node("MatMul", "x,w", "z"), "tensor \"\"", "without a name"),
                bad("input that nothing makes", two().node("Relu", "q", "z"), "node 0 (Relu)", "uses tensor \"q\", which no node before it makes"),
                bad("nodes out of order", two().node("Relu", "y", "z").node("MatMul", "x,w", "y"), "node 0 (Relu)", "uses tensor \"y\", which no node before it makes"),
                bad("cycle", two().node("Add", "x,z", "z"), "node 0 (Add)", "uses tensor \"z\""),
                bad("name made twice", dense().node("Relu", "y", "z").node("Tanh", "y", "z"), "node 2 (Tanh)", "makes tensor \"z\", which is there already"),
                bad("name of an initializer", two().node("MatMul", "x,w", "b"), "node 0 (MatMul)", "makes tensor \"b\", which is there already"),
                bad("node without output", two().addNode(new Message().text(1, "x").text(4, "Relu")), "node 0 (Relu)", "has no output"),
                bad("no operator", two().addNode(new Message().text(1, "x").text(2, "z").text(3, "n\n1")), "node \"n\\u000a1\" (\"\")", "is no operator of a dense network"),
                bad("integer input", new OnnxBuilder(13).input("x", 7, -1, 2).output("z").node("Relu", "x", "z"), "graph, input \"x\"", "has type INT64"),
                bad("input that is no tensor", new OnnxBuilder(13).output("z").toBytesAfter(new Message().message(11, new Message().text(1, "x").message(2, new Message().message(4, new Message()))).message(1, OnnxBuilder.nodeMessage("Relu", "x", "z"))), "graph, input \"x\"", "has type UNDEFINED"),
                bad("input without shape", new OnnxBuilder(13).input("x", 1, (long[]) null).output("z").node("Relu", "x", "z"), "graph, input \"x\"", "has an open size in axis 1"),
                bad("open input as a third one", new OnnxBuilder(13).input("x", 1, -1, -1).output("z").floats("a", W, 2, 3).floats("b", W, 2, 3).node("Add", "a,b,x", "z"), "graph, input \"x\"", "has an open size in axis 1"),
                bad("input of no axes", new OnnxBuilder(13).input("x", 1).output("z").node("Relu", "x", "z"), "graph, input \"x\"", "is a single number"),
                bad("open input in front of weights that are computed", new OnnxBuilder(13).input("x", 1, -1, -1).output("z").floats("w", W, 2, 3).node("Neg", "w", "v").node("MatMul", "x,v", "z"), "graph, input \"x\"", "has an open size in axis 1"),
                bad("open input in front of weights that do not fit", new OnnxBuilder(13).input("x", 1, -1, -1).output("z").floats("w", W, 2, 3).floats("s", new float[] {1, 2, 3}, 3).node("Mul", "x,s", "y").node("MatMul", "y,w", "z"), "node 1 (MatMul)", "take 2 inputs, but the tensor before has shape [N, 3]"),
                bad("input of open size", new OnnxBuilder(13).input("x", 1, -1, -1).output("z").node("Relu", "x", "z"), "graph, input \"x\"", "has an open size in axis 1"),
                bad("input of no columns", new OnnxBuilder(13).input("x", 1, -1, 0).output("z").node("Relu", "x", "z"), "graph, input \"x\"", "has the size 0 in axis 1"),
                bad("input of 2^62 columns", new OnnxBuilder(13).input("x", 1, -1, 1L << 31, 1L << 31).output("z").node("Relu", "x", "z"), "graph, input \"x\"", "has the size 2147483648"),
                bad("dim with number and name", new OnnxBuilder(13).toBytesWithGraph(new Message().message(11, new Message().text(1, "x").message(2, new Message().message(1, new Message().number(1, 1).message(2, new Message().message(1, new Message().number(1, 2).text(2, "N"))))))), "shape of \"x\"", "a dim has both a number and a name"),
                bad("columns from nothing", new OnnxBuilder(13).input("x", 1, -1, 30_000).output("z").node("Relu", "x", "z"), "graph, layer 0", "a layer of 30000 inputs and 30000 units makes the network larger"));
    }

    private static Stream<Arguments> badOperators() {
        return Stream.of(
                bad("convolution", two().node("Conv", "x,w", "z"), "node 0 (\"Conv\")", "is no operator of a dense network. Read are Abs, Add, BatchNormalization"),
                bad("unknown operator", two().node("A\u202e" + "B".repeat(100), "x", "z"), "node 0 (\"A\\u202e" + "B".repeat(54) + "...\")", "is no operator"),
                bad("operator of a later opset", dense().node("Gelu", "y", "z"), "node 1 (Gelu)", "does not exist in opset 13, only since 20"),
                bad("unknown attribute", two().node("Gemm", "x,w,b", "z", attribute("gamma", 1f)), "node 0 (Gemm)", "its attribute \"gamma\" is none of this operator"),
                bad("attribute of the wrong kind", two().node("Gemm", "x,w,b", "z", attribute("alpha", 1L)), "node 0 (Gemm)", "its attribute alpha must be of type FLOAT"),
                bad("transA", two().node("Gemm", "x,w,b", "z", attribute("transA", 1L)), "node 0 (Gemm)", "transA=1 would make columns of rows"),
                bad("Gemm without weights", two().node("Gemm", "x", "z"), "node 0 (Gemm)", "lacks input 1"),
                bad("Gemm with four inputs", two().node("Gemm", "x,w,b,b", "z"), "node 0 (Gemm)", "has 4 inputs, more than the 3"),
                bad("constant on the left", two().node("MatMul", "w,x", "z"), "node 0 (MatMul)", "has a constant on the left"),
                bad("two computed factors", two().node("MatMul", "x,x", "z"), "node 0 (MatMul)", "multiplies two computed tensors"),
                bad("weights computed", dense().node("Gemm", "x,y", "z"), "node 1 (Gemm)", "its weights (input 1) is computed from the graph's input"),
                bad("bias that differs by row", two().floats("c", W, 2, 3).node("Gemm", "x,w,c", "z"), "node 0 (Gemm)", "the same for every row"),
                bad("bias too long", two().floats("c", W, 6).node("Gemm", "x,w,c", "z"), "node 0 (Gemm)", "one for each of the 3 units"),
                bad("bias of opset 6 without broadcast", two(6).node("Gemm", "x,w,b", "z"), "node 0 (Gemm)", "needs broadcast=1"),
                bad("residual by Gemm", two().floats("v", new float[9], 3, 3).node("Gemm", "x,w,b", "y").node("Gemm", "y,v,y", "z"), "node 1 (Gemm)", "residual connections"),
                bad("residual by Add", two().floats("v", new float[9], 3, 3).node("Gemm", "x,w,b", "y").node("Gemm", "y,v,b", "q").node("Add", "q,y", "z"), "node 2 (Add)", "residual connections, gates and branches"),
                bad("gate of two layers", two().node("Gemm", "x,w,b", "y").node("Gemm", "x,w", "q").node("Mul", "y,q", "z"), "node 2 (Mul)", "combines two computed tensors"),
                bad("concatenation of lists along another axis", new OnnxBuilder(13, 3).integers("a", 0).integers("c", 3).node("Concat", "a,c", "j", attribute("axis", 5L)).node("Reshape", "x,j", "z"), "node 0 (Concat)", "axis=5 is outside a tensor of 1 axes"),
                bad("concatenation of lists along no axis", new OnnxBuilder(13, 3).integers("a", 0).integers("c", 3).node("Concat", "a,c", "j").node("Reshape", "x,j", "z"), "node 0 (Concat)", "lacks the attribute axis"),
                bad("concatenation", two().node("Concat", "x,x", "z", attribute("axis", 1L)), "node 0 (Concat)", "joins computed tensors"),
                bad("addition of a longer constant", two().node("Add", "x,b", "z"), "node 0 (Add)", "of size 3 in axis 1"),
                bad("addition by row", dense().floats("c", W, 2, 3).node("Add", "y,c", "z"), "node 1 (Add)", "of size 2 in axis 0"),
                bad("addition with more axes", dense().floats("c", W, 2, 1, 3).node("Add", "y,c", "z"), "node 1 (Add)", "would give it more axes"),
                bad("addition of opset 6 without broadcast", two(6).node("MatMul", "x,w", "y").node("Add", "y,b", "z"), "node 1 (Add)", "needs broadcast=1"),
                bad("division by 2 + |y|", dense().floats("two", new float[] {2}).node("Abs", "y", "m").node("Add", "m,two", "d").node("Div", "y,d", "z"), "node 3 (Div)", "1 + Abs(x) divides x"),
                bad("division of 2 y by 1 + |y|", dense().floats("one", new float[] {1}).node("Add", "y,y", "y2").node("Abs", "y", "m").node("Add", "m,one", "d").node("Div", "y2,d", "z"), "node 4 (Div)", "1 + Abs(x) divides x"),
                bad("division by 1 + 2 |y|", dense().floats("one", new float[] {1}).floats("two", new float[] {2}).node("Abs", "y", "m").node("Mul", "m,two", "m2").node("Add", "m2,one", "d").node("Div", "y,d", "z"), "node 4 (Div)", "1 + Abs(x) divides x"),
                bad("a magnitude alone", dense().node("Abs", "y", "z"), "node 1 (Abs)", "no activation known here"),
                bad("division by a computed tensor", dense().floats("one", new float[] {1}).node("Div", "one,y", "z"), "node 1 (Div)", "divides by a computed tensor"),
                bad("scale beyond the floats", dense().floats("s", new float[] {3e38f}).node("Mul", "y,s", "q").node("Mul", "q,s", "z"), "node 0 (Gemm)", "beyond the floats"),
                bad("training batch normalisation", two(15).floats("g", new float[2], 2).node("BatchNormalization", "x,g,g,g,g", "z", attribute("training_mode", 1L)), "node 0 (BatchNormalization)", "is in training mode"),
                bad("batch normalisation too short", two(15).node("BatchNormalization", "x,b,b,b,b", "z"), "node 0 (BatchNormalization)", "one number for each of 2 channels"),
                bad("dropout in training", dense().initializer(OnnxBuilder.header("on", 9).bytes(9, new byte[] {1})).node("Dropout", "y,,on", "z"), "node 1 (Dropout)", "is in training mode"),
                bad("mask of a dropout", dense().node("Dropout", "y", "d,m").node("Relu", "m", "z"), "node 2 (Relu)", "an output that is not read"),
                bad("cast to integers", dense().node("Cast", "y", "z", attribute("to", 7L)), "node 1 (Cast)", "makes INT64 of computed numbers"),
                bad("empty constant node", two().node("Constant", "", "c").node("MatMul", "x,c", "z"), "node 0 (Constant)", "holds no tensor, number"));
    }

    private static Stream<Arguments> badActivations() {
        return Stream.of(
                bad("negative ELU", dense().node("Elu", "y", "z", attribute("alpha", -1f)), "node 1 (Elu)", "alpha=-1.0 must be finite and not negative"),
                bad("SiLU of a negative slope", dense().node("Neg", "y", "n").node("Sigmoid", "n", "s").node("Mul", "y,s", "z"), "node 3 (Mul)", "beta=-1.0 must be between"),
                bad("PReLU of infinity spelled out", dense().floats("i", new float[] {Float.NEGATIVE_INFINITY}).node("Relu", "y", "p").node("Neg", "y", "n").node("Relu", "n", "q").node("Mul", "i,q", "r").node("Add", "p,r", "z"), "node 4 (Mul)", "multiplies by an infinity"),
                bad("ELU of two tensors", dense().node("Elu", "y,b", "z"), "node 1 (Elu)", "has 2 inputs, more than the 1"),
                bad("leaky ReLU of NaN", dense().node("LeakyRelu", "y", "z", attribute("alpha", Float.NaN)), "node 1 (LeakyRelu)", "slope=NaN must be finite"),
                bad("CELU of 0", dense().node("Celu", "y", "z", attribute("alpha", 0f)), "node 1 (Celu)", "alpha=0.0 must be between 2^-32 and 2^32"),
                bad("SELU of a negative gamma", dense().node("Selu", "y", "z", attribute("gamma", -1f)), "node 1 (Selu)", "gamma=-1.0 must be above 0"),
                bad("GELU of another kind", two(20).node("Gemm", "x,w,b", "y").node("Gelu", "y", "z", attribute("approximate", "sigmoid")), "node 1 (Gelu)", "approximate=\"sigmoid\" must be"),
                bad("PReLU of infinity", dense().floats("i", new float[] {1, Float.NEGATIVE_INFINITY, 1}, 3).node("PRelu", "y,i", "z"), "node 1 (PRelu)", "slope 1 is -Infinity; it must be a finite float"),
                bad("PReLU of a NaN", dense().floats("i", new float[] {Float.NaN}).node("PRelu", "y,i", "z"), "node 1 (PRelu)", "must be a finite float"),
                bad("GELU around a factor beyond the floats", gated(1, 1e39), "node 8 (Add)", "is no activation known here"),
                bad("GELU around factors below the floats", gated(1e-46, 1e-50), "node 8 (Add)", "is no activation known here"),
                bad("clip with its bounds as inputs, before there were any", new OnnxBuilder(9, 2).floats("n", new float[] {0}).node("Clip", "x,n,n", "z"), "node 0 (Clip)", "has 3 inputs, more than the 1"),
                bad("clip by a tensor of more axes", dense().floats("n", new float[] {0}, 1, 1, 1).node("Clip", "y,n", "z"), "node 1 (Clip)", "with at most 2 axes, not 1 with 3"),
                bad("power by a tensor of more axes", dense().floats("n", new float[] {2}, 1, 1, 1).node("Pow", "y,n", "z"), "node 1 (Pow)", "with at most 2 axes, not 1 with 3"),
                bad("division by zero", dense().floats("n", new float[] {1, 0, 1}, 3).node("Div", "y,n", "z"), "node 1 (Div)", "divides by 0"),
                bad("infinite weight behind a shift", new OnnxBuilder(13, 2).floats("a", new float[] {0, 20}, 2).floats("w", new float[] {1, Float.POSITIVE_INFINITY}, 2, 1).node("Add", "x,a", "y").node("MatMul", "y,w", "z"), "node 1 (MatMul)", "has a weight of Infinity behind a shift of 20.0"),
                bad("multiplication by an infinity", dense().floats("n", new float[] {1, Float.POSITIVE_INFINITY, 1}, 3).node("Mul", "y,n", "z"), "node 1 (Mul)", "multiplies by an infinity"),
                bad("batch normalisation of a negative variance", dense().floats("n", new float[] {1, -1, 1}, 3).node("BatchNormalization", "y,b,b,b,n", "z"), "node 1 (BatchNormalization)", "not above 0 together"),
                bad("batch normalisation in training, by its outputs", two(9).node("Gemm", "x,w,b", "y").node("BatchNormalization", "y,b,b,b,b", "z,m,v,sm,sv"), "node 1 (BatchNormalization)", "is in training mode"),
                bad("Scaler by an infinity", new OnnxBuilder(13, 2).addNode(scaler("ai.onnx.ml", new float[2], new float[] {1, Float.NEGATIVE_INFINITY})), "node 0 (Scaler)", "holds an infinity or NaN"),
                bad("clip by NaN", dense().floats("n", new float[] {Float.NaN}).node("Clip", "y,n", "z"), "node 1 (Clip)", "neither may be NaN"),
                bad("clip by a vector", dense().node("Clip", "y,b", "z"), "node 1 (Clip)", "its lower bound must be one number with at most 2 axes, not 3 with 1"),
                bad("clip by a computed bound", dense().node("Clip", "y,y", "z"), "node 1 (Clip)", "its lower bound (input 1) is computed"),
                bad("maximum with a vector", dense().node("Max", "y,b", "z"), "node 1 (Max)", "which must be one floating number"),
                bad("maximum of two activations", dense().node("Tanh", "y", "t").node("Max", "y,t", "z"), "node 2 (Max)", "only Max(x, a*x)"),
                bad("PReLU by row", dense().floats("s", W, 2, 3).node("PRelu", "y,s", "z"), "node 1 (PRelu)", "of size 2 in axis 0"),
                bad("softmax over rows", dense().node("Softmax", "y", "z", attribute("axis", 0L)), "node 1 (Softmax)", "goes along axis 0 of a tensor of shape [N, 3] in opset 13"),
                bad("softmax over all before opset 13", two(11).node("Gemm", "x,w,b", "y").node("Softmax", "y", "z", attribute("axis", 0L)), "node 1 (Softmax)", "goes along axis 0"),
                bad("softmax of part of a row", new OnnxBuilder(13).input("x", 1, -1, 2, 3).output("z").node("Softmax", "x", "z"), "node 0 (Softmax)", "goes along axis 2 of a tensor of shape [N, 2, 3]"),
                bad("erf alone", dense().node("Erf", "y", "z"), "node 1 (Erf)", "gives a product or sum that is no activation"),
                bad("square alone", dense().floats("two", new float[] {2}).node("Pow", "y,two", "z"), "node 1 (Pow)", "gives a product or sum"),
                bad("fourth power", dense().floats("four", new float[] {4}).node("Pow", "y,four", "z"), "node 1 (Pow)", "raises to the power 4.0"),
                bad("square of a square", dense().node("Mul", "y,y", "q").node("Mul", "q,q", "z"), "node 1 (Mul)", "gives a product or sum"),
                bad("sigmoid of another tensor", dense().floats("v", new float[9], 3, 3).node("MatMul", "y,v", "q").node("Sigmoid", "q", "s").node("Mul", "y,s", "z"), "node 3 (Mul)", "combines two computed tensors"),
                bad("product of two curves", dense().node("Sigmoid", "y", "s").node("Tanh", "y", "t").node("Mul", "s,t", "z"), "node 3 (Mul)", "in a way that is no activation"),
                bad("GELU of another slope", dense().floats("h", new float[] {0.5f}).floats("o", new float[] {1}).node("Erf", "y", "e").node("Add", "e,o", "a").node("Mul", "y,a", "m").node("Mul", "m,h", "z"), "node 4 (Mul)", "gives a product or sum"),
                bad("hard swish of another shift", dense().floats("t", new float[] {2}).floats("o", new float[1]).floats("s", new float[] {6}).node("Add", "y,t", "a").node("Clip", "a,o,s", "c").node("Mul", "y,c", "m").node("Div", "m,s", "z"), "node 4 (Div)", "gives a product or sum"),
                bad("logarithm of a layer", dense().node("Log", "y", "z"), "node 1 (Log)", "is read after Sigmoid"),
                bad("logarithm of 2 + exp", dense().floats("t", new float[] {2}).node("Exp", "y", "e").node("Add", "e,t", "a").node("Log", "a", "z"), "node 3 (Log)", "1 + Exp (softplus)"),
                bad("softplus with a low threshold", softplus("y,t", "y", 14.9f), "node 3 (Where)", "is a softplus with the threshold 14.8"),
                bad("softplus with a threshold that is NaN", softplus("y,t", "y", Float.NaN), "node 3 (Where)", "is a softplus with the threshold NaN"),
                bad("softplus of something else", softplus("y,t", "x2", 20), "node 3 (Where)", "and as PyTorch's softplus"),
                bad("softplus with another slope in the comparison", softplus("p,t", "y", 20), "node 3 (Where)", "and as PyTorch's softplus"),
                bad("softplus with another slope than in the comparison", dense().floats("t", new float[] {20}).node("Greater", "y,t", "g").node("Add", "y,y", "p").node("Softplus", "p", "s").node("Where", "g,y,s", "z"), "node 4 (Where)", "and as PyTorch's softplus"),
                bad("softplus that is not divided by its slope", dense().floats("t", new float[] {20}).node("Add", "y,y", "p").node("Greater", "p,t", "g").node("Softplus", "p", "s").node("Where", "g,y,s", "z"), "node 4 (Where)", "and as PyTorch's softplus"),
                bad("softplus and something beside it", dense().floats("t", new float[] {20}).node("Greater", "y,t", "g").node("Softplus", "y", "p").node("Add", "p,b", "s").node("Where", "g,y,s", "z"), "node 4 (Where)", "and as PyTorch's softplus"),
                bad("choice between other things", dense().floats("t", new float[] {20}).node("Greater", "y,t", "g").node("Tanh", "y", "s").node("Where", "g,y,s", "z"), "node 3 (Where)", "and as PyTorch's softplus"),
                bad("choice by a constant", dense().initializer(OnnxBuilder.header("t", OnnxBuilder.BOOL, 1).bytes(9, new byte[1])).node("Softplus", "y", "s").node("Where", "t,y,s", "z"), "node 2 (Where)", "does not choose by a comparison (input 0)"),
                bad("choice of constants", dense().floats("t", new float[] {20}).node("Greater", "y,t", "g").node("Where", "g,t,t", "z"), "node 2 (Where)", "has a constant in the place of a computed tensor (input 1)"),
                bad("comparison with a column each", dense().node("Greater", "y,b", "g").node("Where", "g,y,y", "z"), "node 1 (Greater)", "its bound must be one number"),
                bad("arithmetic with a comparison", dense().floats("t", new float[] {20}).node("Greater", "y,t", "g").node("Mul", "y,g", "z"), "node 2 (Mul)", "computes with the result of a comparison (input 1)"),
                bad("activation of a comparison", dense().floats("t", new float[] {20}).node("Greater", "y,t", "g").node("Relu", "g", "z"), "node 2 (Relu)", "computes with the result of a comparison (input 0)"),
                bad("cast of a comparison", dense().floats("t", new float[] {20}).node("Greater", "y,t", "g").node("Cast", "g", "z", attribute("to", 1L)), "node 2 (Cast)", "computes with the result of a comparison"),
                bad("output of a comparison", dense().floats("t", new float[] {20}).node("Greater", "y,t", "z"), "graph, output", "is the result of a comparison"),
                bad("square root of a layer", dense().node("Sqrt", "y", "z"), "node 1 (Sqrt)", "is read on constants only"));
    }

    private static Stream<Arguments> badShapes() {
        return Stream.of(
                bad("Gemm on three axes", new OnnxBuilder(13).input("x", 1, -1, 2, 3).output("z").floats("w", W, 3, 2).node("Gemm", "x,w", "z"), "node 0 (Gemm)", "put a Flatten before it"),
                bad("MatMul on three axes", new OnnxBuilder(13).input("x", 1, -1, 2, 3).output("z").floats("w", W, 3, 2).node("MatMul", "x,w", "z"), "node 0 (MatMul)", "multiplies the last axis of a tensor of shape [N, 2, 3] only"),
                bad("flatten over rows", dense().node("Flatten", "y", "z", attribute("axis", 0L)), "node 1 (Flatten)", "which would mix rows"),
                bad("axis beyond the tensor", dense().node("Flatten", "y", "z", attribute("axis", 7L)), "node 1 (Flatten)", "axis=7 is outside a tensor of 2 axes"),
                bad("negative axis before opset 11", two(9).node("Flatten", "x", "z", attribute("axis", -1L)), "node 0 (Flatten)", "must not be negative before opset 11"),
                bad("reshape over rows", dense().integers("s", 1, -1).integers("t", -1, 1).node("Reshape", "y,t", "z"), "node 1 (Reshape)", "makes [-1, 1] of a tensor of shape [N, 3]"),
                bad("reshape to 2^62", dense().integers("s", -1, 1L << 31, 1L << 31).node("Reshape", "y,s", "z"), "node 1 (Reshape)", "which would mix rows"),
                bad("the number of rows as a divisor", rows().node("Cast", "n", "f", attribute("to", 1L)).node("Div", "x,f", "z"), "node 2 (Cast)", "is the number of rows"),
                bad("the number of rows as a start", rows().integers("a", 1).integers("e", 99).node("Slice", "x,n,e,a", "z"), "node 2 (Slice)", "is the number of rows"),
                bad("the number of rows as an index", rows().node("Gather", "x,n", "z", attribute("axis", 1L)), "node 2 (Gather)", "is the number of rows"),
                bad("the number of rows as a power", rows().node("Pow", "x,n", "z"), "node 2 (Pow)", "is the number of rows"),
                bad("rows as columns where their number is open", new OnnxBuilder(13, 3).integers("s", 1, -1).node("Reshape", "x,s", "z"), "node 0 (Reshape)", "would mix rows"),
                bad("an integer divided by zero", new OnnxBuilder(13, 3).integers("a", 3).integers("b", 0).node("Div", "a,b", "s").node("Reshape", "x,s", "z"), "node 0 (Div)", "divides an integer by zero"),
                bad("a product of integers beyond 64 bits", new OnnxBuilder(13, 3).integers("a", Long.MAX_VALUE).node("Mul", "a,a", "s").node("Reshape", "x,s", "z"), "node 0 (Mul)", "its result is no size"),
                bad("a product of integers beyond 32 bits", new OnnxBuilder(13, 3).integers("a", 1 << 20).node("Mul", "a,a", "s").node("Reshape", "x,s", "z"), "node 0 (Mul)", "its result is no size"),
                bad("the number of rows doubled", rows().node("Add", "n,n", "m").node("Reshape", "x,m", "z"), "node 2 (Add)", "is the number of rows"),
                bad("lists of integers added", new OnnxBuilder(13, 3).integers("a", 1, 2).node("Add", "a,a", "s").node("Reshape", "x,s", "z"), "node 0 (Add)", "computes with lists of integers"),
                bad("reshape to no axes", new OnnxBuilder(13, 3).integers("s").node("Reshape", "x,s", "z"), "node 0 (Reshape)", "would mix rows"),
                bad("two open sizes", new OnnxBuilder(13, 3).integers("s", -1, -1).node("Reshape", "x,s", "z"), "node 0 (Reshape)", "only one may be -1"),
                bad("size of -5", new OnnxBuilder(13, 3).integers("s", -5, 3).node("Reshape", "x,s", "z"), "node 0 (Reshape)", "no size is below -1"),
                bad("size of -2^63", new OnnxBuilder(13, 3).integers("s", Long.MIN_VALUE, 3).node("Reshape", "x,s", "z"), "node 0 (Reshape)", "has the shape [-9223372036854775808, 3]"),
                bad("sizes of -2^63 joined", new OnnxBuilder(13, 3).integers("s", Long.MIN_VALUE).integers("c", 3).node("Concat", "s,c", "j", attribute("axis", 0L)).node("Reshape", "x,j", "z"), "node 0 (Concat)", "joins the size -9223372036854775808"),
                bad("backwards from before the front", new OnnxBuilder(13, 3).integers("s", -100).integers("e", -200).integers("a", 1).integers("d", -1).node("Slice", "x,s,e,a,d", "z"), "node 0 (Slice)", "before the first element"),
                bad("integers as halves", two().integers("i", 100_000).node("Cast", "i", "f", attribute("to", 10L)).node("Mul", "x,f", "z"), "node 0 (Cast)", "makes FLOAT16"),
                bad("split sizes as an input, before there were any", new OnnxBuilder(11, 3).integers("s", 1, 2).node("Split", "x,s", "z,u", attribute("axis", 1L)), "node 0 (Split)", "has 2 inputs, more than the 1"),
                bad("axes as an input, before there were any", new OnnxBuilder(11, 3).integers("a", 1).node("Unsqueeze", "x,a", "z"), "node 0 (Unsqueeze)", "has 2 inputs, more than the 1"),
                bad("reshape to nine axes", new OnnxBuilder(13, 1).integers("s", LongStream.range(0, 9).map(i -> i == 0 ? -1 : 1).toArray()).node("Reshape", "x,s", "z"), "node 0 (Reshape)", "makes a tensor of 9 axes; at most 8 are read"),
                bad("unsqueeze to nine axes", new OnnxBuilder(13, 1).integers("a", LongStream.range(2, 9).toArray()).node("Unsqueeze", "x,a", "z"), "node 0 (Unsqueeze)", "makes a tensor of 9 axes; at most 8 are read"),
                bad("input of nine axes", new OnnxBuilder(13).input("x", 1, LongStream.range(0, 9).map(i -> i == 0 ? -1 : 1).toArray()).output("z").node("Relu", "x", "z"), "graph, input", "has 9 axes; at most 8 are read"),
                bad("transpose of rows", dense().node("Transpose", "y", "z"), "graph, output \"z\"", "has its axes exchanged"),
                bad("transpose of rows in front of an activation", dense().node("Transpose", "y", "t").node("Relu", "t", "z"), "node 2 (Relu)", "takes a tensor of shape [N, 3] whose axes are exchanged"),
                bad("transpose of rows in front of a layer", dense().node("Transpose", "y", "t").node("Gemm", "t,w", "z"), "node 2 (Gemm)", "whose axes are exchanged"),
                bad("quotient of one and 2 + exp", dense().floats("two", new float[] {2}).node("Exp", "y", "e").node("Add", "e,two", "d").node("Div", "two,d", "z"), "node 3 (Div)", "divides by a computed tensor"),
                bad("reciprocal of a computed tensor", dense().node("Reciprocal", "y", "z"), "node 1 (Reciprocal)", "is a sigmoid"),
                bad("quotient of a sigmoid and 1 + exp", dense().floats("one", new float[] {1}).node("Exp", "y", "e").node("Add", "e,one", "d").node("Sigmoid", "y", "s").node("Div", "s,d", "z"), "node 4 (Div)", "no polynomial of x"),
                bad("threshold with a value below", dense().floats("t", new float[] {1}).node("Greater", "y,t", "g").node("Where", "g,y,t", "z"), "node 2 (Where)", "is read as a thresholded ReLU, Where(x > t, x, 0)"),
                bad("transpose naming an axis twice", dense().node("Transpose", "y", "z", attribute("perm", new long[] {0, 0})), "node 1 (Transpose)", "names axis 0 twice"),
                bad("squeeze of columns", dense().integers("a", 1).node("Squeeze", "y,a", "z"), "node 1 (Squeeze)", "removes axis 1, whose size is not known to be 1"),
                bad("a constant's shape whose product is 2^64", dense().floats("c", new float[4], 4).integers("a", 4, 1L << 62, -1).node("Reshape", "c,a", "d").node("Add", "y,d", "z"), "node 1 (Reshape)", "elements do not fit"),
                bad("a constant's shape of zero that does not mean as before", dense().floats("c", new float[6], 2, 3).integers("a", 0, 3)
                        .node("Reshape", "c,a", "d", attribute("allowzero", 1L)).node("Add", "y,d", "z"),
                        "node 1 (Reshape)", "elements do not fit"),
                bad("a constant's shape whose product is 2^64 + 4", dense().floats("c", new float[4], 4).integers("a", 4, (1L << 62) + 1).node("Reshape", "c,a", "d").node("Add", "y,d", "z"), "node 1 (Reshape)", "elements do not fit"),
                bad("unsqueeze before the rows", dense().integers("a", 0).node("Unsqueeze", "y,a", "z"), "node 1 (Unsqueeze)", "which would mix rows"),
                bad("split of rows", dense().node("Split", "y", "z,q", attribute("axis", 0L)), "node 1 (Split)", "takes rows (axis 0)"),
                bad("split into parts of no given number", two(18).node("Gemm", "x,w,b", "y").node("Split", "y", "z,q,r", attribute("axis", 1L)), "node 1 (Split)", "either the input split or the attribute num_outputs"),
                bad("split by sizes and by number", two(18).integers("s", 1, 2).node("Gemm", "x,w,b", "y").node("Split", "y,s", "z,q", attribute("axis", 1L), attribute("num_outputs", 2L)), "node 1 (Split)", "either the input split or the attribute num_outputs"),
                bad("split that does not fit", dense().integers("s", 2, 2).node("Split", "y,s", "z,q", attribute("axis", 1L)), "node 1 (Split)", "into parts that do not fit"),
                bad("slice of rows", dense().integers("f", 0).integers("t", 1).integers("a", 0).node("Slice", "y,f,t,a", "z"), "node 1 (Slice)", "takes rows (axis 0)"),
                bad("slice of nothing", dense().integers("f", 2).integers("t", 1).integers("a", 1).node("Slice", "y,f,t,a", "z"), "node 1 (Slice)", "takes no columns"),
                bad("slice with a step of 0", dense().integers("f", 0).integers("t", 1).integers("a", 1).integers("s", 0).node("Slice", "y,f,t,a,s", "z"), "node 1 (Slice)", "has a step of 0"),
                bad("gather beyond the columns", dense().integers("i", 3).node("Gather", "y,i", "z", attribute("axis", 1L)), "node 1 (Gather)", "takes element 3 of an axis of 3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void isRefused(String name, byte[] bytes, String where, String why) throws IOException {
        Path file = Files.write(folder.resolve("bad.onnx"), bytes);
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> Onnx.read(file), name);
        assertTrue(e.where().contains(where), e.getMessage());
        assertTrue(e.why().contains(why), e.getMessage());
        assertEquals(file.toString(), e.file());
        HostileFiles.assertSafeToLog(e);
    }

    @Test
    void thereAreEnough() {
        List<Object> names = badFiles().map(file -> file.get()[0]).toList();
        assertTrue(names.size() >= 100, names.size() + " bad files");
        assertEquals(names.size(), names.stream().distinct().count(), "names are distinct");
    }
}
