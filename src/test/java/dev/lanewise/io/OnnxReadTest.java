package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.internal.format.Half;
import dev.lanewise.io.OnnxBuilder.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.lanewise.io.OnnxBuilder.attribute;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Small graphs as exporters write them, each with the layers that it must give. */
class OnnxReadTest {
    private static final float[] W = {1, 2, 3, 4, 5, 6}; // [2, 3]
    private static final float[] TRANSPOSED = {1, 4, 2, 5, 3, 6}; // [3, 2]
    private static final float[] B = {0.1f, 0.2f, 0.3f};

    private static Network read(OnnxBuilder graph) {
        return Onnx.read(graph.toBytes(), "test.onnx");
    }

    /** A graph on two columns with W and B. */
    private static OnnxBuilder two(long opset) {
        return new OnnxBuilder(opset, 2).floats("w", W, 2, 3).floats("b", B, 3);
    }

    private static Network expected(Activation activation) {
        return Network.of(DenseLayer.of(2, 3, W, B, activation));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 9, 11, 13, 18, 27})
    void gemmAsPyTorchWritesIt(long opset) {
        Samples.assertSame(expected(Activation.RELU), read(new OnnxBuilder(opset, 2).floats("w", TRANSPOSED, 3, 2)
                .floats("b", B, 3)
                .node("Gemm", "x,w,b", "y", attribute("alpha", 1f), attribute("beta", 1f), attribute("transB", 1L))
                .node("Relu", "y", "z")));
    }

    @ParameterizedTest
    @CsvSource({"y,b", "b,y"})
    void matMulAndAddAsTensorFlowWritesThem(String left, String right) {
        Samples.assertSame(expected(Activation.TANH), read(two(15).node("MatMul", "x,w", "y")
                .node("Add", left + "," + right, "s").node("Tanh", "s", "z")));
    }

    @Test
    void opset6NeedsTheBroadcastItDeclares() {
        Samples.assertSame(expected(Activation.SIGMOID), read(two(6)
                .node("Gemm", "x,w,b", "y", attribute("broadcast", 1L)).node("Sigmoid", "y", "z")));
        Samples.assertSame(expected(Activation.IDENTITY), read(two(6).node("MatMul", "x,w", "y")
                .node("Add", "y,b", "z", attribute("broadcast", 1L), attribute("axis", 1L))));
    }

    @Test
    void biasesOfEveryShape() {
        float[] same = {0.5f, 0.5f, 0.5f};
        Network expected = Network.of(DenseLayer.of(2, 3, W, same, Activation.IDENTITY));
        for (long[] dims : new long[][] {{}, {1}, {1, 1}}) {
            Samples.assertSame(expected, read(two(13).floats("c", new float[] {0.5f}, dims).node("Gemm", "x,w,c", "z")));
            Samples.assertSame(expected, read(two(13).floats("c", new float[] {0.5f}, dims).node("MatMul", "x,w", "y")
                    .node("Add", "y,c", "z")));
        }
        Samples.assertSame(expected, read(two(13).floats("c", same, 1, 3).node("Gemm", "x,w,c", "z")));
        Samples.assertSame(Network.of(DenseLayer.of(2, 3, W, null, Activation.IDENTITY)),
                read(two(13).node("Gemm", "x,w", "z")));
        Samples.assertSame(Network.of(DenseLayer.of(2, 3, W, new float[] {-0f, -0f, -0f}, Activation.IDENTITY)),
                read(two(13).floats("c", new float[] {-0f}).node("Gemm", "x,w,c", "z")));
    }

    @Test
    void alphaAndBetaAreFoldedInDouble() {
        Network network = read(two(13).node("Gemm", "x,w,b", "z", attribute("alpha", 0.1f), attribute("beta", 0.7f)));
        for (int m = 0; m < 3; m++) {
            assertEquals((float) ((double) 0.1f * W[m]), network.layers().getFirst().weight(0, m));
            assertEquals((float) ((double) 0.7f * B[m]), network.layers().getFirst().bias(m));
        }
    }

    @Test
    void weightsInEveryEncoding() {
        float[] exact = {1, -2, 0.5f, 4, 0, -0.25f}; // the same in all formats
        Network expected = Network.of(DenseLayer.of(2, 3, exact, null, Activation.IDENTITY));
        short[] halves = {0x3c00, (short) 0xc000, 0x3800, 0x4400, 0, (short) 0xb400};
        for (Message tensor : List.of(
                OnnxBuilder.tensor("w", exact, 2, 3),
                OnnxBuilder.header("w", OnnxBuilder.FLOAT, 2, 3).bytes(4, OnnxBuilder.bytes(exact)),
                OnnxBuilder.header("w", OnnxBuilder.DOUBLE, 2, 3).bytes(9, doubles(exact)),
                OnnxBuilder.header("w", OnnxBuilder.DOUBLE, 2, 3).bytes(10, doubles(exact)),
                OnnxBuilder.header("w", OnnxBuilder.FLOAT16, 2, 3).bytes(9, shorts(halves)),
                OnnxBuilder.header("w", OnnxBuilder.FLOAT16, 2, 3).bytes(5, varints(halves)),
                OnnxBuilder.header("w", OnnxBuilder.BFLOAT16, 2, 3).bytes(9, shorts(upper(exact))),
                OnnxBuilder.header("w", OnnxBuilder.BFLOAT16, 2, 3).bytes(5, varints(upper(exact))),
                new Message().bytes(1, new byte[] {2, 3}).number(2, 1).text(8, "w").bytes(9, OnnxBuilder.bytes(exact)))) {
            Samples.assertSame(expected, read(new OnnxBuilder(13, 2).initializer(tensor).node("MatMul", "x,w", "z")));
            Samples.assertSame(expected, read(new OnnxBuilder(13, 2)
                    .node("Constant", "", "w", attribute("value", tensor)).node("MatMul", "x,w", "z")));
        }
    }

    @Test
    void everyHalfIsWidenedAsSafetensorsWidensIt() {
        short[] all = new short[1 << 16];
        float[] expected = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) i;
            expected[i] = Float.intBitsToFloat(Half.toFloatBits((short) i));
        }
        Network network = read(new OnnxBuilder(13, 1 << 16)
                .initializer(OnnxBuilder.header("w", OnnxBuilder.FLOAT16, 1 << 16, 1).bytes(9, shorts(all)))
                .node("MatMul", "x,w", "z"));
        float[] weights = network.layers().getFirst().weights();
        for (int i = 0; i < all.length; i++) {
            assertEquals(Float.floatToIntBits(expected[i]), Float.floatToIntBits(weights[i]), "half " + i);
        }
    }

    private static byte[] doubles(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }

    private static short[] upper(float[] values) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) (Float.floatToIntBits(values[i]) >>> 16);
        }
        return shorts;
    }

    private static byte[] shorts(short[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short value : values) {
            bytes.putShort(value);
        }
        return bytes.array();
    }

    private static byte[] varints(short[] values) {
        Message packed = new Message();
        for (short value : values) {
            int rest = value & 0xffff;
            while (rest >= 0x80) {
                packed.raw(rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            packed.raw(rest);
        }
        return packed.toBytes();
    }

    @Test
    void constantsThatWereNotFolded() {
        Samples.assertSame(expected(Activation.IDENTITY), read(new OnnxBuilder(13, 2).floats("wt", TRANSPOSED, 3, 2)
                .floats("b", B, 3).node("Transpose", "wt", "w", attribute("perm", new long[] {1, 0}))
                .node("Identity", "b", "c").node("MatMul", "x,w", "y").node("Add", "y,c", "z")));
        Samples.assertSame(expected(Activation.IDENTITY), read(new OnnxBuilder(13, 2).floats("flat", W, 6)
                .integers("shape", 2, -1).floats("b", B, 3).integers("axes", 0).node("Reshape", "flat,shape", "w")
                .node("Unsqueeze", "b,axes", "c").node("MatMul", "x,w", "y").node("Add", "y,c", "z")));
        Samples.assertSame(expected(Activation.IDENTITY), read(new OnnxBuilder(13, 2)
                .initializer(OnnxBuilder.header("d", OnnxBuilder.DOUBLE, 2, 3).bytes(9, doubles(W))).floats("b", B, 3)
                .node("Cast", "d", "w", attribute("to", 1L)).node("Gemm", "x,w,b", "z")));
    }

    @Test
    void initializersThatAreAlsoInputsAreConstants() {
        Samples.assertSame(expected(Activation.IDENTITY), read(new OnnxBuilder(8).irVersion(3)
                .input("w", OnnxBuilder.FLOAT, 2, 3).input("x", OnnxBuilder.FLOAT, -1, 2).input("b", OnnxBuilder.FLOAT, 3)
                .output("z").floats("w", W, 2, 3).floats("b", B, 3).node("Gemm", "x,w,b", "z")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Relu | 6 | relu", "Sigmoid | 6 | sigmoid", "Tanh | 6 | tanh", "Softplus | 6 | softplus", "Softsign | 6 | softsign",
        "Exp | 6 | exp", "Elu | 6 | elu(1.0)", "Selu | 6 | selu", "LeakyRelu | 6 | leakyRelu(0.01)",
        "HardSigmoid | 6 | hardSigmoid(0.2, 0.5)", "ThresholdedRelu | 10 | thresholdedRelu(1.0)", "Celu | 12 | celu(1.0)",
        "HardSwish | 14 | hardSwish", "Mish | 18 | mish", "Gelu | 20 | gelu", "Swish | 24 | silu", "Softmax | 6 | softmax",
        "LogSoftmax | 6 | logSoftmax", "Identity | 6 | identity", "Clip | 6 | identity", "Clip | 13 | identity"
    })
    void activationsByOperatorWithOnnxsDefaults(String operator, long since, String activation) {
        for (long opset = since; opset <= 27; opset++) {
            Message[] broadcast = opset < 7 ? new Message[] {attribute("broadcast", 1L)} : new Message[0];
            Samples.assertSame(expected(Activation.parse(activation)),
                    read(two(opset).node("Gemm", "x,w,b", "y", broadcast).node(operator, "y", "z")));
        }
    }

    @Test
    void activationsWithNumbers() {
        check("elu(0.3)", 13, graph -> graph.node("Elu", "y", "z", attribute("alpha", 0.3f)));
        check("celu(2.5)", 13, graph -> graph.node("Celu", "y", "z", attribute("alpha", 2.5f)));
        check("leakyRelu(-0.2)", 13, graph -> graph.node("LeakyRelu", "y", "z", attribute("alpha", -0.2f)));
        check("thresholdedRelu(-1.5)", 13, graph -> graph.node("ThresholdedRelu", "y", "z", attribute("alpha", -1.5f)));
        check("hardSigmoid(0.16666667, 0.5)", 13,
                graph -> graph.node("HardSigmoid", "y", "z", attribute("alpha", 1 / 6f), attribute("beta", 0.5f)));
        check("geluTanh", 20, graph -> graph.node("Gelu", "y", "z", attribute("approximate", "tanh")));
        check("silu(1.5)", 24, graph -> graph.node("Swish", "y", "z", attribute("alpha", 1.5f)));
        check("prelu(0.1, 0.2, 0.3)", 13, graph -> graph.node("PRelu", "y,b", "z"));
        check("leakyRelu(0.25)", 13, graph -> graph.floats("a", new float[] {0.25f}, 1).node("PRelu", "y,a", "z"));
        check("clip(-2.0, 7.0)", 10, graph -> graph.node("Clip", "y", "z", attribute("min", -2f), attribute("max", 7f)));
        check("relu6", 13, graph -> scalars(graph).node("Clip", "y,zero,six", "z"));
        check("relu", 13, graph -> scalars(graph).node("Clip", "y,zero", "z"));
        check("clip(-Infinity, 6.0)", 13, graph -> scalars(graph).node("Clip", "y,,six", "z"));
        check("relu6", 13, graph -> scalars(graph).node("Relu", "y", "r").node("Min", "r,six", "z"));
        check("relu6", 13, graph -> scalars(graph).node("Min", "six,y", "r").node("Max", "zero,r", "z"));
        check("logSigmoid", 13, graph -> graph.node("Sigmoid", "y", "s").node("Log", "s", "z"));
        check("logSoftmax", 13, graph -> graph.node("Softmax", "y", "s").node("Log", "s", "z"));
    }

    private static OnnxBuilder scalars(OnnxBuilder graph) {
        return graph.floats("zero", new float[] {0}).floats("six", new float[] {6}).floats("three", new float[] {3})
                .floats("half", new float[] {0.5f}).floats("one", new float[] {1}, 1)
                .floats("root2", new float[] {(float) Math.sqrt(2)}).floats("rootHalf", new float[] {(float) Math.sqrt(0.5)})
                .floats("k", new float[] {(float) Math.sqrt(2 / Math.PI)}).floats("c", new float[] {0.044715f})
                .floats("sixth", new float[] {1 / 6f}).floats("beta", new float[] {1.702f}).floats("tenth", new float[] {0.1f})
                .floats("minusB", new float[] {-0.1f, -0.2f, -0.3f}, 3);
    }

    private static void check(String activation, long opset, Consumer<OnnxBuilder> rest) {
        OnnxBuilder graph = two(opset).node("Gemm", "x,w,b", "y");
        rest.accept(graph);
        Samples.assertSame(expected(Activation.parse(activation)), read(graph));
    }

    @Test
    void siluSpelledOut() {
        check("silu", 11, graph -> graph.node("Sigmoid", "y", "s").node("Mul", "y,s", "z"));
        check("silu", 11, graph -> graph.node("Sigmoid", "y", "s").node("Mul", "s,y", "z"));
        check("silu(1.702)", 11, graph -> scalars(graph).node("Mul", "beta,y", "t").node("Sigmoid", "t", "s")
                .node("Mul", "y,s", "z"));
        Samples.assertSame(expected(Activation.SILU), read(two(11).node("MatMul", "x,w", "m").node("Add", "m,b", "y")
                .node("Sigmoid", "y", "s").node("Mul", "y,s", "z"))); // the variable is not the MatMul
    }

    @Test
    void geluSpelledOut() {
        check("gelu", 11, graph -> scalars(graph).node("Div", "y,root2", "t").node("Erf", "t", "e") // PyTorch
                .node("Add", "e,one", "a").node("Mul", "y,a", "m").node("Mul", "m,half", "z"));
        check("gelu", 11, graph -> scalars(graph).node("Mul", "rootHalf,y", "t").node("Erf", "t", "e") // TensorFlow
                .node("Add", "one,e", "a").node("Mul", "half,y", "h").node("Mul", "h,a", "z"));
        check("gelu", 11, graph -> scalars(graph).node("Mul", "y,rootHalf", "t").node("Erf", "t", "e")
                .node("Add", "one,e", "a").node("Mul", "a,half", "h").node("Mul", "h,y", "z"));
        check("gelu", 11, graph -> scalars(graph).node("Div", "y,root2", "t").node("Erf", "t", "e")
                .node("Mul", "half,e", "h").node("Add", "h,half", "a").node("Mul", "y,a", "z"));
    }

    @Test
    void geluByTanhSpelledOut() {
        check("geluTanh", 13, graph -> scalars(graph).node("Pow", "y,three", "p").node("Mul", "p,c", "q")
                .node("Add", "y,q", "r").node("Mul", "r,k", "s").node("Tanh", "s", "t").node("Add", "t,one", "a")
                .node("Mul", "y,half", "h").node("Mul", "h,a", "z"));
        check("geluTanh", 18, graph -> scalars(graph).integers("cube", 3).node("Pow", "y,cube", "p").node("Mul", "p,c", "q")
                .node("Add", "y,q", "r").node("Mul", "r,k", "s").node("Tanh", "s", "t").node("Add", "t,one", "a")
                .node("Mul", "y,half", "h").node("Mul", "h,a", "z")); // PyTorch's exponent is an integer
        check("geluTanh", 13, graph -> scalars(graph).node("Mul", "y,y", "y2").node("Mul", "y2,c", "q")
                .node("Add", "q,one", "r").node("Mul", "y,k", "yk").node("Mul", "yk,r", "s").node("Tanh", "s", "t")
                .node("Add", "one,t", "a").node("Mul", "a,y", "h").node("Mul", "half,h", "z"));
        check("geluTanh", 13, graph -> scalars(graph).node("Mul", "y,y", "y2").node("Mul", "y2,y", "y3")
                .node("Mul", "c,y3", "q").node("Add", "q,y", "r").node("Mul", "k,r", "s").node("Tanh", "s", "t")
                .node("Add", "one,t", "a").node("Mul", "half,a", "h").node("Mul", "y,h", "z"));
    }

    /** By what is divided by 1 + exp(-y), or multiplied by its reciprocal. */
    @Test
    void sigmoidSpelledOut() {
        check("sigmoid", 13, graph -> exp(graph).node("Div", "one,d", "z"));
        check("sigmoid", 13, graph -> exp(graph).node("Reciprocal", "d", "z"));
        check("silu", 13, graph -> exp(graph).node("Div", "y,d", "z"));
        check("silu", 13, graph -> exp(graph).node("Reciprocal", "d", "r").node("Mul", "r,y", "z"));
        check("silu(1.702)", 13, graph -> scalars(graph).node("Mul", "y,beta", "t").node("Neg", "t", "n").node("Exp", "n", "e")
                .node("Add", "one,e", "d").node("Div", "y,d", "z"));
        OnnxBuilder twice = exp(two(13).node("Gemm", "x,w,b", "y")).floats("two", new float[] {2})
                .node("Div", "two,d", "s").node("Sub", "s,one", "z");
        OnnxBuilder same = scalars(two(13).node("Gemm", "x,w,b", "y")).floats("two", new float[] {2}).node("Sigmoid", "y", "h")
                .node("Mul", "h,two", "s").node("Sub", "s,one", "z");
        Samples.assertSame(read(same), read(twice));
    }

    private static OnnxBuilder exp(OnnxBuilder graph) {
        return scalars(graph).node("Neg", "y", "n").node("Exp", "n", "e").node("Add", "e,one", "d");
    }

    /** As PyTorch writes its Threshold. */
    @Test
    void thresholdSpelledOut() {
        check("thresholdedRelu(0.5)", 13, graph -> scalars(graph).node("Greater", "y,half", "g").node("Where", "g,y,zero", "z"));
        byte[] tenth = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.1).array(); // 0.1f is above it, and passes
        check("thresholdedRelu(" + Math.nextDown(0.1f) + ")", 13, graph -> scalars(graph)
                .initializer(OnnxBuilder.header("t", OnnxBuilder.DOUBLE).bytes(9, tenth))
                .node("Cast", "y", "d", attribute("to", 11L)).node("Greater", "d,t", "g").node("Where", "g,d,zero", "h")
                .node("Cast", "h", "z", attribute("to", 1L)));
    }

    /** Rows on their side are turned back, by another Transpose or by the layer. */
    @Test
    void rowsTurnedTwice() {
        Network expected = expected(Activation.RELU);
        Samples.assertSame(expected, read(two(13).node("Transpose", "x", "t").node("Transpose", "t", "u")
                .node("Gemm", "u,w,b", "y").node("Relu", "y", "z")));
        Samples.assertSame(expected, read(two(13).node("Transpose", "x", "t", attribute("perm", new long[] {1, 0}))
                .node("Transpose", "t", "v", attribute("perm", new long[] {0, 1}))
                .node("Gemm", "v,w,b", "y", attribute("transA", 1L)).node("Relu", "y", "z")));
    }

    /** The weights tell what the input leaves open. */
    @Test
    void columnsOfAnInputThatIsOpen() {
        Network expected = expected(Activation.RELU);
        for (long[] sizes : new long[][] {{-1, -1}, {7, -1}, null}) {
            Samples.assertSame(expected, read(open(13, sizes).node("Gemm", "x,w,b", "y").node("Relu", "y", "z")));
            Samples.assertSame(expected, read(open(13, sizes).floats("wt", TRANSPOSED, 3, 2).node("Identity", "x", "i")
                    .node("Gemm", "i,wt,b", "y", attribute("transB", 1L)).node("Relu", "y", "z")));
            Samples.assertSame(expected, read(scalars(open(13, sizes)).floats("none", new float[2], 1, 2).node("Mul", "one,x", "m")
                    .node("Add", "m,none", "i").node("MatMul", "i,w", "p").node("Add", "p,b", "y").node("Relu", "y", "z")));
        }
    }

    /** One column is as many as others. */
    @Test
    void oneColumnOfAnInputThatIsOpen() {
        OnnxBuilder graph = new OnnxBuilder(13).output("z").floats("v", new float[] {1, 2, 3}, 1, 3).floats("b", B, 3)
                .input("x", OnnxBuilder.FLOAT, -1, -1).node("MatMul", "x,v", "p").node("Add", "p,b", "z");
        assertEquals(1, read(graph).inputs());
        OnnxBuilder scaled = new OnnxBuilder(13).output("z").floats("one", new float[] {1}, 1).floats("v", new float[] {1, 2}, 1, 2)
                .input("x", OnnxBuilder.FLOAT, -1, -1).node("Mul", "x,one", "y").node("Gemm", "y,v", "z");
        assertEquals(1, read(scaled).inputs());
    }

    private static OnnxBuilder open(long opset, long[] sizes) {
        OnnxBuilder graph = new OnnxBuilder(opset).output("z").floats("w", W, 2, 3).floats("b", B, 3);
        return graph.input("x", OnnxBuilder.FLOAT, sizes);
    }

    /** PyTorch has no operator for it. */
    @Test
    void softsignSpelledOut() {
        check("softsign", 18, graph -> scalars(graph).node("Abs", "y", "m").node("Add", "m,one", "d").node("Div", "y,d", "z"));
        check("softsign", 7, graph -> scalars(graph).node("Abs", "y", "m").node("Add", "one,m", "d").node("Div", "y,d", "z"));
    }

    /** As PyTorch writes it, which takes x itself where exp would be large. */
    @Test
    void softplusSpelledOut() {
        check("softplus", 13, graph -> scalars(graph).node("Exp", "y", "e").node("Add", "one,e", "a").node("Log", "a", "z"));
        check("softplus", 13, graph -> threshold(graph, 20).node("Greater", "y,threshold", "g").node("Exp", "y", "e")
                .node("Add", "e,one", "a").node("Log", "a", "l").node("Where", "g,y,l", "z"));
        check("softplus", 18, graph -> threshold(graph, 15).node("Mul", "y,one", "p").node("Greater", "p,threshold", "g")
                .node("Softplus", "p", "s").node("Div", "s,one", "d").node("Where", "g,y,d", "z"));
        check("softplus(1.702)", 18, graph -> threshold(graph, 20).node("Mul", "y,beta", "p").node("Greater", "p,threshold", "g")
                .node("Exp", "p", "e").node("Add", "one,e", "a").node("Log", "a", "l").node("Div", "l,beta", "d")
                .node("Where", "g,y,d", "z"));
        check("softplus(1.702)", 9, graph -> threshold(graph, 30).node("Mul", "beta,y", "p").node("Greater", "p,threshold", "g")
                .node("Mul", "beta,y", "q").node("Softplus", "q", "s").node("Div", "s,beta", "d").node("Where", "g,y,d", "z"));
        check("softplus(0.1)", 18, graph -> threshold(graph, 20).floats("ten", new float[] {10}).node("Mul", "y,tenth", "p")
                .node("Greater", "p,threshold", "g").node("Softplus", "p", "s").node("Mul", "ten,s", "d").node("Where", "g,y,d", "z"));
        check("mish", 13, graph -> threshold(graph, 20).node("Greater", "y,threshold", "g").node("Softplus", "y", "s")
                .node("Where", "g,y,s", "sp").node("Tanh", "sp", "t").node("Mul", "y,t", "z"));
    }

    private static OnnxBuilder threshold(OnnxBuilder graph, float threshold) {
        return scalars(graph).floats("threshold", new float[] {threshold});
    }

    /** That the file takes x itself above the threshold makes less than half an ulp of difference. */
    @Test
    void aThresholdOf15MakesNoDifferenceToAFloat() {
        for (float beta : new float[] {1, 0.01f, 1.702f, 1000}) {
            for (float x = 15 / beta; x < 100 / beta; x += Math.max(Math.ulp(x), 0.001f / beta)) {
                double exact = x + Math.log1p(Math.exp(-(double) beta * x)) / beta;
                assertTrue((double) beta * x <= 15 || exact - x < Math.ulp(x) / 2, beta + " * " + x);
            }
        }
    }

    @Test
    void mishHardSwishAndLeakySpelledOut() {
        check("mish", 11, graph -> graph.node("Softplus", "y", "s").node("Tanh", "s", "t").node("Mul", "y,t", "z"));
        check("hardSwish", 13, graph -> scalars(graph).node("Add", "y,three", "a").node("Clip", "a,zero,six", "c6")
                .node("Div", "c6,six", "d").node("Mul", "y,d", "z"));
        check("hardSwish", 13, graph -> scalars(graph).node("Add", "y,three", "a").node("Clip", "a,zero,six", "c6")
                .node("Mul", "y,c6", "d").node("Mul", "d,sixth", "z"));
        check("hardSwish", 13, graph -> scalars(graph).node("Add", "three,y", "a").node("Relu", "a", "r")
                .node("Min", "r,six", "c6").node("Mul", "c6,y", "d").node("Div", "d,six", "z"));
        check("hardSwish", 13, graph -> graph.node("HardSigmoid", "y", "s", attribute("alpha", 1 / 6f), attribute("beta", 0.5f))
                .node("Mul", "y,s", "z"));
        check("hardSwish", 13, graph -> scalars(graph).node("Mul", "y,sixth", "a").node("Add", "a,half", "s")
                .node("Clip", "s,zero,one1", "c6").node("Mul", "c6,y", "z").floats("one1", new float[] {1}));
        check("leakyRelu(0.1)", 13, graph -> scalars(graph).node("Mul", "y,tenth", "a").node("Max", "a,y", "z"));
        check("prelu(0.1, 0.2, 0.3)", 13, graph -> scalars(graph).node("Relu", "y", "p").node("Neg", "y", "n") // Keras
                .node("Relu", "n", "q").node("Mul", "minusB,q", "r").node("Add", "p,r", "z"));
    }

    @Test
    void scalersBeforeTheFirstLayerAreFoldedIntoIt() {
        float[] mean = {100, -3};
        float[] deviation = {7, 0.3f};
        Network network = read(two(13).floats("m", mean, 2).floats("d", deviation, 1, 2).node("Sub", "x,m", "c")
                .node("Div", "c,d", "s").node("Gemm", "s,w,b", "y").node("Relu", "y", "z"));
        assertEquals(1, network.layers().size());
        for (int m = 0; m < 3; m++) {
            double bias = B[m];
            for (int j = 0; j < 2; j++) {
                assertEquals((float) (1.0 / deviation[j] * W[j * 3 + m]), network.layers().getFirst().weight(j, m));
                bias -= mean[j] * (1.0 / deviation[j]) * W[j * 3 + m];
            }
            assertEquals(bias, network.layers().getFirst().bias(m), Math.ulp(bias) * 0x1p30);
        }
    }

    @Test
    void batchNormalisationIsFoldedBackAndBehindAnActivationForward() {
        float[] gamma = {1.5f, -2, 0.1f};
        float[] variance = {0.5f, 4, 9};
        float[] next = {1, 0.5f, 0.25f};
        OnnxBuilder graph = two(15).floats("g", gamma, 3).floats("v", variance, 3).floats("n", next, 3, 1)
                .node("Gemm", "x,w,b", "y").node("BatchNormalization", "y,g,b,b,v", "z");
        double[] scale = new double[3];
        for (int m = 0; m < 3; m++) {
            scale[m] = gamma[m] / Math.sqrt((double) variance[m] + 1e-5f);
        }
        DenseLayer layer = read(graph).layers().getFirst();
        assertEquals(1, read(graph).layers().size());
        for (int m = 0; m < 3; m++) {
            assertEquals((float) (W[m] * scale[m]), layer.weight(0, m));
            assertEquals((float) (B[m] * scale[m] + (B[m] - B[m] * scale[m])), layer.bias(m), 1e-7f);
        }
        Network forward = read(two(15).floats("g", gamma, 3).floats("v", variance, 3).floats("n", next, 3, 1)
                .node("Gemm", "x,w,b", "y").node("Relu", "y", "r").node("BatchNormalization", "r,g,b,b,v", "s")
                .node("MatMul", "s,n", "z"));
        assertEquals(2, forward.layers().size());
        assertArrayEquals(W, forward.layers().getFirst().weights());
        for (int m = 0; m < 3; m++) {
            assertEquals((float) (scale[m] * next[m]), forward.layers().getLast().weight(m, 0));
        }
    }

    /** As skl2onnx writes a StandardScaler before an MLPRegressor. */
    @Test
    void aScalerIsFoldedIntoTheNextLayer() {
        float[] mean = {0.5f, -3};
        float[] scale = {0.25f, 1 / 3f};
        for (float[] offset : List.of(mean, new float[] {2})) {
            Network network = read(two(15).addNode(OnnxBuilder.nodeMessage("Scaler", "x", "s", attribute("offset", offset),
                    attribute("scale", scale)).text(7, "ai.onnx.ml")).node("Gemm", "s,w,b", "z"));
            DenseLayer layer = network.layers().getFirst();
            assertEquals(1, network.layers().size());
            for (int m = 0; m < 3; m++) {
                double sum = B[m];
                for (int j = 0; j < 2; j++) {
                    assertEquals((float) ((double) scale[j] * W[3 * j + m]), layer.weight(j, m));
                    sum -= (double) offset[j % offset.length] * scale[j] * W[3 * j + m];
                }
                assertEquals((float) sum, layer.bias(m), 1e-6f);
            }
        }
    }

    @Test
    void whatHasNoLayerToFoldIntoGetsOne() {
        Network network = read(two(13).floats("s", new float[] {2, 3, 4}, 3).node("Gemm", "x,w,b", "y").node("Tanh", "y", "t")
                .node("Mul", "t,s", "u").node("Add", "u,b", "z"));
        Samples.assertSame(Network.of(DenseLayer.of(2, 3, W, B, Activation.TANH),
                DenseLayer.of(3, 3, new float[] {2, 0, 0, 0, 3, 0, 0, 0, 4}, B, Activation.IDENTITY)), network);
        Network selu = read(two(13).node("Gemm", "x,w,b", "y").node("Selu", "y", "z", attribute("alpha", 2f), attribute("gamma", 3f)));
        Samples.assertSame(Network.of(DenseLayer.of(2, 3, W, B, Activation.elu(2)),
                DenseLayer.of(3, 3, new float[] {3, 0, 0, 0, 3, 0, 0, 0, 3}, null, Activation.IDENTITY)), selu);
        Samples.assertSame(Network.of(DenseLayer.of(2, 2, new float[] {1, 0, 0, 1}, null, Activation.RELU)),
                read(new OnnxBuilder(13, 2).node("Relu", "x", "z")));
        Samples.assertSame(Network.of(DenseLayer.of(2, 2, new float[] {1, 0, 0, 1}, null, Activation.IDENTITY)),
                read(new OnnxBuilder(13, 2).node("Identity", "x", "z")));
    }

    @Test
    void reshapesThatKeepRows() {
        for (Consumer<OnnxBuilder> flatten : List.<Consumer<OnnxBuilder>>of(
                graph -> graph.node("Flatten", "x", "f"),
                graph -> graph.integers("s", -1, 6).node("Reshape", "x,s", "f"),
                graph -> graph.integers("s", 0, -1).node("Reshape", "x,s", "f"),
                graph -> graph.integers("s", 0, 1, 1, 1, 1, 1, 2, 3).node("Reshape", "x,s", "r").node("Flatten", "r", "f"),
                graph -> graph.node("Shape", "x", "s").integers("zero").initializer(OnnxBuilder.integerTensor("i", new long[] {0}))
                        .node("Gather", "s,i", "n", attribute("axis", 0L)).integers("axes", 0)
                        .node("Unsqueeze", "n,axes", "u").integers("rest", -1)
                        .node("Concat", "u,rest", "t", attribute("axis", 0L)).node("Reshape", "x,t", "f"),
                graph -> graph.integers("s", 0, 0, 6).node("Reshape", "x,s", "r").integers("axes", 1)
                        .node("Squeeze", "r,axes", "f"))) {
            OnnxBuilder graph = new OnnxBuilder(13).input("x", OnnxBuilder.FLOAT, -1, 1, 2, 3).output("z")
                    .floats("w", W, 6, 1);
            flatten.accept(graph);
            Samples.assertSame(Network.of(DenseLayer.of(6, 1, W, null, Activation.IDENTITY)),
                    read(graph.node("MatMul", "f,w", "z")));
        }
    }

    @Test
    void constantsSpreadOverTheAxesOfAPicture() {
        Network network = read(new OnnxBuilder(13).input("x", OnnxBuilder.FLOAT, -1, 1, 2, 3).output("z")
                .floats("w", new float[] {1, 1, 1, 1, 1, 1}, 6, 1).floats("rows", new float[] {2, 3}, 1, 2, 1)
                .floats("columns", new float[] {1, 10, 100}, 3).node("Mul", "x,rows", "a").node("Mul", "a,columns", "c")
                .node("Flatten", "c", "f").node("MatMul", "f,w", "z"));
        assertArrayEquals(new float[] {2, 20, 200, 3, 30, 300}, network.layers().getFirst().weights());
    }

    @Test
    void columnsThatAreNotUsedAreNotComputed() {
        float[] last = {2, 3, 5, 6}; // columns 1 and 2
        Network expected = Network.of(DenseLayer.of(2, 2, last, new float[] {0.2f, 0.3f}, Activation.TANH));
        Samples.assertSame(expected, read(two(11).node("Gemm", "x,w,b", "y")
                .node("Split", "y", "a,c", attribute("axis", -1L), attribute("split", new long[] {1, 2})).node("Tanh", "c", "z")));
        Samples.assertSame(expected, read(two(13).integers("s", 1, 2).node("Gemm", "x,w,b", "y")
                .node("Split", "y,s", "a,c", attribute("axis", 1L)).node("Tanh", "c", "z")));
        Samples.assertSame(expected, read(two(13).integers("from", 1).integers("to", Long.MAX_VALUE).integers("axes", -1)
                .node("Gemm", "x,w,b", "y").node("Tanh", "y", "t").node("Slice", "t,from,to,axes", "z")));
        Samples.assertSame(expected, read(two(9).node("Gemm", "x,w,b", "y").node("Tanh", "y", "t").node("Slice", "t", "z",
                attribute("starts", new long[] {1}), attribute("ends", new long[] {3}), attribute("axes", new long[] {1}))));
        Samples.assertSame(expected, read(two(13).integers("i", -2, 2).node("Gemm", "x,w,b", "y").node("Tanh", "y", "t")
                .node("Gather", "t,i", "z", attribute("axis", 1L))));
        Samples.assertSame(Network.of(DenseLayer.of(2, 2, new float[] {3, 1, 6, 4}, new float[] {0.3f, 0.1f}, Activation.prelu(0.3f, 0.1f))),
                read(two(13).integers("from", -1).integers("to", Long.MIN_VALUE).integers("axes", 1).integers("step", -2)
                        .node("Gemm", "x,w,b", "y").node("PRelu", "y,b", "t").node("Slice", "t,from,to,axes,step", "z")));
    }

    /** 0 times an infinity or NaN is NaN, in one expression and in steps that are joined. */
    @Test
    void zeroTimesWhatIsNotFinite() {
        for (float shift : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (float[] shifts : new float[][] {{shift}, {shift, 1}}) {
                OnnxBuilder graph = new OnnxBuilder(13, 2).floats("a", shifts, shifts.length).floats("o", new float[1])
                        .node("Add", "x,a", "y").node("Mul", "y,o", "z");
                assertTrue(Float.isNaN(read(graph).predict(new float[] {1, 2})[0]));
            }
        }
        OnnxBuilder joined = two(13).floats("a", new float[] {Float.NaN}).floats("o", new float[1]).node("Gemm", "x,w,b", "y")
                .node("Add", "y,a", "p").node("Sub", "p,p", "z");
        assertTrue(Float.isNaN(read(joined).predict(new float[] {1, 2})[0]));
    }

    /** Long names, all attributes and few weights: what a layer takes in memory is more than its bytes in the file. */
    @Test
    void networksOfManyLayers() {
        assertEquals(120, read(named(120, 1)).layers().size());
        assertEquals(200, read(named(200, 16)).layers().size());
        assertEquals(1000, read(named(1000, 32)).layers().size());
    }

    private static OnnxBuilder named(int layers, int units) {
        OnnxBuilder graph = new OnnxBuilder(17, units);
        String in = "x";
        for (int i = 0; i < layers; i++) {
            String layer = "/layers/layers." + 2 * i + "/Gemm";
            String relu = "/layers/layers." + (2 * i + 1) + "/Relu";
            String weight = "layers." + 2 * i + ".weight";
            String bias = "layers." + 2 * i + ".bias";
            String out = i == layers - 1 ? "z" : relu + "_output_0";
            graph.floats(weight, new float[units * units], units, units).floats(bias, new float[units], units)
                    .addNode(OnnxBuilder.nodeMessage("Gemm", in + "," + weight + "," + bias, layer + "_output_0",
                            attribute("alpha", 1f), attribute("beta", 1f), attribute("transB", 1L)).text(3, layer))
                    .addNode(OnnxBuilder.nodeMessage("Relu", layer + "_output_0", out).text(3, relu));
            in = out;
        }
        return graph;
    }

    /** What is not shifted may be infinite. */
    @Test
    void infiniteWeightBesideAShift() {
        OnnxBuilder graph = new OnnxBuilder(13, 2).floats("a", new float[] {0, 20}, 2)
                .floats("w", new float[] {Float.POSITIVE_INFINITY, 1}, 2, 1).node("Add", "x,a", "y").node("MatMul", "y,w", "z");
        assertArrayEquals(new float[] {Float.NEGATIVE_INFINITY}, read(graph).predict(new float[] {-1, 2}));
    }

    @Test
    void columnsAlongAnAxisOfAPicture() {
        float[] w = {1, 10, 100, 1000};
        Network network = read(new OnnxBuilder(13).input("x", OnnxBuilder.FLOAT, -1, 2, 3).output("z").floats("w", w, 4, 1)
                .integers("i", 2, 0).integers("s", 0, -1).node("Gather", "x,i", "g", attribute("axis", 2L))
                .node("Reshape", "g,s", "f").node("MatMul", "f,w", "z"));
        assertArrayEquals(new float[] {3 + 10 + 600 + 4000}, network.predict(new float[] {1, 2, 3, 4, 5, 6}));
        Network row = read(new OnnxBuilder(13).input("x", OnnxBuilder.FLOAT, -1, 2, 3).output("z")
                .initializer(OnnxBuilder.integerTensor("i", new long[] {-1})).node("Gather", "x,i", "f", attribute("axis", 1L))
                .floats("v", new float[] {1, 10, 100}, 3, 1).node("MatMul", "f,v", "z"));
        assertArrayEquals(new float[] {4 + 50 + 600}, row.predict(new float[] {1, 2, 3, 4, 5, 6}));
    }

    @Test
    void aColumnOfASoftmaxNeedsTheOthers() {
        Samples.assertSame(Network.of(DenseLayer.of(2, 3, W, B, Activation.SOFTMAX),
                        DenseLayer.of(3, 1, new float[] {0, 1, 0}, null, Activation.IDENTITY)),
                read(two(13).initializer(OnnxBuilder.integerTensor("i", new long[] {1})).node("Gemm", "x,w,b", "y")
                        .node("Softmax", "y", "s").node("Gather", "s,i", "z", attribute("axis", 1L))));
    }

    @Test
    void dropoutIsNothingWhenItIsOver() {
        for (long opset : new long[] {7, 10, 12, 13, 22}) {
            OnnxBuilder graph = two(opset).node("Gemm", "x,w,b", "y");
            Samples.assertSame(expected(Activation.IDENTITY), read(opset < 12
                    ? graph.node("Dropout", "y", "z,mask", attribute("ratio", 0.3f))
                    : graph.floats("ratio", new float[] {0.3f}).initializer(OnnxBuilder.header("off", OnnxBuilder.BOOL).bytes(9, new byte[1]))
                            .node("Dropout", "y,ratio,off", "z")));
        }
        Samples.assertSame(expected(Activation.IDENTITY), read(two(6).node("Gemm", "x,w,b", "y", attribute("broadcast", 1L))
                .node("Dropout", "y", "z", attribute("is_test", 1L))));
    }

    @Test
    void aRegressorOfScikitLearn() {
        OnnxBuilder graph = new OnnxBuilder(17).input("x", OnnxBuilder.FLOAT, -1, 2).output("z").floats("w", W, 2, 3)
                .floats("b", B, 1, 3).floats("v", new float[] {1, 2, 3}, 3, 1).floats("c", new float[] {4}, 1, 1)
                .integers("shape", -1, 1)
                .node("Cast", "x", "f", attribute("to", 1L)).node("MatMul", "f,w", "m").node("Add", "m,b", "a").node("Relu", "a", "r")
                .node("MatMul", "r,v", "n").node("Add", "n,c", "o").node("Reshape", "o,shape", "z");
        Message model = graph.model().message(8, new Message().text(1, "ai.onnx.ml").number(2, 3));
        Samples.assertSame(Network.of(DenseLayer.of(2, 3, W, B, Activation.RELU),
                DenseLayer.of(3, 1, new float[] {1, 2, 3}, new float[] {4}, Activation.IDENTITY)), Onnx.read(model.toBytes(), "test"));
    }

    @Test
    void aFileOfAnyNameIsRecognised(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws java.io.IOException {
        java.nio.file.Path file = java.nio.file.Files.write(folder.resolve("model"), two(13).node("Gemm", "x,w,b", "z").toBytes());
        Samples.assertSame(expected(Activation.IDENTITY), ModelFile.read(file));
        Samples.assertSame(expected(Activation.IDENTITY), Onnx.read(file));
        assertTrue(ModelFile.read(file).toString().startsWith("Network[2x3"));
    }
}
