package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.internal.file.AtomicFile;
import dev.lanewise.testing.Activations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SafetensorsWriteTest {
    private static final List<Activation> ACTIVATIONS = Stream.concat(
            Activations.all().stream(),
            Stream.of(Activation.RELU6, Activation.leakyRelu(-0.3f), Activation.leakyRelu(Float.MIN_VALUE),
                    Activation.clip(Float.NEGATIVE_INFINITY, 1e30f), Activation.hardSigmoid(1f / 6, 0.5f),
                    Activation.prelu(new float[] {0.25f, -0f, Float.MIN_VALUE}))).toList();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {Samples.DIABETES, Samples.DIGITS})
    void bytesAreThoseOfTheReferenceImplementation(String name) throws IOException {
        Path file = folder.resolve("copy.safetensors");
        Safetensors.write(Samples.read(Samples.shipped(name)), file);
        assertArrayEquals(Samples.shipped(name), Files.readAllBytes(file));
    }

    @Test
    void everyActivationAndOddFloatComesBack() throws IOException {
        float[] odd = {
            Float.NaN, Float.intBitsToFloat(0xffc1_2345), Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0,
            Float.MIN_VALUE, -Float.MAX_VALUE, 1f / 3
        };
        DenseLayer[] layers = ACTIVATIONS.stream()
                .map(activation -> DenseLayer.of(3, 3, odd, new float[] {Float.NaN, -0f, 1}, activation))
                .toArray(DenseLayer[]::new);
        assertTrue(layers.length > 10, "numbers of two digits are among the names");
        Network network = Network.of(layers);
        Path file = folder.resolve("odd.safetensors");
        Safetensors.write(network, file);
        Samples.assertSame(network, Safetensors.read(file));
        Samples.assertSame(network, ModelFile.read(file));
    }

    @Property(tries = 200)
    void networksOfAnyShapeComeBack(@ForAll @Size(min = 2, max = 14) List<@IntRange(min = 1, max = 40) Integer> sizes,
            @ForAll int seed) throws IOException {
        Network network = random(sizes, seed);
        Path file = Files.createTempFile("lanewise", ".safetensors");
        try {
            Safetensors.write(network, file);
            Samples.assertSame(network, Safetensors.read(file));
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            assertEquals(0, bytes.getLong() % 8, "the buffer is aligned");
        } finally {
            Files.delete(file);
        }
    }

    private static Network random(List<Integer> sizes, int seed) {
        java.util.Random random = new java.util.Random(seed);
        return Network.of(IntStream.range(1, sizes.size()).mapToObj(l -> {
            int inputs = sizes.get(l - 1);
            int units = sizes.get(l);
            float[] weights = new float[inputs * units];
            float[] bias = new float[units];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Float.intBitsToFloat(random.nextInt());
            }
            for (int m = 0; m < units; m++) {
                bias[m] = random.nextFloat();
            }
            return DenseLayer.of(inputs, units, weights, bias, activation(random, units));
        }).toArray(DenseLayer[]::new));
    }

    /** Any; a PReLU has a slope for each of three units. */
    private static Activation activation(java.util.Random random, int units) {
        Activation activation = ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
        return activation.toString().startsWith("prelu") && units != 3 ? Activation.IDENTITY : activation;
    }

    @Test
    void tensorsGoByNameAsText() throws IOException {
        Path file = folder.resolve("deep.safetensors");
        Safetensors.write(random(List.of(1, 1, 1, 1, 1, 1, 1), 1), file);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int[] at = Stream.of("__metadata__", "0.bias", "0.weight", "10.bias", "10.weight", "2.bias", "8.weight")
                .mapToInt(name -> text.indexOf("\"" + name + "\"")).toArray();
        int[] sorted = at.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, at);
        assertTrue(at[0] > 0, text);
    }

    @Test
    void anOldFileIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("old.safetensors"), "old".repeat(10_000));
        Network network = Samples.read(Samples.shipped(Samples.DIABETES));
        Safetensors.write(network, file);
        Samples.assertSame(network, Safetensors.read(file));
        assertEquals(List.of(file), inFolder());
    }

    @Test
    void theFileHasTheRightsOfAnyOther() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.getFileStore(other).supportsFileAttributeView("posix"));
        Path file = folder.resolve("new.safetensors");
        Safetensors.write(Samples.read(Samples.shipped(Samples.DIABETES)), file);
        assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
    }

    @Test
    void aFailureHalfWayKeepsTheOldFileAndLeavesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("old.safetensors"), "old");
        for (Throwable failure : List.of(new IOException("disk full"), new IllegalStateException(), new OutOfMemoryError())) {
            Throwable thrown = assertThrows(failure.getClass(), () -> AtomicFile.write(file, channel -> {
                channel.write(ByteBuffer.wrap(new byte[100]));
                assertEquals(2, inFolder().size(), "written beside the old file");
                sneak(failure);
            }));
            assertEquals(failure, thrown);
            assertEquals("old", Files.readString(file));
            assertEquals(List.of(file), inFolder());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void aTargetThatCannotBeReplacedLeavesNothing() throws IOException {
        Network network = Samples.read(Samples.shipped(Samples.DIABETES));
        Path directory = Files.createDirectory(folder.resolve("directory"));
        Files.writeString(directory.resolve("content"), "kept");
        assertThrows(IOException.class, () -> Safetensors.write(network, directory));
        assertEquals(List.of(directory), inFolder());
        assertEquals("kept", Files.readString(directory.resolve("content")));

        IOException missing = assertThrows(IOException.class,
                () -> Safetensors.write(network, folder.resolve("nowhere/model.safetensors")));
        assertTrue(missing.getMessage().contains("create the folder"), missing.getMessage());
        assertThrows(IOException.class, () -> Safetensors.write(network, Path.of("/").toAbsolutePath()));
    }

    @Test
    void anUnwritableFolderIsAnIoException() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Path file = Files.writeString(locked.resolve("old.safetensors"), "old");
        org.junit.jupiter.api.Assumptions.assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked),
                "skipped: this user may write everywhere");
        try {
            Network network = Samples.read(Samples.shipped(Samples.DIABETES));
            assertThrows(IOException.class, () -> Safetensors.write(network, file));
            assertEquals("old", Files.readString(file));
        } finally {
            assertTrue(locked.toFile().setWritable(true));
        }
    }

    @Test
    void aHeaderThatNoReaderWouldTakeIsRefusedBeforeWriting() {
        DenseLayer layer = DenseLayer.of(1, 1, new float[1], null, Activation.IDENTITY);
        DenseLayer[] layers = new DenseLayer[120_000];
        Arrays.fill(layers, layer);
        Network network = Network.of(layers);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Safetensors.write(network, folder.resolve("deep")))
                .getMessage().contains("240000 tensors"));
        assertEquals(List.of(), inFolder());
    }

    @Test
    void asManyTensorsAreWrittenAsAreRead() throws IOException {
        Path file = folder.resolve("deep.safetensors");
        int most = 0;
        for (int layers = 110; layers < 240; layers++) {
            DenseLayer[] deep = new DenseLayer[layers];
            Arrays.fill(deep, DenseLayer.of(1, 1, new float[1], null, Activation.IDENTITY));
            try {
                Safetensors.write(Network.of(deep), file);
                assertEquals(layers, Safetensors.read(file).layers().size());
                most = layers;
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains("more than the " + 2 * most + " that the reader allows")
                        || e.getMessage().contains("more than the " + (2 * most + 1) + " that"), e.getMessage());
                break;
            }
        }
        assertEquals(129, most); // 256 tensors and metadata, and one for each 4 kB of 20
    }

    @Test
    void asManySlopesAreWrittenAsAreRead() throws IOException {
        Path file = folder.resolve("slopes.safetensors");
        int most = 0;
        for (int units = 2000; units < 2400; units++) {
            float[] slopes = rising(units);
            Network network = Network.of(DenseLayer.of(1, units, new float[units], null, Activation.prelu(slopes)));
            try {
                Safetensors.write(network, file);
                Samples.assertSame(network, Safetensors.read(file));
                most = units;
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith("the network's activations have " + (most + 1) + " slopes, more than the " + most
                        + " that the reader allows, 2048 less 8 for each tensor, and one for every 256 bytes; write the network in parts"),
                        e.getMessage());
                break;
            }
        }
        assertEquals(2241, most); // 2032, and one for each 256 bytes of 54 kB
    }

    private static float[] rising(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = -1.1754944E-38f * (1 + i * 1e-7f);
        }
        return numbers;
    }

    /** What a layer of many inputs has in weights, its slopes may take. */
    @Test
    void slopesOfWideLayersComeBack() throws IOException {
        float[] slopes = rising(9000);
        Network network = Network.of(DenseLayer.of(64, 9000, new float[64 * 9000], null, Activation.prelu(slopes)));
        Path file = folder.resolve("wide.safetensors");
        Safetensors.write(network, file);
        Samples.assertSame(network, Safetensors.read(file));
        Samples.assertSame(network, Samples.read(Files.readAllBytes(file), Activation.prelu(slopes)));
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> Samples.read(Files.readAllBytes(file)));
        assertTrue(e.why().endsWith("give the activations as arguments"), e.why()); // of a stream the size is not known
    }

    private List<Path> inFolder() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
