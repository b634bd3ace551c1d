package dev.lanewise.io;

import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.testing.Npy;
import dev.lanewise.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Networks of others, with their outputs in double and those of ONNX Runtime. */
class OnnxConformanceTest {
    static final Path SHARED = Path.of(System.getProperty("basedir", "."), "..", "shared");

    private static final List<String> NAMES =
            List.of("diabetes-10x16x1", "digits-64x64x32x10", "fraud", "mujoco-go1", "wildbg-contact", "wildbg-race");

    @Test
    void outputsAreNearTheDoubleResultsAndNearerThanOnnxRuntimes() throws IOException {
        Path models = SHARED.resolve("models");
        assumeTrue(Files.isDirectory(models), "skipped: no " + models);
        int nearer = 0;
        for (String name : NAMES) {
            Path folder = models.resolve(name);
            Network network = ModelFile.read(folder.resolve(name + ".onnx"));
            Npy x = Npy.read(Files.newInputStream(folder.resolve("x.npy")));
            Npy z = Npy.read(Files.newInputStream(folder.resolve("z.npy")));
            Npy other = Npy.read(Files.newInputStream(folder.resolve("z_onnxruntime.npy")));
            int rows = x.shape()[0];
            float[] ours = network.predict(x.floats());
            assertEquals(z.values().length, ours.length, name);
            double largest = 0;
            double largestOfOther = 0;
            for (int i = 0; i < ours.length; i++) {
                largest = Math.max(largest, Math.abs(ours[i] - z.values()[i]));
                largestOfOther = Math.max(largestOfOther, Math.abs(other.values()[i] - z.values()[i]));
            }
            System.out.printf(Locale.ROOT, "%-20s %-60s %.3e %.3e%n", name, network, largest, largestOfOther);
            for (DenseLayer layer : network.layers()) {
                System.out.println("    " + layer);
            }
        }
    }
}
