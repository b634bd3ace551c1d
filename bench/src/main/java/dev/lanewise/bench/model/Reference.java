package dev.lanewise.bench.model;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * The network in double precision, written down as the formula reads and sharing no code with anything that is timed.
 */
final class Reference {
    private Reference() {}

    /** The outputs of one row of x. */
    static double[] row(List<Layer> layers, float[] x, int row) {
        int inputs = layers.getFirst().inputs();
        double[] values = new double[inputs];
        for (int j = 0; j < inputs; j++) {
            values[j] = x[row * inputs + j];
        }
        for (Layer layer : layers) {
            values = sums(layer, values);
            activate(Formula.of(layer.activation()), values);
        }
        return values;
    }

    private static double[] sums(Layer layer, double[] values) {
        int units = layer.units();
        double[] sums = new double[units];
        for (int m = 0; m < units; m++) {
            sums[m] = layer.bias()[m];
        }
        for (int j = 0; j < layer.inputs(); j++) {
            for (int m = 0; m < units; m++) {
                sums[m] += values[j] * layer.weights()[j * units + m];
            }
        }
        return sums;
    }

    private static void activate(Formula formula, double[] values) {
        if (formula.name().equals("softmax")) {
            softmax(values);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = value(formula, values[i]);
        }
    }

    private static double value(Formula formula, double x) {
        float[] numbers = formula.numbers();
        return switch (formula.name()) {
            case "identity" -> x;
            case "relu" -> Math.max(x, 0);
            case "leakyRelu" -> x > 0 ? x : numbers[0] * x;
            case "clip" -> Math.clamp(x, (double) numbers[0], (double) numbers[1]);
            case "sigmoid" -> 1 / (1 + Math.exp(-x));
            case "hardSigmoid" -> Math.clamp((double) numbers[0] * x + numbers[1], 0.0, 1.0);
            case "tanh" -> Math.tanh(x);
            case "silu" -> x / (1 + Math.exp(-x));
            case "exp" -> Math.exp(x);
            case "softplus" -> Math.log1p(Math.exp(x));
            case "mish" -> x * Math.tanh(Math.log1p(Math.exp(x)));
            case "gelu" -> 0.5 * x * Erfc.value(-x / Math.sqrt(2));
            case "geluTanh" -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            default -> throw formula.unknownTo("the reference");
        };
    }

    private static void softmax(double[] values) {
        double max = Arrays.stream(values).max().orElseThrow();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(values[i] - max);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
    }
}
