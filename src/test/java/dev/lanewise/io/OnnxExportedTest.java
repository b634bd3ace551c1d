package dev.lanewise.io;

import dev.lanewise.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Networks as PyTorch's exporter writes them: {@code pytorch/export.py} in the resources, which tells the outputs in double. */
class OnnxExportedTest {
    private static final double TOLERANCE = 5e-7; // the largest error of a float network here is 1.6e-7

    private static final int ROWS = 3;

    static Stream<Arguments> networks() throws IOException {
        String[] lines = new String(resource("expected.txt"), StandardCharsets.UTF_8).split("\n");
        assertEquals(45, lines.length);
        double[] x = numbers(lines[0]);
        return Arrays.stream(lines).skip(1)
                .map(line -> Arguments.of(line.substring(0, line.indexOf(' ')), x, numbers(line)));
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = OnnxExportedTest.class.getResourceAsStream("pytorch/" + name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void givesWhatPyTorchGives(String name, double[] x, double[] expected) throws IOException {
        Network network = Onnx.read(resource(name + ".onnx"), name);
        float[] rows = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            rows[i] = (float) x[i];
        }
        float[] z = network.predict(rows);
        assertEquals(expected.length, z.length, network.toString());
        assertEquals(ROWS * network.outputs(), z.length);
        for (int i = 0; i < z.length; i++) {
            double off = Math.abs(z[i] - expected[i]);
            assertTrue(off <= TOLERANCE * Math.max(1, Math.abs(expected[i])), i + ": " + z[i] + " instead of " + expected[i]);
        }
    }
}
