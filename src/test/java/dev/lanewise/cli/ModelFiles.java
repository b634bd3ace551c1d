package dev.lanewise.cli;

import dev.lanewise.Activation;
import dev.lanewise.Network;
import dev.lanewise.io.Safetensors;
import dev.lanewise.testing.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

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
