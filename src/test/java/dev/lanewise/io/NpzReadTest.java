package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.lanewise.io.NpzBuilder.floats;
import static dev.lanewise.io.NpzBuilder.npy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NpzReadTest {
    @TempDir
    Path folder;

    static byte[] resource(String name) {
        try (InputStream in = NpzReadTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Written by NumPy 2.4.6: floats, halves, doubles in Fortran order; streamed is to something that cannot seek. */
    @ParameterizedTest
    @ValueSource(strings = {"stored", "deflated", "stored-streamed", "deflated-streamed"})
    void archivesOfNumPyHaveTheirNumbers(String kind) throws IOException {
        Path file = Files.write(folder.resolve("model"), resource("numpy-" + kind + ".npz"));
        assertEquals("npz", ModelFile.format(file));
        float[] w1 = new float[12];
        float[] w2 = new float[8];
        for (int i = 0; i < 12; i++) {
            w1[i] = (i - 5.5f) / 4; // [4 units, 3 inputs]
        }
        for (int i = 0; i < 8; i++) {
            w2[i] = (i - 3) / 16f; // [2 units, 4 inputs]
        }
        Network expected = Network.of(
                DenseLayer.ofTransposed(3, 4, w1, new float[] {0, 0.125f, 0.25f, 0.375f}, Activation.RELU),
                DenseLayer.ofTransposed(4, 2, w2, new float[] {-1.5f, 2.5f}, Activation.SOFTMAX));
        Samples.assertSame(expected, Npz.read(file, Activation.RELU, Activation.SOFTMAX));
    }

    /** What is read and written as an archive again is the same, bit for bit, in either order and packing. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aNetworkComesBackBitForBit(boolean isFortran, boolean isDeflated) throws IOException {
        Network network = Samples.read(Samples.shipped(Samples.DIGITS));
        NpzBuilder archive = new NpzBuilder();
        Activation[] activations = new Activation[network.layers().size()];
        for (int l = 0; l < activations.length; l++) {
            DenseLayer layer = network.layers().get(l);
            activations[l] = layer.activation();
            float[] weights = layer.weights(); // [inputs, units]: what Fortran order makes of [units, inputs]
            float[] transposed = new float[weights.length];
            for (int i = 0; i < weights.length; i++) {
                transposed[i % layer.units() * layer.inputs() + i / layer.units()] = weights[i];
            }
            archive.array("fc" + (l + 1) + ".weight",
                    npy("<f4", isFortran, layer.units() + ", " + layer.inputs(), floats(isFortran ? weights : transposed)), isDeflated);
            archive.array("fc" + (l + 1) + ".bias", npy("<f4", false, layer.units() + ",", floats(layer.biases())), isDeflated);
        }
        Samples.assertSame(network, Npz.read(archive.toBytes(), "digits.npz", activations));
    }

    @ParameterizedTest
    @CsvSource({"0.weight,2.weight,10.weight", "net.0.weight,net.2.weight,net.10.weight", "fc1.weight,fc2.weight,fc10.weight",
        "layers.3.weight,layers.4.weight,layers.15.weight", "model.fc_1.weight,model.fc_2.weight,model.fc_3.weight"})
    void layersGoByNumberWhateverTheirPlace(String first, String second, String third) throws IOException {
        List<String> names = new ArrayList<>(List.of(first, second, third));
        for (int turn = 0; turn < 3; turn++) {
            NpzBuilder archive = new NpzBuilder();
            for (String name : names) {
                float weight = name.equals(first) ? 1 : name.equals(second) ? 2 : 3;
                archive.array(name, npy("<f4", false, "1, 1", floats(weight)), false);
            }
            Network network = Npz.read(archive.toBytes(), "test.npz", Activation.RELU, Activation.TANH, Activation.EXP);
            assertArrayEquals(new float[] {1, 2, 3}, floatsOf(network));
            Collections.rotate(names, 1);
        }
    }

    private static float[] floatsOf(Network network) {
        float[] weights = new float[network.layers().size()];
        for (int l = 0; l < weights.length; l++) {
            weights[l] = network.layers().get(l).weight(0, 0);
        }
        return weights;
    }

    @Test
    void sizesMayFollowTheFile() throws IOException {
        Network expected = Npz.read(NpzBuilder.good(false).toBytes(), "test.npz", Activation.RELU);
        for (int way = 0; way < 8; way++) {
            NpzBuilder archive = NpzBuilder.good(way >= 4);
            archive.member(0).followed((way & 1) != 0, (way & 2) != 0);
            Samples.assertSame(expected, Npz.read(archive.toBytes(), "test.npz", Activation.RELU));
        }
    }

    @Test
    void emptyLocalSizesAndTimesOfInfoZipAreFine() throws IOException {
        NpzBuilder archive = NpzBuilder.good(true);
        archive.member(1).localExtra = new byte[] {0x55, 0x54, 1, 0, 7};
        archive.member(0).extra = new byte[] {0x75, 0x78, 0, 0};
        assertEquals(8, Npz.read(archive.toBytes(), "test.npz", Activation.RELU).layers().getFirst().bias(1));
    }

    @Test
    void theDirectoryMayHaveAnotherOrder() throws IOException {
        byte[] good = NpzBuilder.good(false).toBytes();
        int begin = NpzBuilder.little(4).put(good, good.length - 6, 4).getInt(0);
        int second = begin + 46 + "0.weight.npy".length();
        byte[] swapped = good.clone();
        int tail = good.length - 22 - second;
        System.arraycopy(good, second, swapped, begin, tail);
        System.arraycopy(good, begin, swapped, begin + tail, second - begin);
        Samples.assertSame(Npz.read(good, "test.npz", Activation.RELU), Npz.read(swapped, "test.npz", Activation.RELU));
    }

    @Test
    void activationsAreTheCallers() throws IOException {
        Path file = Files.write(folder.resolve("model.npz"), NpzBuilder.good(false).toBytes());
        assertEquals(Activation.prelu(0.5f, 2), Npz.read(file, Activation.prelu(0.5f, 2)).layers().getFirst().activation());
        for (ModelFormatException e : List.of(assertThrows(ModelFormatException.class, () -> Npz.read(file)),
                assertThrows(ModelFormatException.class, () -> ModelFile.read(file)))) {
            assertTrue(e.why().contains("give one per layer, as in Npz.read("), e.why());
        }
        ModelFormatException many = assertThrows(ModelFormatException.class, () -> Npz.read(file, Activation.RELU, Activation.RELU));
        assertTrue(many.why().contains("layers=1 does not match activations.length=2"), many.why());
        ModelFormatException slopes = assertThrows(ModelFormatException.class, () -> Npz.read(file, Activation.prelu(1, 2, 3)));
        assertTrue(slopes.why().contains("units=2 does not match the activation's 3 slopes"), slopes.why());
        NullPointerException none = assertThrows(NullPointerException.class, () -> Npz.read(file, new Activation[1]));
        assertTrue(none.getMessage().contains("activations[0] is null"), none.getMessage());
    }

    /** A file of a kB that inflates to a megabyte, nearly, is read, in memory that follows the network. */
    @Test
    void zerosMayBeDeflated() {
        byte[] archive = new NpzBuilder().array("0.weight", npy("<f4", true, "256, 960", new byte[4 * 256 * 960]), true).toBytes();
        assertTrue(archive.length < 1 << 11, archive.length + " bytes");
        Network network = HostileFiles.read(archive, bytes -> Npz.read(bytes, "zeros.npz", Activation.RELU), "zeros");
        assertEquals("Network[960x256, 246016 parameters]", network.toString());
    }

    /** Trained weights as floats, as doubles, which shrink to half, and as halves: as large as you like. */
    @ParameterizedTest
    @CsvSource({"<f2, 2", "<f4, 4", "<f8, 8"})
    void weightsMayBeDeflated(String type, int width) {
        int count = 1024 * 2048;
        Random random = new Random(3);
        ByteBuffer numbers = NpzBuilder.little(width * count);
        for (int i = 0; i < count; i++) {
            float weight = (float) random.nextGaussian() / 32;
            switch (width) {
                case 2 -> numbers.putShort(Float.floatToFloat16(weight));
                case 4 -> numbers.putFloat(weight);
                default -> numbers.putDouble(weight);
            }
        }
        byte[] archive = new NpzBuilder().array("0.weight", npy(type, false, "1024, 2048", numbers.array()), true).toBytes();
        Network network = HostileFiles.read(archive, bytes -> Npz.read(bytes, "weights.npz", Activation.RELU), type);
        assertEquals("Network[2048x1024, 2098176 parameters]", network.toString());
    }

    @Test
    void whatIsNoFileIsAnIoException() {
        assertThrows(IOException.class, () -> Npz.read(folder.resolve("nowhere"), Activation.RELU));
        assertThrows(NullPointerException.class, () -> Npz.read(null, Activation.RELU));
    }

    @Test
    void doublesAreRoundedOnce() throws IOException {
        byte[] numbers = NpzBuilder.little(16).putDouble(1 + 0x1p-24 + 0x1p-50).putDouble(-Double.MAX_VALUE).array();
        Network network = Npz.read(new NpzBuilder().array("0.weight", npy("<f8", false, "1, 2", numbers), true).toBytes(), "test.npz",
                Activation.RELU);
        assertArrayEquals(new float[] {1 + 0x1p-23f, Float.NEGATIVE_INFINITY}, network.layers().getFirst().weights());
        assertTrue(Arrays.equals(new float[1], network.layers().getFirst().biases()), "no bias reads as zeros");
    }
}
