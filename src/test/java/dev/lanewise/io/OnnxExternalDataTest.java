package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.internal.onnx.ExternalData;
import dev.lanewise.internal.onnx.Tensor;
import dev.lanewise.io.OnnxBuilder.Message;
import dev.lanewise.io.Samples.BytesChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.lanewise.io.OnnxBuilder.attribute;
import static dev.lanewise.io.OnnxBuilder.bytes;
import static dev.lanewise.io.OnnxBuilder.external;
import static dev.lanewise.io.OnnxBuilder.header;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** ONNX files with weights in files beside them. */
class OnnxExternalDataTest {
    private static final int MUTATIONS = 50_000;

    private static final float[] W = {1, -2, 0.5f, 4, 0, -0.25f}; // [2, 3]; the same in all formats
    private static final float[] B = {0.5f, -1, 8};
    private static final Network EXPECTED = Network.of(DenseLayer.of(2, 3, W, B, Activation.RELU));

    @TempDir
    Path folder;

    private Path model(OnnxBuilder graph) throws IOException {
        return Files.write(folder.resolve("model.onnx"), graph.toBytes());
    }

    private void data(String name, byte[]... parts) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        Files.write(folder.resolve(name), all.array());
    }

    private static OnnxBuilder layer(Message... tensors) {
        OnnxBuilder graph = new OnnxBuilder(18, 2);
        Arrays.stream(tensors).forEach(graph::initializer);
        return graph.node("Gemm", "x,w,b", "y").node("Relu", "y", "z");
    }

    private static Message w(String... entries) {
        return external(header("w", OnnxBuilder.FLOAT, 2, 3), entries);
    }

    private static Message b(String... entries) {
        return external(header("b", OnnxBuilder.FLOAT, 3), entries);
    }

    @Test
    void twoTensorsOfOneFileInAnyOrder() throws IOException {
        data("model.onnx.data", bytes(B), bytes(W));
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model(layer(
                w("location", "model.onnx.data", "offset", "12", "length", "24"),
                b("location", "model.onnx.data", "offset", "0", "length", "12")))));
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model(layer(
                b("length", "12", "location", "model.onnx.data"), // no offset is 0
                w("offset", "12", "location", "model.onnx.data"))))); // no length is what the tensor needs
    }

    /**
     * PyTorch writes small tensors first and begins those above a megabyte at multiples of 64 KiB. More than a million
     * weights are only let through where the other file counts.
     */
    @Test
    void aNetworkAsPyTorchWritesIt() throws IOException {
        Random random = new Random(11);
        float[] w1 = floats(random, 1200 * 1000);
        float[] b1 = floats(random, 1200);
        float[] w2 = floats(random, 5 * 1200);
        float[] b2 = floats(random, 5);
        int first = 4 * (b2.length + b1.length + w2.length);
        int aligned = (first + 65_535) / 65_536 * 65_536;
        data("net.onnx.data", bytes(b2), bytes(b1), bytes(w2), new byte[aligned - first], bytes(w1));
        String[] offsets = {"0", "20", "4820", Integer.toString(aligned)};
        OnnxBuilder inside = new OnnxBuilder(18, 1000).floats("1.w", w1, 1200, 1000).floats("1.b", b1, 1200)
                .floats("2.w", w2, 5, 1200).floats("2.b", b2, 5);
        OnnxBuilder outside = new OnnxBuilder(18, 1000)
                .initializer(external(header("1.w", 1, 1200, 1000), "location", "net.onnx.data", "offset", offsets[3], "length", "4800000"))
                .initializer(external(header("1.b", 1, 1200), "location", "net.onnx.data", "offset", offsets[1], "length", "4800"))
                .initializer(external(header("2.w", 1, 5, 1200), "location", "net.onnx.data", "offset", offsets[2], "length", "24000"))
                .initializer(external(header("2.b", 1, 5), "location", "net.onnx.data", "offset", offsets[0], "length", "20"));
        for (OnnxBuilder graph : List.of(inside, outside)) {
            graph.node("Gemm", "x,1.w,1.b", "y", attribute("transB", 1L)).node("Tanh", "y", "t")
                    .node("Gemm", "t,2.w,2.b", "z", attribute("transB", 1L));
        }
        Network expected = Onnx.read(inside.toBytes(), "inside.onnx");
        Network network = Onnx.readWithExternalData(model(outside));
        Samples.assertSame(expected, network);
        float[] x = floats(random, 3 * 1000);
        assertArrayEquals(Samples.bits(expected.predict(x)), Samples.bits(network.predict(x)));
    }

    private static float[] floats(Random random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }

    @Test
    void twoFiles() throws IOException {
        data("w", new byte[7], bytes(W)); // ranges may begin anywhere
        data("b.bin", bytes(B), new byte[3]);
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model(layer(
                w("location", "w", "offset", "7", "length", "24"), b("location", "b.bin", "length", "12")))));
    }

    @Test
    void oneTensorInsideOneOutside() throws IOException {
        data("w", bytes(W));
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model(layer(
                w("location", "w", "offset", "0", "length", "24", "checksum", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
                OnnxBuilder.tensor("b", B, 3)))));
    }

    @Test
    void aFileWithoutOthersIsReadAsEver() throws IOException {
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model(layer(
                OnnxBuilder.tensor("w", W, 2, 3), OnnxBuilder.tensor("b", B, 3)))));
    }

    @Test
    void constantNodes() throws IOException {
        data("c", bytes(W), bytes(B));
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model(new OnnxBuilder(18, 2)
                .node("Constant", "", "w", attribute("value", w("location", "c")))
                .node("Constant", "", "b", attribute("value", b("location", "c", "offset", "24")))
                .node("Gemm", "x,w,b", "y").node("Relu", "y", "z"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {OnnxBuilder.FLOAT, OnnxBuilder.FLOAT16, OnnxBuilder.BFLOAT16, OnnxBuilder.DOUBLE})
    void typesOfWeights(int type) throws IOException {
        ByteBuffer raw = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        short[] halves = {0x3c00, (short) 0xc000, 0x3800, 0x4400, 0, (short) 0xb400};
        for (int i = 0; i < W.length; i++) {
            switch (type) {
                case OnnxBuilder.FLOAT -> raw.putFloat(W[i]);
                case OnnxBuilder.FLOAT16 -> raw.putShort(halves[i]);
                case OnnxBuilder.BFLOAT16 -> raw.putShort((short) (Float.floatToIntBits(W[i]) >>> 16));
                default -> raw.putDouble(W[i]);
            }
        }
        data("w", Arrays.copyOf(raw.array(), raw.position()));
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model(layer(
                external(header("w", type, 2, 3), "location", "w", "length", Integer.toString(raw.position())),
                OnnxBuilder.tensor("b", B, 3)))));
    }

    @Test
    void integersAndTensorsOfNothing() throws IOException {
        data("shape", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 2, 0, 0, 0, 0, 0, 0, 0});
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model(new OnnxBuilder(18)
                .input("in", OnnxBuilder.FLOAT, -1, 1, 2).output("z").floats("w", W, 2, 3).floats("b", B, 3)
                .initializer(external(header("s", OnnxBuilder.INT64, 2), "location", "shape"))
                .initializer(external(header("none", OnnxBuilder.FLOAT, 0), "location", "shape", "offset", "16", "length", "0"))
                .initializer(external(header("nil", OnnxBuilder.FLOAT, 3, 0), "location", "shape", "offset", "3"))
                .node("Reshape", "in,s", "x").node("Gemm", "x,w,b", "y").node("Relu", "y", "z"))));
    }

    @Test
    void linksWithinTheFolderAndFoldersBehindLinks() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.write(real.resolve("data"), bytes(W));
        Files.createSymbolicLink(real.resolve("link"), Path.of("data"));
        Path model = Files.write(real.resolve("model.onnx"), layer(w("location", "link"), OnnxBuilder.tensor("b", B, 3)).toBytes());
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model));
        Path folderLink = Files.createSymbolicLink(folder.resolve("folder"), real);
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(folderLink.resolve("model.onnx")));
        Path relative = Path.of("").toAbsolutePath().relativize(model.toRealPath());
        Samples.assertSame(EXPECTED, Onnx.readWithExternalData(relative));
    }

    @Test
    void otherFileSystems() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("both.zip"), Map.of("create", "true"))) {
            Path model = Files.write(zip.getPath("model.onnx"), layer(w("location", "w"), OnnxBuilder.tensor("b", B, 3)).toBytes());
            Files.write(zip.getPath("w"), bytes(W));
            Samples.assertSame(EXPECTED, Onnx.readWithExternalData(model));
        }
    }

    /** The data is a pipe that nobody writes to: to open it would take for ever. */
    @Test
    @Timeout(60)
    void otherReadersRefuseAndOpenNothingElse() throws Exception {
        Path model = model(layer(w("location", "w"), OnnxBuilder.tensor("b", B, 3)));
        String refusal = refusal(() -> Onnx.read(model)).getMessage();
        makePipe(folder.resolve("w"));
        for (Reading reading : List.<Reading>of(() -> Onnx.read(model), () -> ModelFile.read(model))) {
            ModelFormatException e = refusal(reading);
            assertEquals(refusal, e.getMessage());
            assertEquals(model.toString(), e.file());
            for (String part : List.of("tensor \"w\"", "is in another file, \"w\"", "Onnx.readWithExternalData", "--external-data",
                    "external_data=False")) {
                assertTrue(e.getMessage().contains(part), e.getMessage());
            }
        }
        assertEquals("ONNX", ModelFile.format(model));
        assertTrue(refusal(() -> Onnx.readWithExternalData(model)).why().contains("which is no regular file"));
    }

    private static void makePipe(Path path) throws IOException, InterruptedException {
        try {
            assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "mkfifo failed");
        } catch (IOException e) {
            assumeTrue(false, "there is no mkfifo here");
        }
    }

    private interface Reading {
        Network read() throws Exception;
    }

    private static ModelFormatException refusal(Reading reading) {
        ModelFormatException e = assertThrows(ModelFormatException.class, reading::read);
        HostileFiles.assertSafeToLog(e);
        return e;
    }

    @Test
    void whatIsNoModelIsAnIoException() {
        assertThrows(NullPointerException.class, () -> Onnx.readWithExternalData(null));
        assertThrows(NoSuchFileException.class, () -> Onnx.readWithExternalData(folder.resolve("nowhere.onnx")));
        assertThrows(IOException.class, () -> Onnx.readWithExternalData(folder));
    }

    @Test
    void aFileThatShrinks() {
        for (long told : new long[] {31, 32}) { // before it is read, and while it is
            ExternalFile file = new ExternalFile(folder.resolve("w"), Path.of("w"), 32);
            file.add(new Tensor("w", Tensor.FLOAT, new int[] {6}, null, 0, new ExternalData(9, "w", 8, 24)));
            Map<Tensor, byte[]> elements = new HashMap<>();
            ModelFormatException e = refusal(() -> {
                file.read(new BytesChannel(ByteBuffer.wrap(new byte[31]), told), elements);
                return null;
            });
            assertEquals("w", e.file());
            assertEquals("byte 31", e.where());
            assertTrue(e.why().startsWith(told == 31 ? "the file ends here, but tensor \"w\" of the model" : "the file became shorter"),
                    e.why());
            assertTrue(elements.isEmpty());
        }
    }

    @Test
    void theSizeOfAFileCostsNothing() throws IOException {
        long end = 60L << 30;
        try (FileChannel sparse = FileChannel.open(folder.resolve("huge"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(bytes(W)), end);
        } catch (IOException e) {
            assumeTrue(false, "no file of 60 GiB here: " + e);
        }
        Message b = OnnxBuilder.tensor("b", B, 3);
        Path model = model(layer(w("location", "huge", "offset", Long.toString(end)), b));
        Onnx.readWithExternalData(model); // classes load, which allocates
        Samples.assertSame(EXPECTED, measured(24, model));

        OnnxBuilder overlapping = new OnnxBuilder(18, 2).node("Relu", "x", "z");
        for (int i = 0; i < 28; i++) { // two gigabytes each
            overlapping.initializer(external(header("t" + i, 1, (1 << 29) - 3), "location", "huge", "offset", Long.toString((long) i << 31)));
        }
        overlapping.initializer(external(header("last", 1, 1), "location", "huge", "offset", Long.toString((28L << 31) - 13)));
        assertRefusedForNothing("each tensor must have its own", model(overlapping));
        assertRefusedForNothing("the file ends here", model(layer(w("location", "huge", "offset", Long.toString(end + 1)), b)));
        OnnxBuilder beyond = new OnnxBuilder(18, 2).node("Relu", "x", "z")
                .initializer(external(header("t", 1, 1 << 28), "location", "huge"))
                .initializer(external(header("u", 1, 1), "location", "nowhere"));
        assertRefusedForNothing("is in the file \"nowhere\"", model(beyond)); // all are looked up before one is read
    }

    private static void assertRefusedForNothing(String why, Path model) throws IOException {
        assertNull(measured(0, model)); // first: where memory runs out, this is a failure, and the next line the end of all tests
        ModelFormatException e = refusal(() -> Onnx.readWithExternalData(model));
        assertTrue(e.why().contains(why), e.getMessage());
    }

    private static Network measured(long besides, Path model) throws IOException {
        return HostileFiles.read(Files.readAllBytes(model), besides, file -> Onnx.readWithExternalData(model), model);
    }

    @Test
    void manyTensorsAndFilesCostNoMoreThanTheirBytes() throws IOException {
        for (int files : new int[] {1, 31, 32, 33}) {
            OnnxBuilder graph = new OnnxBuilder(18, 2);
            for (int i = 0; i < 200; i++) {
                String name = "a file of a rather long name, as exporters give it to every tensor " + i % files;
                graph.initializer(external(header("a tensor of a name " + i, 1, 1, 1), "location", name,
                        "offset", Integer.toString(i / files * 4), "length", "4"));
                Files.write(folder.resolve(name), new byte[4 * 200]);
            }
            Path model = model(graph.node("Relu", "x", "z"));
            warm(model);
            Network network = measured(4 * 200, model);
            assertEquals(files <= 32, network != null, files + " files");
        }
    }

    /** As many nodes as may be, nearly, and files to look up beside them. */
    @Test
    void filesBesideManyNodesCostNoMoreThanTheirBytes() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(220)).resolve("e".repeat(220)));
        for (int nodes : new int[] {20, 180, 524}) {
            OnnxBuilder graph = new OnnxBuilder(18, 1);
            for (int i = 0; i < 30; i++) {
                graph.initializer(external(header("w" + i, 1, 0), "location", "f" + i));
                Files.write(deep.resolve("f" + i), new byte[0]);
            }
            for (int i = 0; i < nodes; i++) {
                graph.node("HardSigmoid", i == 0 ? "x" : "t" + i, i == nodes - 1 ? "z" : "t" + (i + 1));
            }
            Path model = Files.write(deep.resolve("model.onnx"), graph.toBytes());
            warm(model);
            Network network = measured(0, model);
            assertEquals(nodes <= 180, network != null, nodes + " nodes");
            if (network == null) {
                assertTrue(refusal(() -> Onnx.readWithExternalData(model)).why().contains("is in one file more than may be looked up"));
            }
        }
    }

    /** A path costs most in scripts of three bytes a character; and beside it, constants up to the bound and beyond. */
    @Test
    void filesInAFolderOfAnotherScriptCostNoMoreThanTheirBytes() throws IOException {
        for (String letter : new String[] {"\u00e9", "\u4e2d"}) {
            Path deep = folder;
            while (deep.toString().length() < 1000) {
                deep = Files.createDirectories(deep.resolve(letter.repeat(80)));
            }
            for (int times = 0; times < 16; times++) {
                OnnxBuilder graph = new OnnxBuilder(18, 1).initializer(header("W0", OnnxBuilder.FLOAT16, 1, 9000).bytes(9, new byte[18_000]));
                for (int i = 0; i < 12; i++) {
                    graph.initializer(external(header("w" + i, 1, 1, 1), "location", "link" + i));
                    Files.write(deep.resolve("f" + i), new byte[4]);
                    if (!Files.exists(deep.resolve("link" + i))) {
                        Files.createSymbolicLink(deep.resolve("link" + i), Path.of("f" + i));
                    }
                }
                for (int i = 0; i < times; i++) {
                    graph.node("Neg", "W" + i, "W" + (i + 1));
                }
                Path model = Files.write(deep.resolve("model.onnx"), graph.node("MatMul", "x,W" + times, "z").toBytes());
                warm(model);
                Path longWay = Path.of(deep + "/.".repeat(300), "model.onnx");
                measured(48, longWay);
                Network network = measured(48, model);
                assertTrue(network != null || times > 4, times + " constants");
                assertTrue(network == null || times < 14, times + " constants");
            }
        }
    }

    /** What a file costs is its path above all, which may have 4 kB, and the model but a name of it. */
    @Test
    void filesInADeepFolderCostNoMoreThanTheirBytes() throws IOException {
        Path deep = folder;
        try {
            while (deep.toString().length() < 3500) {
                deep = Files.createDirectories(deep.resolve("d".repeat(200)));
            }
        } catch (IOException e) {
            assumeTrue(false, "no such paths here: " + e);
        }
        for (boolean isLinked : new boolean[] {false, true}) {
            for (int files : new int[] {1, 6, 8, 32, 128}) {
                OnnxBuilder graph = new OnnxBuilder(18, 2);
                for (int i = 0; i < files; i++) {
                    graph.initializer(external(header("w" + i, 1, 1, 1), "location", isLinked ? "link" + i : "file" + i, "offset",
                            Integer.toString(4 * i)));
                    Path file = deep.resolve("file" + i);
                    Files.write(file, new byte[4 * files]);
                    if (!Files.exists(deep.resolve("link" + i))) {
                        Files.createSymbolicLink(deep.resolve("link" + i), Path.of("file0"));
                    }
                }
                Path model = Files.write(deep.resolve("model.onnx"), graph.node("Relu", "x", "z").toBytes());
                warm(model);
                Network network = measured(4L * files, model);
                assertEquals(files <= 6, network != null, files + " files"); // of 117 kB each, and as much for the folder
                if (network == null) {
                    assertTrue(refusal(() -> Onnx.readWithExternalData(model)).why()
                            .contains("is in one file more than may be looked up in a folder of 3"));
                }
            }
        }
    }

    private static void warm(Path model) throws IOException {
        try {
            Onnx.readWithExternalData(model);
        } catch (ModelFormatException e) {
            // measured next
        }
    }

    /** Deep networks have several entries for each tensor, and few other bytes. */
    @Test
    void aHundredAndFiftyLayers() throws IOException {
        data("model.onnx.data", new byte[150 * 16]);
        OnnxBuilder graph = new OnnxBuilder(18, 2);
        String in = "x";
        for (int i = 0; i < 150; i++) {
            String out = i == 149 ? "z" : "y" + i;
            graph.initializer(external(header("w" + i, 1, 2, 2), "location", "model.onnx.data", "offset", Integer.toString(16 * i),
                    "length", "16")).node("Gemm", in + ",w" + i, out);
            in = out;
        }
        assertEquals(150, Onnx.readWithExternalData(model(graph)).layers().size());
    }

    @Test
    void mutationsGiveANetworkOrARefusal() throws IOException {
        assumeTrue(System.getProperty("lanewise.test.bits") == null && !"loop".equals(System.getProperty("lanewise.test.backend")),
                "done once, in the run with vectors of the machine's width");
        data("model.onnx.data", bytes(B), new byte[4], bytes(W), new byte[20]);
        data("other", bytes(W));
        Path model = model(layer(w("location", "model.onnx.data", "offset", "16", "length", "24"),
                b("location", "model.onnx.data", "offset", "0", "length", "12")));
        List<byte[]> originals = List.of(Files.readAllBytes(model), new OnnxBuilder(18, 2)
                .node("Constant", "", "w", attribute("value", w("location", "other", "offset", "0")))
                .initializer(b("location", "model.onnx.data", "checksum", "00")).node("MatMul", "x,w", "m").node("Add", "m,b", "z").toBytes());
        OnnxMutation mutation = new OnnxMutation();
        SplittableRandom random = new SplittableRandom(20_261_126);
        for (byte[] original : originals) {
            assertNotNull(Onnx.readWithExternalData(original, model));
        }
        int networks = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutation.mutate(originals.get(random.nextInt(originals.size())), random);
            Network network = HostileFiles.read(mutated, bytes -> Onnx.readWithExternalData(bytes.clone(), model), "mutation " + i);
            networks += network == null ? 0 : 1;
        }
        System.out.printf("%d mutations of models with external data, %d of them networks%n", MUTATIONS, networks);
        assertTrue(networks > MUTATIONS / 20 && networks < MUTATIONS / 2, networks + " networks: too wild or too tame");
    }

    /** Of the other file, of which every byte counts here. */
    @Test
    void everyTruncationOfTheOtherFileIsRefused() throws IOException {
        byte[] whole = Arrays.copyOf(bytes(W), 24);
        Path model = model(layer(w("location", "w"), OnnxBuilder.tensor("b", B, 3)));
        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.resolve("w"), Arrays.copyOf(whole, length));
            ModelFormatException e = refusal(() -> Onnx.readWithExternalData(model));
            assertEquals(folder.resolve("w").toString(), e.file());
            assertEquals("byte " + length, e.where());
        }
    }
}
