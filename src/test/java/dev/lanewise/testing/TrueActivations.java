package dev.lanewise.testing;

import dev.lanewise.Activation;

/** The activations in double, by the functions of the JDK and not by the library's polynomials. */
public final class TrueActivations {
    private TrueActivations() {}

    /** σ(x); its error is of the order of 2⁻⁵². */
    public static double apply(Activation activation, double x) {
        String text = activation.toString();
        String name = text.contains("(") ? text.substring(0, text.indexOf('(')) : text;
        return switch (name) {
            case "identity" -> x;
            case "relu" -> x <= 0 ? 0 : x;
            case "leakyRelu" -> x > 0 ? x : number(text, 0) * x;
            case "clip" -> clip(x, number(text, 0), number(text, 1));
            case "hardSigmoid" -> clip((double) number(text, 0) * x + number(text, 1), 0, 1);
            case "sigmoid" -> sigmoid(x);
            case "tanh" -> StrictMath.tanh(x);
            case "silu" -> silu(x);
            default -> throw new AssertionError("no true value for " + text);
        };
    }

    private static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static double silu(double x) {
        if (Double.isInfinite(x)) {
            return x > 0 ? x : -0.0;
        }
        return x * sigmoid(x);
    }

    private static double clip(double x, double low, double high) {
        return Double.isNaN(x) ? x : Math.min(Math.max(x, low), high);
    }

    private static float number(String text, int index) {
        String list = text.substring(text.indexOf('(') + 1, text.indexOf(')'));
        return Float.parseFloat(list.split(",")[index].trim());
    }

    /** e^x_c over the sum, for a finite row. */
    public static double[] softmax(double[] x) {
        double maximum = Double.NEGATIVE_INFINITY;
        for (double value : x) {
            maximum = Math.max(maximum, value);
        }
        double[] z = new double[x.length];
        double sum = 0;
        for (int c = 0; c < x.length; c++) {
            z[c] = StrictMath.exp(x[c] - maximum);
            sum += z[c];
        }
        for (int c = 0; c < x.length; c++) {
            z[c] /= sum;
        }
        return z;
    }

    /** The steepest slope; for softmax the largest change of an output per largest change of an input, 2 z (1 − z) ≤ ½. */
    public static double lipschitz(Activation activation) {
        String text = activation.toString();
        if (text.startsWith("leakyRelu") || text.startsWith("hardSigmoid")) {
            return Math.max(text.startsWith("leakyRelu") ? 1 : 0, Math.abs(number(text, 0)));
        }
        return switch (text) {
            case "sigmoid" -> 0.25;
            case "silu" -> 1.1;
            case "softmax" -> 0.5;
            default -> 1;
        };
    }

    /**
     * The limit of the function itself, in ulp: 1 for the curves, ½ for one rounded operation. Softmax: with u = 2⁻²⁴, an
     * exponential is off by 1.75 u (the reduction ½, its polynomial ¼, adding 1 to it 1), the sum by as much and 5 u for
     * s + k and the four levels of halves, the quotient by 1 u more; 9.5 u together, and a u is at most an ulp.
     */
    public static double ulpLimit(Activation activation) {
        return switch (activation.toString()) {
            case "sigmoid", "tanh", "silu" -> 1;
            case "softmax" -> 9.5;
            default -> 0.5;
        };
    }
}
