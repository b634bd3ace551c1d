package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.testing.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.lanewise.io.Samples.DIABETES;
import static dev.lanewise.io.Samples.DIGITS;
import static dev.lanewise.io.Samples.entry;
import static dev.lanewise.io.Samples.file;
import static dev.lanewise.io.Samples.metadata;
import static dev.lanewise.io.Samples.object;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SafetensorsReadTest {
    @TempDir
    Path folder;

    @Test
    void diabetesHasItsShapeAndWeights() throws IOException {
        Network network = Samples.read(Samples.shipped(DIABETES));
        assertEquals("Network[10x16x1, 193 parameters]", network.toString());
        assertEquals(List.of(Activation.SIGMOID, Activation.IDENTITY), activations(network));
        DenseLayer first = network.layers().getFirst();
        assertEquals(0x3e0490c5, Float.floatToRawIntBits(first.bias(0)));
        assertEquals(0x3c09fde1, Float.floatToRawIntBits(first.weight(0, 0)));
        assertEquals(0x3ddfe5ff, Float.floatToRawIntBits(first.weight(1, 0)), "inputs are the rows of the file's columns");
    }

    @Test
    void digitsHasItsShapeAndWeights() throws IOException {
        Network network = Samples.read(Samples.shipped(DIGITS));
        assertEquals("Network[64x64x32x10, 6570 parameters]", network.toString());
        assertEquals(List.of(Activation.RELU, Activation.RELU, Activation.SOFTMAX), activations(network));
        DenseLayer first = network.layers().getFirst();
        assertEquals(0x3e3acb40, Float.floatToRawIntBits(first.bias(0)));
        assertEquals(0xaf94ee2c, Float.floatToRawIntBits(first.weight(0, 0)));
        assertEquals(0xbe2ec03e, Float.floatToRawIntBits(first.weight(1, 0)));
    }

    @Test
    void aCharacterMayBeEscapedInTwoHalves() throws IOException {
        String emoji = metadata("relu").replace("}", ",\"a\":\"\\ud83d\\ude00\\\\ud83d\"}");
        Samples.read(file(object(emoji, entry("0.weight", "F32", "1,1", "0,4")), 4));
    }

    @Test
    void diabetesExplainsTheVarianceItWasTrainedFor() throws IOException {
        Rows rows = Rows.of(DIABETES, 10);
        float[] z = Samples.read(Samples.shipped(DIABETES)).predict(rows.x);
        double mean = Arrays.stream(rows.target).average().orElseThrow();
        double residual = 0;
        double total = 0;
        for (int i = 0; i < z.length; i++) {
            residual += Math.pow(rows.target[i] - z[i], 2);
            total += Math.pow(rows.target[i] - mean, 2);
        }
        assertEquals(111, z.length);
        assertEquals(0.3616, 1 - residual / total, 1e-4, "R^2");
    }

    @Test
    void digitsAreRecognised() throws IOException {
        Rows rows = Rows.of(DIGITS, 64);
        float[] z = Samples.read(Samples.shipped(DIGITS)).predict(rows.x);
        int right = 0;
        for (int i = 0; i < rows.target.length; i++) {
            int best = 0;
            for (int digit = 1; digit < 10; digit++) {
                best = z[i * 10 + digit] > z[i * 10 + best] ? digit : best;
            }
            right += best == (int) rows.target[i] ? 1 : 0;
        }
        assertEquals(450, rows.target.length);
        assertEquals(438, right, "97.33 % of 450");
    }

    @ParameterizedTest
    @CsvSource({DIABETES + ", 10, 2e-7", DIGITS + ", 64, 1e-6"})
    void outputsAreThoseOfTheReference(String name, int inputs, double tolerance) throws IOException {
        Npy x = Npy.read(SafetensorsReadTest.class.getResourceAsStream(name + ".x.npy"));
        Npy z = Npy.read(SafetensorsReadTest.class.getResourceAsStream(name + ".z.npy")); // evaluated in double by NumPy
        assertArrayEquals(new int[] {64, inputs}, x.shape());
        float[] predicted = Samples.read(Samples.shipped(name)).predict(x.floats());
        double scale = Arrays.stream(z.values()).map(Math::abs).max().orElseThrow();
        assertEquals(z.values().length, predicted.length);
        for (int i = 0; i < predicted.length; i++) {
            assertEquals(z.values()[i], predicted[i], tolerance * scale, "output " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DIABETES, DIGITS})
    void fileAndStreamGiveTheSame(String name) throws IOException {
        Path file = Files.write(folder.resolve("model"), Samples.shipped(name));
        Samples.assertSame(Samples.read(Samples.shipped(name)), Safetensors.read(file));
        Samples.assertSame(Samples.read(Samples.shipped(name)), ModelFile.read(file));
    }

    @Test
    void layersGoByNumberWhateverTheOrderInTheFile() throws IOException {
        // 10 after 2; bytes of the later layer first; shapes 3 -> 1 -> 2
        byte[] data = Samples.data(5 * 4 + 4, b -> b.putFloat(5).putFloat(6).putFloat(1).putFloat(2).putFloat(3).putFloat(9));
        String header = object(entry("net.10.weight", "F32", "2,1", "0,8"), entry("net.2.bias", "F32", "1", "20,24"),
                entry("net.2.weight", "F32", "1,3", "8,20"));
        Network network = Samples.read(fileOf(header, data), Activation.RELU, Activation.TANH);
        assertEquals("Network[3x1x2, 8 parameters]", network.toString());
        assertEquals(List.of(Activation.RELU, Activation.TANH), activations(network));
        assertArrayEquals(new float[] {1, 2, 3}, network.layers().get(0).weights());
        assertArrayEquals(new float[] {9}, network.layers().get(0).biases());
        assertArrayEquals(new float[] {5, 6}, network.layers().get(1).weights());
        assertArrayEquals(new float[] {0, 0}, network.layers().get(1).biases(), "no bias reads as zeros");
    }

    /** Text behind the number, the same for all, as modules of blocks have it; and one layer without a number. */
    @Test
    void namesOfBlocksAndOfASingleLayerAreRead() throws IOException {
        for (String around : List.of("layers.%d.linear.", "model.net.layers.%d.fc.", "fc%d.", "block_%d.attn.proj.")) {
            String header = object(metadata("relu,identity"), entry(around.formatted(10) + "weight", "F32", "1,2", "0,8"),
                    entry(around.formatted(2) + "weight", "F32", "2,1", "8,16"), entry(around.formatted(2) + "bias", "F32", "2", "16,24"));
            Network network = Samples.read(file(header, 24));
            assertEquals(2, network.layers().size(), around);
            assertEquals(1, network.inputs(), "2 comes before 10");
        }
        for (String name : List.of("", "linear.", "model.fc.")) {
            String header = object(metadata("relu"), entry(name + "weight", "F32", "1,2", "0,8"), entry(name + "bias", "F32", "1", "8,12"));
            assertEquals(2, Samples.read(file(header, 12)).inputs(), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "999999999", "net.0", "model.layers.3", "a.0.b.1", "é.0"})
    void prefixesAreRead(String prefix) throws IOException {
        String header = object(metadata("relu"), entry(prefix + ".weight", "F32", "1,2", "0,8"));
        assertEquals(2, Samples.read(file(header, 8)).inputs());
    }

    @ParameterizedTest
    @CsvSource({"F32, 16", "F16, 8", "BF16, 8", "F64, 32"})
    void everyFloatTypeIsRead(String dtype, int bytes) throws IOException {
        double[] values = {1.5, -0.25, 3, -0.0};
        byte[] data = Samples.data(bytes, b -> Arrays.stream(values).forEach(value -> put(b, dtype, value)));
        String header = object(metadata("identity"), entry("0.weight", dtype, "2,2", "0," + bytes));
        float[] weights = Samples.read(fileOf(header, data)).layers().getFirst().weights();
        assertArrayEquals(Samples.bits(new float[] {1.5f, 3, -0.25f, -0f}), Samples.bits(weights));
    }

    @Test
    void typesMayDifferAndTensorsMayBeUnaligned() throws IOException {
        byte[] data = Samples.data(2 + 4, b -> b.putShort((short) 0x3e00).putFloat(2.5f));
        String header = object(metadata("identity"), entry("0.bias", "F16", "1", "0,2"), entry("0.weight", "F32", "1,1", "2,6"));
        DenseLayer layer = Samples.read(fileOf(header + " ", data)).layers().getFirst();
        assertEquals(1.5f, layer.bias(0));
        assertEquals(2.5f, layer.weight(0, 0));
    }

    @Test
    void tensorsLongerThanAChunkAreWhole() throws IOException {
        int units = 3;
        int inputs = 40_007; // 480 kB: several chunks, the last one short
        byte[] data = Samples.data(4 * units * inputs, b -> {
            for (int i = 0; i < units * inputs; i++) {
                b.putFloat(i);
            }
        });
        String header = object(metadata("identity"), entry("0.weight", "F32", units + "," + inputs, "0," + data.length));
        Path file = Files.write(folder.resolve("large"), fileOf(header, data));
        for (Network network : List.of(Samples.read(Files.readAllBytes(file)), Safetensors.read(file))) {
            DenseLayer layer = network.layers().getFirst();
            for (int m = 0; m < units; m++) {
                for (int j = 0; j < inputs; j++) {
                    assertEquals(m * inputs + j, layer.weight(j, m));
                }
            }
        }
    }

    @Test
    void commasInParenthesesBelongToTheActivation() throws IOException {
        String header = object(metadata("clip(0.0, 6.0), leakyRelu(0.01)"),
                entry("0.weight", "F32", "1,1", "0,4"), entry("2.weight", "F32", "1,1", "4,8"));
        assertEquals(List.of(Activation.clip(0, 6), Activation.leakyRelu(0.01f)), activations(Samples.read(file(header, 8))));
    }

    @Test
    void argumentsWinOverMetadata() throws IOException {
        byte[] file = Samples.shipped(DIABETES);
        Network network = Samples.read(file, Activation.TANH, Activation.RELU);
        assertEquals(List.of(Activation.TANH, Activation.RELU), activations(network));
        String header = object(metadata("of another program's"), entry("0.weight", "F32", "1,1", "0,4"));
        assertEquals(List.of(Activation.TANH), activations(Samples.read(file(header, 4), Activation.TANH)));
    }

    @Test
    void headerMayEndInAnyJsonSpaceAndHoldOtherMetadata() throws IOException {
        String header = "{ \"__metadata__\" : {\"format\":\"pt\",\"activations\":\"relu\"} ,\n"
                + entry("0.weight", "F32", "1, 1", "0,\t4") + "}\r\n\t  ";
        assertEquals(List.of(Activation.RELU), activations(Samples.read(file(header, 4))));
    }

    @Test
    void nullsAreRefusedBeforeAnyReading() {
        Path nowhere = folder.resolve("nowhere");
        assertTrue(assertThrows(NullPointerException.class, () -> Safetensors.read(nowhere, Activation.RELU, null))
                .getMessage().contains("activations[1]"));
        assertThrows(NullPointerException.class, () -> Safetensors.read((Path) null));
        assertThrows(NullPointerException.class, () -> Safetensors.read(null, "name"));
        assertThrows(NullPointerException.class, () -> ModelFile.read(null));
        assertThrows(java.nio.file.NoSuchFileException.class, () -> Safetensors.read(nowhere));
        assertThrows(IOException.class, () -> Safetensors.read(folder));
    }

    private static void put(ByteBuffer to, String dtype, double value) {
        switch (dtype) {
            case "F32" -> to.putFloat((float) value);
            case "F64" -> to.putDouble(value);
            case "F16" -> to.putShort(Float.floatToFloat16((float) value));
            default -> to.putShort((short) (Float.floatToRawIntBits((float) value) >> 16));
        }
    }

    private static byte[] fileOf(String header, byte[] data) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return file(bytes.length, bytes, data);
    }

    private static List<Activation> activations(Network network) {
        return network.layers().stream().map(DenseLayer::activation).toList();
    }

    /** Held-out rows: inputs, then the target, below a line of names. */
    private record Rows(float[] x, double[] target) {
        static Rows of(String name, int inputs) {
            List<String> lines = new String(Samples.resource(name + ".csv"), StandardCharsets.UTF_8).lines().skip(1).toList();
            float[] x = new float[lines.size() * inputs];
            double[] target = new double[lines.size()];
            for (int i = 0; i < target.length; i++) {
                List<String> cells = new ArrayList<>(List.of(lines.get(i).split(",")));
                assertEquals(inputs + 1, cells.size());
                target[i] = Double.parseDouble(cells.removeLast());
                for (int j = 0; j < inputs; j++) {
                    x[i * inputs + j] = Float.parseFloat(cells.get(j));
                }
            }
            return new Rows(x, target);
        }
    }
}
