package dev.lanewise.cli;

import dev.lanewise.Network;
import dev.lanewise.io.Safetensors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained network that ships in the jar, with rows that it was not trained on.
 *
 * @param name such as {@code diabetes-10x16x1}
 * @param trial the network as read from the safetensors file, and the rows held out
 * @param targets what was measured, one per row
 */
record Example(String name, Trial trial, float[] targets) {
    /** A regression and a classification. */
    static final List<String> NAMES = List.of("diabetes-10x16x1", "digits-64x64x32x10");

    static Example load(String name) throws IOException {
        Network network;
        try (InputStream in = resource(name + ".safetensors")) {
            network = Safetensors.read(in, name + ".safetensors");
        }
        List<String[]> lines = lines(name + ".csv");
        int inputs = network.inputs();
        float[] x = new float[lines.size() * inputs];
        float[] targets = new float[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i);
            for (int j = 0; j < inputs; j++) {
                x[i * inputs + j] = Float.parseFloat(cells[j]);
            }
            targets[i] = Float.parseFloat(cells[inputs]);
        }
        return new Example(name, new Trial(network, lines.size(), x), targets);
    }

    /** The cells of each line after the header: inputs, then the target; plain numbers between commas. */
    private static List<String[]> lines(String name) throws IOException {
        List<String[]> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(resource(name), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line.split(","));
            }
        }
        return lines;
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = Example.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("the resource " + name + " is missing from the jar; build it again");
        }
        return in;
    }
}
