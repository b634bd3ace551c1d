package dev.lanewise.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.lanewise.io.Samples.entry;
import static dev.lanewise.io.Samples.file;
import static dev.lanewise.io.Samples.metadata;
import static dev.lanewise.io.Samples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ModelFileTest {
    @TempDir
    Path folder;

    @Test
    void theNameOfAFilePlaysNoPart() throws IOException {
        Path file = Files.write(folder.resolve("network.onnx"), Samples.shipped(Samples.DIGITS));
        assertEquals(64, ModelFile.read(file).inputs());
        assertEquals("safetensors", ModelFile.format(file));
    }

    @Test
    void anArchiveIsKnownByItsFirstArray() throws IOException {
        Path file = Files.write(folder.resolve("network.onnx"), NpzBuilder.good(true).toBytes());
        assertEquals("npz", ModelFile.format(file));
        assertTrue(refusal(file).why().contains("no place for activations"), refusal(file).getMessage());
    }

    @Test
    void aHeaderAsLongAsTheCodeOfABraceIsNotJson() throws IOException {
        String header = object(metadata("relu"), entry("0.weight", "F32", "1,1", "0,4"));
        Path file = Files.write(folder.resolve("123"), file(header + " ".repeat('{' - header.length()), 4));
        assertEquals('{', Files.readAllBytes(file)[0]);
        assertEquals(1, ModelFile.read(file).inputs());
    }

    @Test
    void faultsOfTheFormatComeFromItsReader() throws IOException {
        Path file = Files.write(folder.resolve("bad"), file("{}", 0));
        assertTrue(refusal(file).why().contains("holds no tensor"));
        Path huge = Files.write(folder.resolve("huge"), file(1L << 40, "{}".getBytes(StandardCharsets.UTF_8), new byte[0]));
        assertTrue(refusal(huge).why().contains("header length 1099511627776"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "                                        | the file is empty",
        "50 4b 03 04 14 00                        | looks like a zip archive (PyTorch .pt or Keras .keras), and its first file is no NumPy array; this release reads safetensors, ONNX and npz",
        "50 4b 03 04 14 00 00 00 00 00 00 00 21 00 00 00 00 00 00 00 00 00 00 00 00 00 04 00 00 00 2e 6e 70 7a | looks like a zip archive (PyTorch .pt or Keras .keras)",
        "50 4b 03 04 14 00 00 00 00 00 00 00 21 00 00 00 00 00 00 00 00 00 00 00 00 00 ff ff 00 00 2e 6e 70 79 | looks like a zip archive (PyTorch .pt or Keras .keras)",
        "89 48 44 46 0d 0a 1a 0a                  | looks like HDF5",
        "93 4e 55 4d 50 59 01 00                  | looks like a NumPy array",
        "1c 00 00 00 54 46 4c 33                  | looks like TensorFlow Lite",
        "47 47 55 46 03 00 00 00                  | looks like GGUF",
        "7b 22 61 22 3a 20 20 5b 7b 7d 5d 7d      | looks like JSON",
        "80 02 8a 0a 6c fc                        | looks like a Python pickle",
        "38 01 00 00 00 00 00 00                  | unknown format, starting with the bytes 38 01 00 00 00 00 00 00",
        "ff ff ff ff ff ff ff ff 7c 01 02 03 04 05 06 07 08 | unknown format, starting with the bytes ff ff ff ff ff ff ff ff 7c 01"
    })
    void otherFormatsAreNamed(String hex, String seen) throws IOException {
        byte[] bytes = java.util.HexFormat.ofDelimiter(" ").parseHex(hex == null ? "" : hex.strip());
        Path file = Files.write(folder.resolve("other.safetensors"), bytes);
        ModelFormatException e = refusal(file);
        assertTrue(e.why().startsWith(seen), e.why());
        assertEquals("byte 0", e.where());
        assertEquals(file.toString(), e.file());
        assertEquals(e.getMessage(), assertThrows(ModelFormatException.class, () -> ModelFile.format(file)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "08 08 12 07 70 79 74 6f 72 63 68 1a 05   | field producer_version declares 5 bytes where 0 remain",
        "08 0a 3a 99 ff 01                        | field graph declares 32665 bytes where 0 remain",
        "08 03 42 04 0a 00 10 06                  | holds no graph"
    })
    void onnxIsKnownByItsFirstFields(String hex, String seen) throws IOException {
        Path file = Files.write(folder.resolve("model"), java.util.HexFormat.ofDelimiter(" ").parseHex(hex.strip()));
        assertTrue(refusal(file).why().startsWith(seen), refusal(file).getMessage());
    }

    @Test
    void whatIsNoFileIsAnIoException() {
        assertThrows(IOException.class, () -> ModelFile.read(folder.resolve("nowhere")));
        assertThrows(IOException.class, () -> ModelFile.read(folder));
    }

    private static ModelFormatException refusal(Path file) {
        return assertThrows(ModelFormatException.class, () -> ModelFile.read(file));
    }
}
