package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.Activation;
import dev.lanewise.Network;
import dev.lanewise.io.Safetensors;
import dev.lanewise.testing.Bits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
    @TempDir
    Path folder;

    @Test
    void theNetworkIsTheSameBitForBit() throws IOException {
        Path model = ModelFiles.write(folder);
        Path out = folder.resolve("out.safetensors");
        assertEquals("", Run.of("convert", model, out).succeeded());
        Network read = Safetensors.read(out);
        assertEquals(ModelFiles.NETWORK.layers().size(), read.layers().size());
        for (int l = 0; l < read.layers().size(); l++) {
            Bits.assertSame(ModelFiles.NETWORK.layers().get(l).weights(), read.layers().get(l).weights(), "layer " + l);
            Bits.assertSame(ModelFiles.NETWORK.layers().get(l).biases(), read.layers().get(l).biases(), "layer " + l);
            assertEquals(ModelFiles.NETWORK.layers().get(l).activation(), read.layers().get(l).activation());
        }
    }

    @Test
    void activationsOfTheCallerAreKept() throws IOException {
        Path out = folder.resolve("out.safetensors");
        Run.of("convert", ModelFiles.shipped(folder), out, "--activations", "leakyRelu(0.01),softplus").succeeded();
        Network read = Safetensors.read(out);
        assertEquals(Activation.leakyRelu(0.01f), read.layers().get(0).activation());
        assertEquals(Activation.SOFTPLUS, read.layers().get(1).activation());
    }

    @Test
    void aNumPyArchiveBecomesSafetensors() throws IOException {
        Path model = ModelFiles.numpy(folder);
        Path out = folder.resolve("out.safetensors");
        Run.of("convert", model, out, "--activations", "relu,softmax").succeeded();
        Network read = Safetensors.read(out);
        assertEquals("Network[3x4x2, 26 parameters]", read.toString());
        assertEquals(Activation.SOFTMAX, read.layers().get(1).activation());
        assertEquals(4 / 16f, read.layers().get(1).weight(3, 1), "[1][3] of [units, inputs]");
        Run.of("convert", model, folder.resolve("none.safetensors")).failed(1, "no place for activations");
    }

    @Test
    void nothingIsReplacedByMistake() throws IOException {
        Path model = ModelFiles.write(folder);
        byte[] before = Files.readAllBytes(model);
        Run.of("convert", model, model).failed(2, "is the input");
        Run.of("convert", model, folder.resolve("out.onnx")).failed(2, "out.onnx", ".safetensors");
        Run.of("convert", model, folder.resolve("out.safetensors"), "--activations", "relu").failed(1, "layers=3");
        assertArrayEquals(before, Files.readAllBytes(model));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
