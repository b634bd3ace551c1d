package dev.lanewise.cli;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.io.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Networks, and model files of them, for the tests of the commands. */
final class ModelFiles {
    /** Wide enough that 257 rows at once are shared by two threads. */
    static final Network NETWORK = Network.of(
            layer(1, 5, 64, Activation.TANH), layer(2, 64, 128, Activation.RELU), layer(3, 128, 3, Activation.IDENTITY));

    private ModelFiles() {}

    private static DenseLayer layer(long seed, int inputs, int units, Activation activation) {
        Random random = new Random(seed);
        float[] weights = new float[inputs * units];
        float[] bias = new float[units];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        for (int i = 0; i < units; i++) {
            bias[i] = (float) random.nextGaussian();
        }
        return DenseLayer.of(inputs, units, weights, bias, activation);
    }

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
}
