package dev.lanewise.bench.model;

import dev.lanewise.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sizes and activations, without weights.
 *
 * @param sizes inputs, then the units of each layer
 * @param hidden σ of all layers but the last
 * @param output σ of the last layer
 */
public record Architecture(List<Integer> sizes, Activation hidden, Activation output) {
    private static final int SEED = 25;

    /** One layer. */
    public static Architecture layer(int inputs, int units, Activation activation) {
        return new Architecture(List.of(inputs, units), Activation.IDENTITY, activation);
    }

    /**
     * Reads {@code "64-32x2-10 relu softmax"}: 64 inputs, two layers of 32 units and one of 10, ReLU between them and
     * softmax at the end. With one activation the last layer is linear, unless it is the only one: {@code "64-10 relu"}
     has one ReLU layer.
     */
    public static Architecture parse(String text) {
        String[] words = text.split(" ");
        if (words.length < 2 || words.length > 3) {
            throw new IllegalArgumentException(
                    "network=\"" + text + "\" must be sizes, hidden activation and maybe output activation");
        }
        List<Integer> sizes = new ArrayList<>();
        for (String run : words[0].split("-")) {
            String[] sizeAndCount = run.split("x");
            int count = sizeAndCount.length == 1 ? 1 : Integer.parseInt(sizeAndCount[1]);
            for (int i = 0; i < count; i++) {
                sizes.add(Integer.valueOf(sizeAndCount[0]));
            }
        }
        Activation hidden = Activation.parse(words[1]);
        Activation output = sizes.size() == 2 ? hidden : Activation.IDENTITY;
        return new Architecture(List.copyOf(sizes), hidden, words.length == 3 ? Activation.parse(words[2]) : output);
    }

    /** Floats per row in. */
    public int inputs() {
        return sizes.getFirst();
    }

    /** Floats per row out. */
    public int outputs() {
        return sizes.getLast();
    }

    /** Weights and biases. */
    public long parameters() {
        return multiplyAdds() + sizes.stream().skip(1).mapToLong(Integer::longValue).sum();
    }

    /** Multiply-adds per row. */
    public long multiplyAdds() {
        long sum = 0;
        for (int l = 0; l + 1 < sizes.size(); l++) {
            sum += (long) sizes.get(l) * sizes.get(l + 1);
        }
        return sum;
    }

    /**
     * Layers with seeded normal weights over √inputs, so that the values keep their size from layer to layer: neither
     * saturated nor subnormal, either of which would be timed as something else.
     */
    public List<Layer> layers() {
        Random random = new Random(SEED);
        List<Layer> layers = new ArrayList<>();
        for (int l = 0; l + 1 < sizes.size(); l++) {
            int inputs = sizes.get(l);
            int units = sizes.get(l + 1);
            float[] weights = normal(random, inputs * units, 1 / Math.sqrt(inputs));
            float[] bias = normal(random, units, 0.1);
            layers.add(new Layer(inputs, units, weights, bias, l + 2 == sizes.size() ? output : hidden));
        }
        return layers;
    }

    /** Seeded rows of inputs, standard normal. */
    public float[] rows(int rows) {
        return normal(new Random(SEED + 1), rows * inputs(), 1);
    }

    private static float[] normal(Random random, int length, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
