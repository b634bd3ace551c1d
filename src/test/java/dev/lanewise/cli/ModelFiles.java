package dev.lanewise.cli;

import dev.lanewise.Activation;
import dev.lanewise.Network;
import dev.lanewise.io.Safetensors;
import dev.lanewise.testing.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Networks, and model files of them, for the tests of the commands. */
final class ModelFiles {
    /** Wide enough that 257 rows at once are shared by two threads. */
    static final Network NETWORK = Network.of(
            Networks.layer(1, 5, 64, Activation.TANH), Networks.layer(2, 64, 128, Activation.RELU),
            Networks.layer(3, 128, 3, Activation.IDENTITY));

    private ModelFiles() {}

    static Path write(Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Safetensors.write(NETWORK, file);
        return file;
    }

    /**
     * An ONNX file of z = 2 x1 + 4 x2 with its weights in w.data beside it: the bytes as a program would write them, since
     * this package has no builder of such files.
     */
    static Path onnxWithExternalData(Path folder) throws IOException {
        Files.write(folder.resolve("w.data"), new byte[] {0, 0, 0, 0x40, 0, 0, (byte) 0x80, 0x40});
        return Files.write(folder.resolve("model.onnx"), HexFormat.of().parseHex("""
                0808 3a4f
                  0a110a01780a017712017a22064d61744d756c
                  2a1f0802080110014201776a120a086c6f636174696f6e1206772e646174617001
                  5a140a0178120f0a0d080112090a0312014e0a020802
                  62030a017a
                42040a001012
                """.replaceAll("\\s", "")));
    }

    /** The regression network that ships in the jar. */
    static Path shipped(Path folder) throws IOException {
        Path file = folder.resolve("diabetes.safetensors");
        try (InputStream in = Example.class.getResourceAsStream("diabetes-10x16x1.safetensors")) {
            Files.copy(in, file);
        }
        return file;
    }

    /** An archive that NumPy wrote: 3 inputs, 4 units, 2 units. */
    static Path numpy(Path folder) throws IOException {
        Path file = folder.resolve("model.npz");
        try (InputStream in = Safetensors.class.getResourceAsStream("/dev/lanewise/io/numpy-deflated.npz")) {
            Files.copy(in, file);
        }
        return file;
    }
}
