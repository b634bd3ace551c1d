package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.Network;
import dev.lanewise.io.HostileFiles.Reader;
import dev.lanewise.io.OnnxBuilder.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.lanewise.io.OnnxBuilder.attribute;
import static dev.lanewise.io.Samples.entry;
import static dev.lanewise.io.Samples.file;
import static dev.lanewise.io.Samples.metadata;
import static dev.lanewise.io.Samples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** All formats, cut, mutated and inflated: a network or a refusal comes out, in time and memory that follow the file. */
class HostileFilesTest {
    private static final int MUTATIONS = 200_000;

    /** With a copy of the bytes, as reading a file makes one. */
    private static final Reader ONNX = bytes -> Onnx.read(bytes.clone(), "mutated.onnx");
    private static final Reader NPZ = bytes -> Npz.read(bytes.clone(), "mutated.npz", Activation.RELU, Activation.SOFTMAX);
    private static final Reader SAFETENSORS_FILE = Samples::readSized;
    private static final Reader SAFETENSORS_STREAM = Samples::read;

    static byte[] halves() {
        return file(object(metadata("clip(0.0, 6.0),softmax"), entry("net.0.weight", "F16", "2,3", "0,12"),
                entry("net.0.bias", "F64", "2", "12,28"), entry("net.3.weight", "BF16", "4,2", "28,44")), 44);
    }

    /** As PyTorch writes a network of two layers. */
    private static byte[] gemms() {
        return new OnnxBuilder(17, 3).floats("0.weight", new float[12], 4, 3).floats("0.bias", new float[4], 4)
                .floats("2.weight", new float[8], 2, 4)
                .node("Gemm", "x,0.weight,0.bias", "a", attribute("alpha", 1f), attribute("beta", 1f), attribute("transB", 1L))
                .node("Relu", "a", "r").node("Gemm", "r,2.weight", "b", attribute("transB", 1L))
                .node("Softmax", "b", "z", attribute("axis", -1L)).toBytes();
    }

    /** With most of what else is read: a scaler, SiLU spelled out, batch normalisation, shapes, a cut. */
    private static byte[] everything() {
        return new OnnxBuilder(13).input("x", OnnxBuilder.FLOAT, -1, 1, 3).output("z").floats("m", new float[] {1, 2, 3}, 3)
                .floats("v", new float[] {1, 2, 3, 4}, 4).integers("s", 0, -1).integers("i", 0, 2)
                .initializer(OnnxBuilder.header("w", OnnxBuilder.FLOAT16, 3, 4).bytes(5, new byte[12]))
                .node("Sub", "x,m", "c").node("Reshape", "c,s", "f").node("MatMul", "f,w", "y")
                .node("BatchNormalization", "y,v,v,v,v", "n", attribute("epsilon", 0.001f)).node("Sigmoid", "n", "g")
                .node("Mul", "n,g", "h").node("Gather", "h,i", "t", attribute("axis", 1L)).node("Tanh", "t", "z").toBytes();
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of("diabetes.safetensors", Samples.shipped(Samples.DIABETES), SAFETENSORS_FILE),
                Arguments.of("diabetes.safetensors as a stream", Samples.shipped(Samples.DIABETES), SAFETENSORS_STREAM),
                Arguments.of("halves.safetensors", halves(), SAFETENSORS_FILE),
                Arguments.of("stored.npz", NpzReadTest.resource("numpy-stored.npz"), NPZ),
                Arguments.of("deflated.npz", NpzReadTest.resource("numpy-deflated-streamed.npz"), NPZ),
                Arguments.of("gemms.onnx", gemms(), ONNX),
                Arguments.of("everything.onnx", everything(), ONNX));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void everyTruncationIsRefused(String name, byte[] whole, Reader reader) {
        assertTrue(readable(whole, reader), "the whole file is good");
        for (int length = 0; length < whole.length; length++) {
            assertNull(HostileFiles.read(Arrays.copyOf(whole, length), reader, name + " cut to " + length),
                    name + " cut to " + length + " bytes");
        }
    }

    /** Not measured: classes load, which allocates. */
    private static boolean readable(byte[] file, Reader reader) {
        try {
            return reader.read(file) != null;
        } catch (ModelFormatException e) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void mutationsOfOnnxGiveANetworkOrARefusal() {
        assumeFirstRun();
        List<byte[]> originals = new ArrayList<>(List.of(gemms(), everything()));
        IntStream.range(0, 200).forEach(seed -> originals.add(new SpelledNetwork(seed).file()));
        mutate(originals, ONNX, new OnnxMutation()::mutate);
    }

    @Test
    void mutationsOfSafetensorsGiveANetworkOrARefusal() {
        assumeFirstRun();
        List<byte[]> originals = List.of(Samples.shipped(Samples.DIABETES), halves());
        SplittableRandom way = new SplittableRandom(1);
        mutate(originals, bytes -> way.nextBoolean() ? Samples.read(bytes) : Samples.readSized(bytes),
                SafetensorsMutation::mutate);
    }

    @Test
    void mutationsOfNpzGiveANetworkOrARefusal() {
        assumeFirstRun();
        List<byte[]> originals = new ArrayList<>();
        for (String kind : List.of("stored", "deflated", "stored-streamed", "deflated-streamed")) {
            originals.add(NpzReadTest.resource("numpy-" + kind + ".npz"));
        }
        mutate(originals, NPZ, NpzMutation::mutate);
    }

    /** The runs that differ in vectors only would repeat it. */
    private static void assumeFirstRun() {
        assumeTrue(System.getProperty("lanewise.test.bits") == null && !"loop".equals(System.getProperty("lanewise.test.backend")),
                "done once, in the run with vectors of the machine's width");
    }

    private interface Mutation {
        byte[] mutate(byte[] original, SplittableRandom random);
    }

    private static void mutate(List<byte[]> originals, Reader reader, Mutation mutation) {
        long start = System.nanoTime();
        SplittableRandom random = new SplittableRandom(20_261_125);
        int networks = 0;
        for (byte[] original : originals) { // classes load, which allocates
            readable(original, reader);
        }
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutation.mutate(originals.get(random.nextInt(originals.size())), random);
            Network network = HostileFiles.read(mutated, reader, "mutation " + i);
            networks += network == null ? 0 : 1;
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        System.out.printf("%d mutations, %d of them networks, in %.1f s%n", MUTATIONS, networks, seconds);
        assertTrue(seconds < 120, seconds + " s");
        assertTrue(networks > MUTATIONS / 20 && networks < MUTATIONS / 2, networks + " networks: too wild or too tame");
    }

    /** Files whose few bytes ask for much: each is refused or read within the limits, which the reading itself checks. */
    static Stream<Arguments> lavishFiles() {
        float[] many = new float[1 << 16];
        Arrays.fill(many, 1);
        return Stream.of(
                Arguments.of("a large constant added again and again", chain(new OnnxBuilder(13, many.length).floats("c", many, many.length), 640, "Add", "c")),
                Arguments.of("a large constant multiplied again and again", chain(new OnnxBuilder(13, many.length).floats("c", many, many.length), 640, "Mul", "c")),
                Arguments.of("large slopes, again and again", chain(new OnnxBuilder(13, many.length).floats("c", many, many.length), 640, "PRelu", "c")),
                Arguments.of("a layer used again and again", chain(new OnnxBuilder(13, 256).floats("c", many, 256, 256), 640, "MatMul", "c")),
                Arguments.of("activations of many columns in a row", chain(new OnnxBuilder(13, 256), 510, "Tanh", null)),
                Arguments.of("selections in a row", chain(new OnnxBuilder(13, 4096).integers("c", IntStream.range(0, 4096).asLongStream().toArray()), 240, "Gather", "c")),
                Arguments.of("a constant negated again and again", constants(many)),
                Arguments.of("too many: ten thousand nodes on nothing", chain(new OnnxBuilder(13, 1), 10_000, "Identity", null)),
                Arguments.of("too many: ten thousand dead nodes", dead(10_000)),
                Arguments.of("too many: a hundred thousand one-letter names", names(100_000)),
                Arguments.of("too many: a hundred thousand attributes", attributes(100_000)),
                Arguments.of("a hundred thousand floats one by one", floatsOneByOne(100_000)),
                Arguments.of("a million varints of a byte as halves", halvesOfAByte(1_000_000)),
                Arguments.of("a million integers in a constant", integers(1_000_000)),
                Arguments.of("long names that are not ASCII", longNames(300)),
                Arguments.of("long names with one character that is wide", wideNames("a".repeat(4094), 300)),
                Arguments.of("short names with one character that is wide", wideNames("a".repeat(62), 2000)),
                Arguments.of("as many wide characters as may be", wideNames("a".repeat(4094), 16)),
                Arguments.of("locations and checksums with one character that is wide", wideLocations(1000, "location", "checksum")),
                Arguments.of("checksums with one character that is wide", wideLocations(1000, "checksum")),
                Arguments.of("as many activations of one column as may be", chain(new OnnxBuilder(13, 1), 510, "Tanh", null)),
                Arguments.of("as many activations of forty columns as may be", chain(new OnnxBuilder(13, 40), 510, "Tanh", null)),
                Arguments.of("a column of the last of forty thousand activations", selectedLast(40_000)),
                Arguments.of("axes taken and given back", squeezedAndBack(380)),
                Arguments.of("transposed tensors of eight axes", transposed(380)),
                Arguments.of("scalings of a tensor of eight axes", normalised(195)),
                Arguments.of("columns of a PReLU again and again", gathersOfSlopes(160_000, 160_000, 100)),
                Arguments.of("a column of a PReLU again and again", gathersOfSlopes(1000, 1, 125)),
                Arguments.of("a PReLU behind twenty thousand activations", deep(20_000, "Tanh", "PRelu")),
                Arguments.of("a scaling behind twenty thousand activations", deep(20_000, "Tanh", "Mul")),
                Arguments.of("a chain of PReLUs that differ in the last slope", slopes(700, 290)),
                Arguments.of("GELUs by formula with a factor for each column", gelus(4096, 50)),
                Arguments.of("a few GELUs by formula with many factors", gelus(1 << 19, 4)),
                Arguments.of("cubes with a coefficient for each column, added again and again", cubes(100_000, 24, 10 << 20)),
                Arguments.of("products of sums with a number for each column", productsOfSums(100_000, 11, 10 << 20)),
                Arguments.of("scalers of sums", scaled(10_000, 172, 10 << 20, "Scaler")),
                Arguments.of("batch normalisations of sums", scaled(10_000, 61, 10 << 20, "BatchNormalization")),
                Arguments.of("activations, constants, integers and a wide name", severalAtOnce(466, 1000, 36, 4200)),
                Arguments.of("a maximum of many, constants and integers", maximum(1380, 1000, 34, 4100, 0, "")),
                Arguments.of("a maximum of many, constants, integers and long names", maximum(40_000, 10_000, 254, 74_000, 1010, "a")),
                Arguments.of("a maximum of many and long names", maximum(37_000, 10_000, 1, 0, 1010, "a")),
                Arguments.of("constants and long names", maximum(1, 10_000, 255, 0, 1010, "a")),
                Arguments.of("a maximum of many and long names with one character that is wide", maximum(10_000, 1000, 1, 0, 130, "\u0100")),
                Arguments.of("halves as numbers of a byte under wide names", halvesUnderWideNames(1390)),
                Arguments.of("lists of floats under wide names", listsUnderWideNames(577)),
                Arguments.of("more integers than may be", attributesAndIntegers(0, 1, 60_000, 0)),
                Arguments.of("tensors without use, constants and integers", unused(1400, 1000, 34, 4150)),
                Arguments.of("a vector doubled again and again", doubled(100_000, 370)),
                Arguments.of("a large vector doubled again and again", doubled(2_000_000, 100)),
                Arguments.of("as many attributes and integers as may be", attributesAndIntegers(1480, 30, 129, 0)),
                Arguments.of("as many attributes and integers as may be in a megabyte", attributesAndIntegers(6000, 95, 120, 1 << 20)),
                Arguments.of("two hundred slices of nothing", slicesOfNothing(200)),
                Arguments.of("floats in thirty thousand pieces", floatsInPieces(100, 30_000)),
                Arguments.of("integers joined again and again", joined(10_000, 40)),
                Arguments.of("halves of a byte, each negated", negatedHalves(4_000_000, 8)),
                Arguments.of("equal numbers as the slope of a softplus again and again", softplusOfMany(1 << 20, 400)),
                Arguments.of("a large constant of ones between softmaxes", onesBetweenSoftmaxes(1 << 20, 400)),
                Arguments.of("as many shifts as may be", chain(new OnnxBuilder(13, 1).floats("c", new float[1], 1), 380, "Add", "c")),
                Arguments.of("a scaler of many columns", new OnnxBuilder(13, many.length).floats("c", many, many.length).floats("d", many, many.length)
                        .floats("w", many, many.length, 1).node("Sub", "x,c", "s").node("Mul", "s,d", "y").node("MatMul", "y,w", "z").toBytes()),
                Arguments.of("halves beyond the floats in the end", overflowing(1 << 20)),
                Arguments.of("columns for no data", new OnnxBuilder(13, 1 << 24).node("Relu", "x", "z").toBytes()),
                Arguments.of("columns for a scalar", new OnnxBuilder(13, 1 << 24).floats("c", new float[1]).node("Mul", "x,c", "z").toBytes()));
    }

    private static byte[] chain(OnnxBuilder graph, int length, String operator, String constant) {
        Message[] attributes = operator.equals("Gather") ? new Message[] {attribute("axis", 1L)} : new Message[0];
        String in = "x";
        for (int i = 1; i <= length; i++) {
            String out = i == length ? "z" : "t" + i;
            graph.node(operator, constant == null ? in : in + "," + constant, out, attributes);
            in = out;
        }
        return graph.toBytes();
    }

    /** Padded with a field that is skipped, to what so many steps may take. */
    private static byte[] selectedLast(int length) {
        OnnxBuilder graph = new OnnxBuilder(13, 1).integers("i", 0);
        String in = "x";
        for (int i = 1; i <= length; i++) {
            graph.node("Tanh", in, "t" + i);
            in = "t" + i;
        }
        graph.node("Gather", in + ",i", "z", attribute("axis", 1L));
        return graph.toBytesAfter(new Message().bytes(43, new byte[32 << 20]));
    }

    private static OnnxBuilder eightAxes(int opset) {
        return new OnnxBuilder(opset).input("t0", OnnxBuilder.FLOAT, -1, 1, 1, 1, 1, 1, 1, 1).output("z");
    }

    private static byte[] squeezedAndBack(int nodes) {
        OnnxBuilder graph = eightAxes(11);
        for (int i = 0; i < nodes; i++) {
            graph.node(i % 2 == 0 ? "Squeeze" : "Unsqueeze", "t" + i, i == nodes - 1 ? "z" : "t" + (i + 1),
                    attribute("axes", new long[] {1, 2, 3, 4, 5, 6, 7}));
        }
        return graph.toBytes();
    }

    private static byte[] transposed(int nodes) {
        OnnxBuilder graph = eightAxes(13);
        for (int i = 0; i < nodes; i++) {
            graph.node("Transpose", "t" + i, i == nodes - 1 ? "z" : "t" + (i + 1), attribute("perm", new long[] {0, 2, 1, 4, 3, 6, 5, 7}));
        }
        return graph.toBytes();
    }

    private static byte[] normalised(int nodes) {
        OnnxBuilder graph = eightAxes(13).floats("o", new float[] {1}, 1);
        for (int i = 0; i < nodes; i++) {
            graph.node("BatchNormalization", "t" + i + ",o,o,o,o", i == nodes - 1 ? "z" : "t" + (i + 1));
        }
        return graph.toBytes();
    }

    private static byte[] gathersOfSlopes(int slopes, int taken, int nodes) {
        float[] rising = new float[slopes];
        for (int i = 0; i < slopes; i++) {
            rising[i] = i * 1e-7f;
        }
        OnnxBuilder graph = new OnnxBuilder(13, slopes).floats("s", rising, slopes)
                .integers("i", IntStream.range(0, taken).asLongStream().toArray()).node("PRelu", "x,s", "p");
        for (int i = 0; i < nodes; i++) {
            graph.node("Gather", "p,i", "g" + i, attribute("axis", 1L)).node("Tanh", "g" + i, "h" + i);
        }
        for (int i = 1; i < nodes; i++) { // a sum of branches, refused after all of them
            graph.node("Add", (i == 1 ? "h0" : "a" + (i - 1)) + ",h" + i, i == nodes - 1 ? "z" : "a" + i);
        }
        return graph.toBytes();
    }

    /** Padded with a field that is skipped, to what so many nodes may take. */
    private static byte[] padded(OnnxBuilder graph, int bytes) {
        return graph.model().bytes(43, new byte[bytes]).toBytes();
    }

    private static byte[] deep(int length, String operator, String last) {
        OnnxBuilder graph = new OnnxBuilder(13, 2).floats("c", new float[] {.1f, .2f}, 2);
        String in = "x";
        for (int i = 0; i < length; i++) {
            graph.node(operator, in, "t" + i);
            in = "t" + i;
        }
        return padded(graph.node(last, in + ",c", "z"), length * 780);
    }

    private static byte[] slopes(int columns, int length) {
        float[] slopes = new float[columns];
        slopes[columns - 1] = 1;
        return chain(new OnnxBuilder(13, columns).floats("c", slopes, columns), length, "PRelu", "c");
    }

    private static byte[] gelus(int columns, int count) {
        byte[] halves = new byte[2 * columns];
        for (int i = 0; i < columns; i++) {
            halves[2 * i] = (byte) i;
            halves[2 * i + 1] = 0x3c;
        }
        OnnxBuilder graph = new OnnxBuilder(13, columns).initializer(OnnxBuilder.header("c", OnnxBuilder.FLOAT16, columns).bytes(9, halves))
                .floats("k", new float[] {(float) Math.sqrt(.5)}).floats("o", new float[] {1});
        String in = "x";
        for (int i = 0; i < count; i++) {
            String out = i == count - 1 ? "z" : "y" + i;
            graph.node("Mul", in + ",c", "q" + i).node("Mul", in + ",k", "m" + i).node("Erf", "m" + i, "e" + i)
                    .node("Add", "e" + i + ",o", "a" + i).node("Mul", "q" + i + ",a" + i, out);
            in = out;
        }
        return graph.toBytes();
    }

    /** Numbers that differ, so that they are an array. */
    private static OnnxBuilder withVector(int columns) {
        byte[] halves = new byte[2 * columns];
        for (int i = 0; i < columns; i++) {
            halves[2 * i] = (byte) i;
            halves[2 * i + 1] = 0x3c;
        }
        return new OnnxBuilder(13, columns).initializer(OnnxBuilder.header("c", OnnxBuilder.FLOAT16, columns).bytes(9, halves))
                .floats("one", new float[] {1});
    }

    /** c (1 + x)³ + (1 + x)³ + ...: four sums each. */
    private static byte[] cubes(int columns, int count, int padding) {
        OnnxBuilder graph = withVector(columns).floats("three", new float[] {3}).node("Add", "x,one", "q").node("Pow", "q,three", "r")
                .node("Mul", "r,c", "a0");
        for (int i = 0; i < count; i++) {
            graph.node("Add", "x,one", "q" + i).node("Pow", "q" + i + ",three", "r" + i)
                    .node("Add", "a" + i + ",r" + i, i == count - 1 ? "z" : "a" + (i + 1));
        }
        return padded(graph, padding);
    }

    /** (x + c)(x + 1)(x + 1), again and again: two sums and two more, where one number of each product is 1. */
    private static byte[] productsOfSums(int columns, int count, int padding) {
        OnnxBuilder graph = withVector(columns);
        for (int i = 0; i < count; i++) {
            graph.node("Add", "x,c", "v" + i).node("Add", "x,one", "u" + i).node("Mul", "v" + i + ",u" + i, "w" + i)
                    .node("Add", "x,one", "y" + i).node("Mul", "w" + i + ",y" + i, i == 0 ? "s0" : "t" + i);
            if (i > 0) {
                graph.node("Add", "s" + (i - 1) + ",t" + i, i == count - 1 ? "z" : "s" + i);
            }
        }
        return padded(graph, padding);
    }

    /** Of x + 1, whose product costs nothing and whose sum does. */
    private static byte[] scaled(int columns, int count, int padding, String operator) {
        float[] rising = new float[columns];
        for (int i = 0; i < columns; i++) {
            rising[i] = 1 + i * 1e-7f;
        }
        Message[] numbers = {packed("offset", rising), packed("scale", rising)};
        OnnxBuilder graph = withVector(columns).floats("v", rising, columns);
        for (int i = 0; i < count; i++) {
            String out = i == 0 ? "a0" : "t" + i;
            graph.node("Add", "x,one", "s" + i).addNode(operator.equals("Scaler")
                    ? OnnxBuilder.nodeMessage(operator, "s" + i, out, numbers).text(7, "ai.onnx.ml")
                    : OnnxBuilder.nodeMessage(operator, "s" + i + ",v,v,v,v", out));
            if (i > 0) {
                graph.node("Add", "a" + (i - 1) + ",t" + i, i == count - 1 ? "z" : "a" + i);
            }
        }
        return padded(graph, padding);
    }

    private static Message packed(String name, float[] values) {
        return new Message().text(1, name).bytes(7, OnnxBuilder.bytes(values)).number(20, 6);
    }

    /** A dead node with so many integers, and weights of so many halves, negated again and again. */
    private static OnnxBuilder negated(int halves, int times, int integers) {
        byte[] numbers = new byte[2 * halves];
        for (int i = 0; i < halves; i++) {
            numbers[2 * i] = (byte) i;
            numbers[2 * i + 1] = 0x3c;
        }
        OnnxBuilder graph = new OnnxBuilder(20, 1)
                .addNode(new Message().text(2, "D").message(5, new Message().bytes(8, new byte[integers]).number(20, 7)))
                .initializer(OnnxBuilder.header("W0", OnnxBuilder.FLOAT16, 1, halves).bytes(9, numbers));
        for (int i = 0; i < times; i++) {
            graph.node("Neg", "W" + i, "W" + (i + 1));
        }
        return graph;
    }

    private static byte[] severalAtOnce(int activations, int halves, int times, int integers) {
        OnnxBuilder graph = negated(halves, times, integers).addNode(new Message().text(2, "W\u0100"));
        for (int i = 0; i < activations; i++) {
            graph.addNode(OnnxBuilder.nodeMessage("HardSigmoid", i == 0 ? "x" : "t" + i, "t" + (i + 1)).text(3, "a").text(7, ""));
        }
        return graph.node("MatMul", "t" + activations + ",W" + times, "z").toBytes();
    }

    /** Each input is a clip of the clip before, with a text of two numbers; names and operators of dead nodes are long. */
    private static byte[] maximum(int inputs, int halves, int times, int integers, int names, String last) {
        OnnxBuilder graph = negated(halves, times, integers).floats("c", new float[] {-1.2345679E-38f})
                .floats("h", new float[] {1.7654321E-38f}).node("Min", "x,h", "a0").node("Max", "a0" + ",c".repeat(inputs), "a1");
        String longest = "a".repeat(4094) + last;
        for (int i = 0; i < names; i++) {
            graph.addNode(new Message().text(2, "N" + i).text(3, longest).text(4, longest));
        }
        return padded(graph.node("MatMul", "a1,W" + times, "z"), names == 0 ? 0 : 1 << 20);
    }

    /** All names have one hash, so that maps have trees. */
    private static byte[] halvesUnderWideNames(int tensors) {
        OnnxBuilder graph = new OnnxBuilder(20, 1);
        for (int i = 0; i < tensors; i++) {
            int high = i / 31;
            int low = i % 31;
            char[] name = {(char) (0x180 + high), (char) (0x750 - 31 * high + low), (char) (0x700 - 31 * low)};
            graph.initializer(new Message().number(2, OnnxBuilder.FLOAT16).text(8, new String(name)).bytes(5, new byte[1]));
        }
        return graph.node("Foo", "x", "z").toBytes();
    }

    private static byte[] listsUnderWideNames(int nodes) {
        OnnxBuilder graph = new OnnxBuilder(20, 1);
        for (int i = 0; i < nodes; i++) {
            graph.addNode(new Message().text(3, "\u0100").text(4, "\u0100").text(7, "\u0100")
                    .message(5, new Message().text(1, "\u0100").real(7, 1).number(20, 6))
                    .message(5, new Message().text(1, "\u0101").real(7, 1).number(20, 6)));
        }
        return graph.node("Foo", "x", "z").toBytes();
    }

    private static byte[] unused(int tensors, int halves, int times, int integers) {
        OnnxBuilder graph = negated(halves, times, integers);
        for (int i = 0; i < tensors; i++) {
            graph.initializer(new Message().number(2, 1).text(8, "u" + i).bytes(9, new byte[4]));
        }
        return graph.node("MatMul", "x,W" + times, "z").toBytes();
    }

    /** Doubled again and again: a name that is used twice is a step of its own. */
    private static byte[] doubled(int columns, int count) {
        float[] rising = new float[columns];
        for (int i = 0; i < columns; i++) {
            rising[i] = 1 + i * 1e-7f;
        }
        OnnxBuilder graph = new OnnxBuilder(13, columns).floats("c", rising, columns).node("Mul", "x,c", "m0");
        for (int i = 0; i < count; i++) {
            graph.node("Add", "m" + i + ",m" + i, i == count - 1 ? "z" : "m" + (i + 1));
        }
        return graph.toBytes();
    }

    private static byte[] attributesAndIntegers(int attributes, int lists, int integers, int padding) {
        Message node = new Message().text(2, "d").text(4, "N");
        for (int i = 0; i < lists; i++) {
            node.message(5, new Message().text(1, "i" + i).bytes(8, new byte[integers]).number(20, 7));
        }
        for (int i = 0; i < attributes; i++) {
            node.message(5, new Message().text(1, "").bytes(7, new byte[0]).number(20, 6));
        }
        return padded(new OnnxBuilder(13, 1).node("Relu", "x", "z").addNode(node), padding);
    }

    private static byte[] slicesOfNothing(int nodes) {
        OnnxBuilder graph = new OnnxBuilder(13, 1).integers("l0").integers("zeros", new long[8]);
        for (int i = 0; i < nodes; i++) {
            graph.node("Slice", "l" + i + ",zeros,zeros,zeros", "l" + (i + 1));
        }
        return graph.node("Reshape", "x,l" + nodes, "z").toBytes();
    }

    private static byte[] floatsInPieces(int floats, int pieces) {
        Message list = new Message().text(1, "value_floats");
        byte[] piece = new byte[4 * floats];
        for (int i = 0; i < pieces; i++) {
            list.bytes(7, piece);
        }
        return new OnnxBuilder(13, floats * pieces).addNode(OnnxBuilder.nodeMessage("Constant", "", "c").message(5, list.number(20, 6)))
                .node("Mul", "x,c", "z").toBytes();
    }

    private static byte[] joined(int count, int times) {
        return new OnnxBuilder(13, 1).integers("i", new long[count])
                .node("Concat", "i" + ",i".repeat(times - 1), "j", attribute("axis", 0L)).node("Reshape", "x,j", "z").toBytes();
    }

    private static byte[] negatedHalves(int count, int parts) {
        OnnxBuilder graph = new OnnxBuilder(13, count / parts);
        for (int i = 0; i < parts; i++) {
            graph.initializer(OnnxBuilder.header("w" + i, OnnxBuilder.FLOAT16, count / parts).bytes(5, new byte[count / parts]))
                    .node("Neg", "w" + i, "n" + i);
        }
        for (int i = 0; i < parts; i++) {
            graph.node("Add", (i == 0 ? "x" : "a" + (i - 1)) + ",n" + i, i == parts - 1 ? "z" : "a" + i);
        }
        return graph.toBytes();
    }

    private static byte[] softplusOfMany(int columns, int times) {
        float[] ones = new float[columns];
        Arrays.fill(ones, 1);
        OnnxBuilder graph = new OnnxBuilder(13, columns).floats("c", ones, columns).floats("b", new float[] {20});
        String in = "x";
        for (int i = 0; i < times; i++) {
            String out = i == times - 1 ? "z" : "w" + i;
            graph.node("Mul", in + ",c", "m" + i).node("Greater", "m" + i + ",b", "g" + i).node("Softplus", "m" + i, "s" + i)
                    .node("Mul", "s" + i + ",c", "d" + i).node("Where", "g" + i + "," + in + ",d" + i, out);
            in = out;
        }
        return graph.toBytes();
    }

    private static byte[] onesBetweenSoftmaxes(int columns, int times) {
        float[] ones = new float[columns];
        Arrays.fill(ones, 1);
        OnnxBuilder graph = new OnnxBuilder(13, columns).floats("c", ones, columns);
        String in = "x";
        for (int i = 0; i < times; i++) {
            String out = i == times - 1 ? "z" : "s" + i;
            graph.node("Mul", in + ",c", "m" + i).node("Softmax", "m" + i, out, attribute("axis", -1L));
            in = out;
        }
        return graph.toBytes();
    }

    private static byte[] constants(float[] values) {
        OnnxBuilder graph = new OnnxBuilder(13, values.length).floats("c0", values, values.length);
        for (int i = 0; i < 700; i++) {
            graph.node("Neg", "c" + i, "c" + (i + 1));
        }
        return graph.node("Add", "x,c700", "z").toBytes();
    }

    private static byte[] dead(int count) {
        OnnxBuilder graph = new OnnxBuilder(13, 1).node("Relu", "x", "z");
        for (int i = 0; i < count; i++) {
            graph.node("Neg", "x", "d" + i);
        }
        return graph.toBytes();
    }

    private static byte[] names(int count) {
        Message node = new Message().text(4, "Relu").text(2, "z");
        for (int i = 0; i < count; i++) {
            node.text(1, "x");
        }
        return new OnnxBuilder(13, 1).addNode(node).toBytes();
    }

    private static byte[] attributes(int count) {
        Message node = OnnxBuilder.nodeMessage("Relu", "x", "z");
        for (int i = 0; i < count; i++) {
            node.message(5, attribute(Integer.toString(i, 36), 0L));
        }
        return new OnnxBuilder(13, 1).addNode(node).toBytes();
    }

    private static byte[] floatsOneByOne(int count) {
        return new OnnxBuilder(13, count).node("Constant", "", "c", attribute("value_floats", new float[count]))
                .node("Add", "x,c", "z").toBytes();
    }

    private static byte[] halvesOfAByte(int count) {
        return new OnnxBuilder(13, count).initializer(OnnxBuilder.header("w", OnnxBuilder.FLOAT16, count, 1).bytes(5, new byte[count]))
                .node("MatMul", "x,w", "z").toBytes();
    }

    private static byte[] integers(int count) {
        return new OnnxBuilder(13, 1).initializer(OnnxBuilder.header("w", OnnxBuilder.INT64, count).bytes(7, new byte[count]))
                .node("Gather", "x,w", "z", attribute("axis", 1L)).toBytes();
    }

    private static byte[] overflowing(int count) {
        byte[] huge = java.nio.ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN).putDouble(1e300).array();
        return new OnnxBuilder(13, count).initializer(OnnxBuilder.header("w", OnnxBuilder.FLOAT16, count, 1).bytes(9, new byte[2 * count]))
                .initializer(OnnxBuilder.header("v", OnnxBuilder.DOUBLE, 1, 1).bytes(9, huge))
                .node("MatMul", "x,w", "y").node("MatMul", "y,v", "z").toBytes();
    }

    private static byte[] longNames(int count) {
        OnnxBuilder graph = new OnnxBuilder(13, 1).node("Relu", "x", "z");
        for (int i = 0; i < count; i++) {
            graph.node("Relu", "x", "\u0416".repeat(2000) + i);
        }
        return graph.toBytes();
    }

    private static byte[] wideNames(String ascii, int count) {
        Message node = new Message().text(4, "Relu").text(2, "z");
        for (int i = 0; i < count; i++) {
            node.text(1, ascii + "\u0100");
        }
        return new OnnxBuilder(13, 1).addNode(node).toBytes();
    }

    private static byte[] wideLocations(int count, String... keys) {
        OnnxBuilder graph = new OnnxBuilder(13, 1).node("Relu", "x", "z");
        for (int i = 0; i < count; i++) {
            Message tensor = OnnxBuilder.header("w" + i, OnnxBuilder.FLOAT, 1, 1).number(14, 1);
            for (String key : keys) {
                tensor.message(13, new Message().text(1, key).text(2, "a".repeat(253) + "\u0100"));
            }
            graph.initializer(tensor);
        }
        return graph.toBytes();
    }

    private static byte[] emptyTensors(String name, int count) {
        StringBuilder members = new StringBuilder(metadata("relu"));
        for (int i = 0; i < count; i++) {
            members.append(',').append(entry(name + "b" + i + ".weight", "F32", "1,0", "0,0"));
        }
        return file("{" + members + "}", 0);
    }

    private static byte[] layers(String name, int count) {
        StringBuilder members = new StringBuilder(metadata("relu"));
        for (int i = 0; i < count; i++) {
            members.append(',').append(entry(name + "." + i + ".weight", "F32", "1,1", 4 * i + "," + (4 * i + 4)));
        }
        return file("{" + members + "}", 4 * count);
    }

    private static byte[] layersWithMuch(String activation, String shape, int count, int pairs) {
        StringBuilder members = new StringBuilder("\"__metadata__\":{\"activations\":\"" + (activation + ",").repeat(count - 1) + activation + '"');
        for (int i = 0; i < pairs; i++) {
            members.append(",\"").append(i).append("\":\"\"");
        }
        members.append('}');
        for (int i = 0; i < count; i++) {
            members.append(',').append(entry("p".repeat(50) + "." + i + ".weight", "F32", shape, 4 * i + "," + (4 * i + 4)));
        }
        return file("{" + members + "}", 4 * count);
    }

    private static byte[] slopes(int layers, int units, int slopes, String slope) {
        String prelu = "prelu(" + (slope + ",").repeat(slopes - 1) + slope + ")";
        StringBuilder members = new StringBuilder(metadata((prelu + ",").repeat(layers - 1) + prelu));
        int end = 0;
        for (int i = 0; i < layers; i++) {
            int begin = end;
            end += 4 * units * (i == 0 ? 1 : units);
            members.append(',').append(entry(i + ".weight", "F32", units + (i == 0 ? ",1" : "," + units), begin + "," + end));
        }
        return file("{" + members + "}", end);
    }

    /** An escape within a string, for which it must be put together from parts. */
    private static byte[] escaped(String where, int length) {
        String text = "\\u0072" + (where.equals("commas") ? "," : "b").repeat(length);
        return switch (where) {
            case "dtype" -> file(object(metadata("relu"), entry("0.weight", text, "1,1", "0,4")), 4);
            case "shape" -> file(object(metadata("relu"), entry("0.weight", "F32", "\"" + text + "\"", "0,4")), 4);
            default -> file(object(metadata(text), entry("0.weight", "F32", "1,1", "0,4")), 4);
        };
    }

    private static byte[] wideLayers(int count, int spaces) {
        StringBuilder members = new StringBuilder(metadata(String.join(",", Collections.nCopies(count, "hardSigmoid(1E-9, -1.234567E-9)"))));
        for (int i = 0; i < count; i++) {
            members.append(',').append(entry("\u0100" + "p".repeat(48) + "." + i + ".weight", "F32", "1,1", 4 * i + "," + (4 * i + 4)));
        }
        return file("{" + members + "}" + " ".repeat(spaces), 4 * count);
    }

    /** Hard sigmoids and one activation as long as the text may be. */
    private static byte[] oneLong(int count, int length, String character) {
        String rest = "hardSigmoid(1E-9, -1.234567E-9),".repeat(count - 1) + "leakyRelu(1.";
        StringBuilder members = new StringBuilder(metadata(rest + "1".repeat(length - rest.length() - 2) + character + ")"));
        for (int i = 0; i < count; i++) {
            members.append(',').append(entry("\u0100" + "p".repeat(48) + "." + i + ".weight", "F32", "1,1", 4 * i + "," + (4 * i + 4)));
        }
        return file("{" + members + "}", 4 * count);
    }

    private static byte[] manyMetadata(String key, int count) {
        StringBuilder members = new StringBuilder(metadata("relu").replace("}", ""));
        for (int i = 0; i < count; i++) {
            members.append(",\"").append(key).append(i).append("\":\"").append("v".repeat(41)).append('"');
        }
        return file("{" + members + "}}", 0);
    }

    /** Halves and a byte too many, which a stream shows at the end only; and JSON of many tensors. */
    static Stream<Arguments> lavishTensors() {
        int count = 1 << 20;
        StringBuilder many = new StringBuilder(metadata("relu"));
        for (int i = 0; i < 20_000; i++) {
            many.append(',').append(entry(i + ".weight", "F32", "1,1", 4 * i + "," + (4 * i + 4)));
        }
        return Stream.of(
                Arguments.of("halves and one byte more",
                        file(object(metadata("relu"), entry("0.weight", "F16", "1," + count, "0," + 2 * count)), 2 * count + 1)),
                Arguments.of("many tensors", file("{" + many + "}", 80_000)),
                Arguments.of("many tensors without names", file("{" + many.toString().replaceAll("[0-9]+.weight", "") + "}", 80_000)),
                Arguments.of("tensors with long names", emptyTensors("a".repeat(3987), 985)),
                Arguments.of("tensors with names as long as may be", emptyTensors("a".repeat(245), 760)),
                Arguments.of("layers with names as long as may be", layers("a".repeat(245), 700)),
                Arguments.of("layers with wide names as long as may be", layers("a".repeat(244) + "\u0100", 700)),
                Arguments.of("forty thousand pairs of metadata", manyMetadata("k".repeat(37), 40_000)),
                Arguments.of("as many metadata as may be with keys as long as may be", manyMetadata("k".repeat(251) + "\u0100", 740)),
                Arguments.of("metadata with long keys", manyMetadata("k".repeat(4000), 900)),
                Arguments.of("layers with clips", layersWithMuch("clip(0.0, 6.0)", "1,1", 262, 0)),
                Arguments.of("layers with slopes", layersWithMuch("prelu(0.1)", "1,1", 120, 0)),
                Arguments.of("layers with thresholds, and metadata", layersWithMuch("thresholdedRelu(1.0E-10)", "1,1", 132, 127)),
                Arguments.of("layers with wide names and hard sigmoids", wideLayers(383, 0)),
                Arguments.of("as many layers as may be with wide names and hard sigmoids", wideLayers(264, 0)),
                Arguments.of("layers with wide names in a header of spaces", wideLayers(4479, 8 << 20)),
                Arguments.of("as many layers as may be in a header of spaces", wideLayers(2303, 8 << 20)),
                Arguments.of("wide characters for activations", file(object(metadata("\u0416".repeat(60_000)), entry("0.weight", "F32", "1,1", "0,4")), 4)),
                Arguments.of("one long activation with a wide character", oneLong(254, 65_000, "\u0100")),
                Arguments.of("one long activation", oneLong(254, 65_000, "1")),
                Arguments.of("one long activation beside fewer layers", oneLong(128, 40_000, "1")),
                Arguments.of("tensors of eight axes", layersWithMuch("relu", "1,1,1,1,1,1,1,1", 262, 0)),
                Arguments.of("tensors of eight axes, and metadata", layersWithMuch("relu", "1,1,1,1,1,1,1,1", 132, 127)),
                Arguments.of("a deep header", file("{\"__metadata__\":" + "{\"a\":".repeat(100_000) + "}", 0)),
                Arguments.of("a hundred thousand metadata", file("{\"__metadata__\":{" + "\"a\":\"\",".repeat(100_000) + "}}", 0)),
                Arguments.of("a list of a million activations", file(object(metadata(",".repeat(1_000_000)), entry("0.weight", "F32", "1,1", "0,4")), 4)),
                Arguments.of("slopes for one unit", slopes(1, 1, 32_000, "1")),
                Arguments.of("slopes for one unit, ten times", slopes(10, 1, 32_000, "1")),
                Arguments.of("numbers for a clip", file(object(metadata("clip(1" + ",1".repeat(30_000) + ")"), entry("0.weight", "F32", "1,1", "0,4")), 4)),
                Arguments.of("as many slopes as may be", slopes(1, 2072, 2072, "-1.1754944E-38")),
                Arguments.of("as many slopes as may be, the last one wrong", file(object(metadata("prelu(" + "1.1754944E-38,".repeat(2100) + "x)"), entry("0.weight", "F32", "2101,1", "0,8404")), 8404)),
                Arguments.of("as many slopes as may be for many layers", slopes(90, 16, 16, "1.1754944E-38")),
                Arguments.of("as many slopes as may be in as long a text as may be", slopes(1, 2200, 2200, "1.1754944E-38" + "0".repeat(18))),
                Arguments.of("as many slopes of halves as may be", file(object(metadata("prelu(1.1754944E-38" + ",1.1754944E-38".repeat(2099) + ")"), entry("0.weight", "F16", "2100,1", "0,4200")), 4200)),
                Arguments.of("slopes of a large layer", slopes(1, 60_000, 60_000, "1.1754944E-38")),
                Arguments.of("a list of ten million activations", file(object(metadata(",".repeat(10_000_000)), entry("0.weight", "F32", "1,1", "0,4")), 4)),
                Arguments.of("a long text of activations with an escape", escaped("activations", 1 << 20)),
                Arguments.of("a long list of activations with an escape", escaped("commas", 1 << 20)),
                Arguments.of("a long dtype with an escape", escaped("dtype", 1 << 20)),
                Arguments.of("a long text in a shape with an escape", escaped("shape", 1 << 20)),
                Arguments.of("a long text of wide characters", file(object(metadata("\u0416".repeat(1 << 19)), entry("0.weight", "F32", "1,1", "0,4")), 4)),
                Arguments.of("a shape of a million sizes", file(object(metadata("relu"), entry("0.weight", "F32", "1" + ",1".repeat(1_000_000), "0,4")), 4)));
    }

    /** Streams that declare so many numbers, and end after so many: no size but that of the bytes that came may count. */
    @ParameterizedTest
    @CsvSource({"F16, 1048577, 1048578", "F16, 268435456, 1048576", "F16, 268435456, 16777216", "F16, 1048577, 1048576",
        "BF16, 268435456, 40000", "F32, 536870911, 1048577", "F64, 268435456, 1048577", "F64, 1048577, 1048577"})
    void streamsCostNoMoreThanWhatCame(String type, int declared, int there) {
        int width = Dtype.named(type).bits() / 8;
        String header = object(metadata("relu"), entry("0.weight", type, "1," + declared, "0," + (long) width * declared));
        costsNoMore(there + " of " + declared + " numbers of type " + type, file(header, width * there), SAFETENSORS_STREAM);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lavishTensors")
    void tensorsCostNoMoreThanTheirBytes(String name, byte[] file) {
        costsNoMore(name, file, SAFETENSORS_FILE);
        costsNoMore(name + " as a stream", file, SAFETENSORS_STREAM);
    }

    /** Many arrays, long heads, long names, and what inflates to much more than it is. */
    static Stream<Arguments> lavishArchives() {
        byte[] one = NpzBuilder.npy("<f4", false, "1, 1", new byte[4]);
        byte[] longHead = NpzBuilder.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }" + " ".repeat(4000), new byte[4]);
        byte[] longTail = NpzBuilder.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1, ".repeat(1300) + "), }", new byte[4]);
        byte[] zeros = NpzBuilder.npy("<f4", false, "248, 1000", new byte[992_000]);
        byte[] spaces = NpzBuilder.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }" + " ".repeat(790), new byte[4]);
        byte[] columns = NpzBuilder.npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }" + " ".repeat(90), new byte[4]);
        byte[] manySizes = NpzBuilder.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1, ".repeat(8) + "), }", new byte[4]);
        NpzBuilder broken = new NpzBuilder().array("0.weight", zeros, true);
        broken.member(0).crc ^= 1;
        broken.member(0).localCrc ^= 1;
        return Stream.of(
                Arguments.of("as many arrays as may be", arrays(163, one, true)),
                Arguments.of("as many arrays as may be, stored", arrays(174, one, false)),
                Arguments.of("as many arrays as may be with long heads", arrays(163, longHead, true)),
                Arguments.of("as many arrays as may be with many sizes", arrays(163, longTail, true)),
                Arguments.of("as many arrays as may be with as many sizes", arrays(163, manySizes, true)),
                Arguments.of("nearly as many arrays as may be, by columns", arrays(150, NpzBuilder.npy("<f4", true, "1, 1", new byte[4]), true)),
                Arguments.of("as many arrays as may be with heads of spaces", arrays(163, spaces, true)),
                Arguments.of("as many arrays as may be with heads as long as may be", arrays(163, columns, true)),
                Arguments.of("arrays with heads of spaces and padded", padded(440, spaces, 1_000_000)),
                Arguments.of("halves of zeros", new NpzBuilder().array("0.weight", NpzBuilder.npy("<f2", false, "2048, 240", new byte[2 * 2048 * 240]), true).toBytes()),
                Arguments.of("four megabytes of halves in one", halvesAndZeros(1_160_000, 1040)),
                Arguments.of("six megabytes of halves in one", halvesAndZeros(1_160_000, 1500)),
                Arguments.of("ten thousand arrays", arrays(10_000, one, true)),
                Arguments.of("long names that are not ASCII", wideNames(160, "\u0416".repeat(56), one)),
                Arguments.of("names as long as may be with one character that is wide", wideNames(182, "\u0100" + "p".repeat(109) + ".", columns)),
                Arguments.of("names that are longer with one character that is wide", wideNames(211, "\u0100" + "p".repeat(234) + ".", columns)),
                Arguments.of("twenty megabytes and zeros in as many pieces as may be", storedAndZeros(5 << 20, 16_020_000)),
                Arguments.of("a megabyte of zeros", new NpzBuilder().array("0.weight", zeros, true).toBytes()),
                Arguments.of("a megabyte of zeros with a bad checksum", broken.toBytes()),
                Arguments.of("a megabyte of zeros and no place for them", new NpzBuilder().array("0.weight", zeros, true).array("1.weight", one, true).toBytes()),
                Arguments.of("two megabytes of zeros", new NpzBuilder().array("0.weight", zeros, true).array("1.weight", zeros, true).toBytes()));
    }

    /** Halves by chance in so many bytes, which hardly shrink, then zeros, which shrink to nothing. */
    private static byte[] halvesAndZeros(int random, int inputs) {
        byte[] numbers = new byte[2 * 2048 * inputs];
        SplittableRandom chance = new SplittableRandom(1);
        for (int i = 0; i < random; i++) {
            numbers[i] = (byte) (chance.nextInt() & ((i & 1) == 1 ? 0x3b : 0xff)); // none is an infinity or NaN
        }
        return new NpzBuilder().array("0.weight", NpzBuilder.npy("<f2", false, "2048, " + inputs, numbers), true).toBytes();
    }

    private static byte[] storedAndZeros(int stored, int zeros) {
        return new NpzBuilder().array("0.weight", NpzBuilder.npy("<f4", false, stored + ", 1", new byte[4 * stored]), false)
                .array("1.weight", NpzBuilder.npy("<f4", false, "1, " + zeros, new byte[4 * zeros]), true).toBytes();
    }

    /** With one large array, so that there may be more small ones. */
    private static byte[] padded(int count, byte[] npy, int padding) {
        NpzBuilder archive = new NpzBuilder();
        for (int i = 0; i < count; i++) {
            archive.array(i + ".weight", npy, true);
        }
        byte[] random = new byte[padding];
        new SplittableRandom(1).nextBytes(random);
        return archive.array(count + ".weight", NpzBuilder.npy("<f4", false, "1, " + padding / 4, random), false).toBytes();
    }

    /** Names in UTF-8, as both heads of a member say. */
    private static byte[] wideNames(int count, String prefix, byte[] npy) {
        NpzBuilder archive = new NpzBuilder();
        for (int i = 0; i < count; i++) {
            archive.array(prefix + i + ".weight", npy, true);
            archive.member(i).flags = 0x800;
            archive.member(i).localFlags = 0x800;
        }
        return archive.toBytes();
    }

    private static byte[] arrays(int count, byte[] npy, boolean isDeflated) {
        NpzBuilder archive = new NpzBuilder();
        for (int i = 0; i < count; i++) {
            archive.array(i + ".weight", npy, isDeflated);
        }
        return archive.toBytes();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lavishArchives")
    void archivesCostNoMoreThanTheirBytes(String name, byte[] file) {
        costsNoMore(name, file, bytes -> Npz.read(bytes.clone(), "lavish.npz", Activation.RELU));
        for (int layers : new int[] {150, 163, 174, 182, 441}) {
            Activation[] many = new Activation[layers];
            Arrays.fill(many, Activation.RELU);
            costsNoMore(name + ", " + layers + " activations", file, bytes -> Npz.read(bytes.clone(), "lavish.npz", many));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lavishFiles")
    void costsNoMoreThanItsBytes(String name, byte[] file) {
        costsNoMore(name, file, ONNX);
        assertEquals(name.startsWith("too many: "), isRefusedForItsObjects(file), name + ": what it names must be reached");
    }

    /** A path of the caller's own is quoted whole. */
    @Test
    void aLongPathIsQuotedInNoMoreThanTheRest() {
        OnnxBuilder graph = negated(3000, 39, 0);
        byte[] file = graph.node("MatMul", "x,W39", "y").addNode(new Message().text(1, "y").text(2, "z")
                .text(3, "\u0100".repeat(2000)).text(4, "\u0100".repeat(2000))).toBytes();
        costsNoMore("long path", file, bytes -> Onnx.read(bytes.clone(), "/" + "\u0100".repeat(1300)));
    }

    private static boolean isRefusedForItsObjects(byte[] file) {
        try {
            Onnx.read(file.clone(), "lavish.onnx");
            return false;
        } catch (ModelFormatException e) {
            return e.why().contains("messages and names");
        }
    }

    private static void costsNoMore(String name, byte[] file, Reader reader) {
        readable(file, reader);
        long start = HostileFiles.processorTime();
        Network network = HostileFiles.read(file, reader, name);
        assertInTime(name, file, start);
        System.out.println(name + ": " + file.length + " bytes, " + (network == null ? "refused" : network));
    }

    private static void assertInTime(String name, byte[] file, long start) {
        double seconds = (HostileFiles.processorTime() - start) * 1e-9;
        double limit = Math.max(0.1, file.length / (10.0 * (1 << 20)));
        assertTrue(seconds <= limit, name + ": " + seconds + " s for " + file.length + " bytes");
    }

    /** Ten megabytes and more of what a reader may be slow at. */
    static Stream<Arguments> longFiles() {
        int size = 10 << 20;
        float[] weights = new float[1024 * 3000];
        byte[] random = new byte[4 * weights.length];
        new SplittableRandom(7).nextBytes(random);
        long[] manySizes = {2, 2, 2, 2, 2, 2, 2, size / 4 >> 7};
        Reader oneLayer = bytes -> Npz.read(bytes.clone(), "long.npz", Activation.RELU);
        Message unknown = new Message();
        for (int i = 0; i < size / 2; i++) {
            unknown.raw(0xd8, 0x02, 0); // field 43, a varint
        }
        return Stream.of(
                Arguments.of("weights", new OnnxBuilder(13, 1024).floats("w", weights, 1024, 3000).node("MatMul", "x,w", "z").toBytes(), ONNX),
                Arguments.of("transposed weights", new OnnxBuilder(13, 3000).floats("w", weights, 1024, 3000)
                        .node("Gemm", "x,w", "z", attribute("transB", 1L)).toBytes(), ONNX),
                Arguments.of("weights scaled", new OnnxBuilder(13, 1024).floats("w", weights, 1024, 3000)
                        .floats("s", new float[1024], 1024).node("Sub", "x,s", "y").node("MatMul", "y,w", "z").toBytes(), ONNX),
                Arguments.of("a constant of many axes", new OnnxBuilder(13, 1).floats("w", new float[size / 4], manySizes)
                        .node("Add", "w,w", "z").toBytes(), ONNX),
                Arguments.of("a transposed constant of many axes", new OnnxBuilder(13, 1).floats("w", new float[size / 4], manySizes)
                        .node("Transpose", "w", "t").node("Add", "t,t", "z").toBytes(), ONNX),
                Arguments.of("weights scaled by a transposed constant", new OnnxBuilder(13).input("x", OnnxBuilder.FLOAT, -1, 2, 2, 2, 2, 2, 2, 16).output("z")
                        .floats("w", weights, 1024, 3000).floats("s", random(1024), 1, 16, 2, 2, 2, 2, 2, 2)
                        .node("Transpose", "s", "t", attribute("perm", new long[] {0, 7, 6, 5, 4, 3, 2, 1})).node("Mul", "x,t", "y")
                        .node("Flatten", "y", "f").node("MatMul", "f,w", "z").toBytes(), ONNX),
                Arguments.of("halves as varints", halvesOfAByte(size), ONNX),
                Arguments.of("unknown fields", new OnnxBuilder(13, 1).node("Relu", "x", "z").toBytesAfter(unknown), ONNX),
                Arguments.of("unused integers", new OnnxBuilder(13, 1).node("Relu", "x", "z")
                        .initializer(OnnxBuilder.header("u", 13, size).bytes(11, new byte[size])).toBytes(), ONNX),
                Arguments.of("zeros", new byte[size], ONNX),
                Arguments.of("ones", filled(size, 0xff), ONNX),
                Arguments.of("arrays", new NpzBuilder().array("0.weight", NpzBuilder.npy("<f4", false, "1024, 3000", random), false)
                        .toBytes(), oneLayer),
                Arguments.of("deflated arrays", new NpzBuilder().array("0.weight", NpzBuilder.npy("<f4", false, "1024, 3000", random), true)
                        .toBytes(), oneLayer),
                Arguments.of("arrays deflated to three eighths", new NpzBuilder().array("0.weight",
                        NpzBuilder.npy("<f4", false, "2730, 3000", Arrays.copyOf(random, 2730 * 12_000)), true).toBytes(), oneLayer),
                Arguments.of("deflated blocks of twelve bytes", blocks(size, new byte[4]), oneLayer),
                Arguments.of("deflated blocks of twelve bytes behind zeros", blocks(size, new byte[3 * size]), oneLayer),
                Arguments.of("deflated blocks of twelve bytes behind zeros, refused", blocks(size, new byte[3 * size]), NPZ),
                Arguments.of("tensors", file(object(metadata("relu"), entry("0.weight", "F32", "1024,3000", "0,12288000")), 12288000),
                        SAFETENSORS_FILE),
                Arguments.of("tensors as a stream", file(object(metadata("relu"), entry("0.weight", "F32", "1024,3000", "0,12288000")),
                        12288000), SAFETENSORS_STREAM),
                Arguments.of("header of metadata", file(object("\"__metadata__\":{\"a\":\"" + "b".repeat(size) + "\"}"), 0), SAFETENSORS_FILE));
    }

    /** An array, stored, and then empty blocks of two symbols, each with tables of its own, to so many bytes. */
    private static byte[] blocks(int size, byte[] numbers) {
        byte[] npy = NpzBuilder.npy("<f4", false, "1, " + numbers.length / 4, numbers);
        byte[] deflated = NpzBuilder.deflatedToGoOn(npy);
        byte[] eight = eightBlocks();
        byte[] packed = Arrays.copyOf(deflated, deflated.length + size / eight.length * eight.length + eight.length + 2);
        int at = deflated.length;
        for (; at + eight.length + 2 <= packed.length; at += eight.length) {
            System.arraycopy(eight, 0, packed, at, eight.length);
        }
        packed[at] = 3; // the last block, of the fixed table, empty
        NpzBuilder archive = new NpzBuilder().array("0.weight", npy, true);
        archive.member(0).packed = packed;
        archive.member(0).packedSize = packed.length;
        archive.member(0).localPackedSize = packed.length;
        return archive.toBytes();
    }

    /** Whole bytes. Symbols 0 and 256 have a bit each, and what tells of it is coded by 0 for none, 10 for a bit, 11 for a run. */
    private static byte[] eightBlocks() {
        int[][] fields = {{0, 1}, {2, 2}, {0, 5}, {0, 5}, {14, 4}, {0, 6}, {2, 3}, {1, 3}, {0, 39}, {2, 3},
            {1, 2}, {3, 2}, {127, 7}, {3, 2}, {106, 7}, {1, 2}, {0, 1}, {1, 1}};
        BitSet bits = new BitSet();
        int at = 0;
        for (int block = 0; block < 8; block++) {
            for (int[] field : fields) {
                for (int i = 0; i < field[1]; i++) {
                    bits.set(at++, i < 31 && (field[0] >> i & 1) == 1);
                }
            }
        }
        return Arrays.copyOf(bits.toByteArray(), at / 8);
    }

    private static float[] random(int size) {
        SplittableRandom random = new SplittableRandom(8);
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = (float) random.nextDouble();
        }
        return numbers;
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("longFiles")
    void takesNoMoreThanASecondForTenMegabytes(String name, byte[] file, Reader reader) {
        assertTrue(file.length >= 10 << 20);
        readable(file, reader);
        long start = HostileFiles.processorTime();
        HostileFiles.read(file, reader, name);
        assertInTime(name, file, start);
        System.out.printf("%s: %.0f ms for %d bytes%n", name, (HostileFiles.processorTime() - start) * 1e-6, file.length);
    }
}
