package dev.lanewise.testing;

import dev.lanewise.Activation;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erfc;

/** The activations in double, by the functions of the JDK and not by the library's polynomials. */
public final class TrueActivations {
    private TrueActivations() {}

    /** σ(x); its error is of the order of 2⁻⁴⁴ or less. No form cancels where a result is small. */
    public static double apply(Activation activation, double x) {
        return of(activation).applyAsDouble(x);
    }

    /** The function, with its numbers read once: for many x. */
    public static DoubleUnaryOperator of(Activation activation) {
        String text = activation.toString();
        String name = text.contains("(") ? text.substring(0, text.indexOf('(')) : text;
        double a = text.contains("(") ? number(text, 0) : 1;
        return switch (name) {
            case "identity" -> x -> x;
            case "relu" -> x -> x <= 0 ? 0 : x;
            case "leakyRelu" -> x -> x > 0 ? x : a * x;
            case "thresholdedRelu" -> x -> x <= a ? 0 : x;
            case "clip" -> clip(a, number(text, 1));
            case "hardSigmoid" -> hardSigmoid(a, number(text, 1));
            case "hardSwish" -> x -> x >= 3 ? x : x <= -3 ? -0.0 : x * (x + 3) / 6;
            case "softsign" -> x -> Double.isInfinite(x) ? Math.signum(x) : x / (1 + Math.abs(x));
            case "exp" -> StrictMath::exp;
            case "sigmoid" -> TrueActivations::sigmoid;
            case "tanh" -> StrictMath::tanh;
            case "softplus" -> x -> softplus(a * x) / a;
            case "logSigmoid" -> x -> -softplus(-x);
            case "elu" -> x -> x < 0 ? a * StrictMath.expm1(x) : x;
            case "celu" -> x -> x < 0 ? a * StrictMath.expm1(x / a) : x;
            case "selu" -> x -> x < 0 ? SELU_GAMMA * SELU_ALPHA * StrictMath.expm1(x) : SELU_GAMMA * x;
            case "silu" -> x -> gated(x, a * x);
            case "geluTanh" -> x -> gated(x, Math.sqrt(8 / Math.PI) * (x + 0.044715 * x * x * x));
            case "gelu" -> x -> Double.isInfinite(x) ? gated(x, x) : 0.5 * x * Erfc.value(-x / Math.sqrt(2));
            case "mish" -> TrueActivations::mish;
            default -> throw new AssertionError("no true value for " + text);
        };
    }

    private static final double SELU_GAMMA = 1.05070102214813232421875f;
    private static final double SELU_ALPHA = 1.67326319217681884765625f;

    private static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /** x σ(u). */
    private static double gated(double x, double u) {
        if (Double.isInfinite(x)) {
            return x > 0 ? x : -0.0;
        }
        return x * sigmoid(u);
    }

    private static double softplus(double x) {
        double log = StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        return x > 0 ? x + log : Double.isNaN(x) ? x : log;
    }

    /** tanh(log(1 + w)) = w (w + 2) / (w (w + 2) + 2) with w = e^x, or with v = e^−x, (1 + 2 v) / (1 + 2 v + 2 v²). */
    private static double mish(double x) {
        if (Double.isInfinite(x)) {
            return x > 0 ? x : -0.0;
        }
        double e = StrictMath.exp(-Math.abs(x));
        return x > 0 ? x * (1 + 2 * e) / (1 + 2 * e + 2 * e * e) : x * (e * (e + 2)) / (e * (e + 2) + 2);
    }

    private static DoubleUnaryOperator clip(double low, double high) {
        return x -> x <= low ? low : x >= high ? high : x;
    }

    private static DoubleUnaryOperator hardSigmoid(double slope, double offset) {
        DoubleUnaryOperator clip = clip(0, 1);
        return x -> clip.applyAsDouble(slope * x + offset);
    }

    private static float number(String text, int index) {
        String list = text.substring(text.indexOf('(') + 1, text.indexOf(')'));
        return Float.parseFloat(list.split(",")[index].trim());
    }

    /** The activation of one unit, where each has a slope of its own. */
    public static Activation ofUnit(Activation prelu, int unit) {
        return Activation.leakyRelu(number(prelu.toString(), unit));
    }

    /** Softmax, with its temperature, or log-softmax of a finite row. */
    public static double[] rowwise(Activation activation, double[] row) {
        String text = activation.toString();
        if (text.equals("logSoftmax")) {
            return logSoftmax(row);
        }
        double temperature = text.contains("(") ? number(text, 0) : 1;
        double[] x = new double[row.length];
        for (int c = 0; c < x.length; c++) {
            x[c] = row[c] / temperature;
        }
        return softmax(x);
    }

    /** How far each element may be off: 4 ulp of a softmax, 4·2⁻²⁴ (|x − max| + log Σ + 1) of a log-softmax. */
    public static double[] rowwiseLimits(Activation activation, double[] row, double[] exact) {
        double[] limits = new double[row.length];
        if (!activation.toString().equals("logSoftmax")) {
            for (int c = 0; c < row.length; c++) {
                limits[c] = 4 * Ulps.ofFloatAt(exact[c]);
            }
            return limits;
        }
        double maximum = Arrays.stream(row).max().orElseThrow();
        double logOfSum = -Arrays.stream(exact).max().orElseThrow();
        for (int c = 0; c < row.length; c++) {
            limits[c] = 4 * 0x1p-24 * (Math.abs(row[c] - maximum) + logOfSum + 1);
        }
        return limits;
    }

    private static double[] logSoftmax(double[] x) {
        double maximum = Double.NEGATIVE_INFINITY;
        for (double value : x) {
            maximum = Math.max(maximum, value);
        }
        double sum = 0;
        for (double value : x) {
            sum += StrictMath.exp(value - maximum);
        }
        double[] z = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            z[c] = x[c] - maximum - StrictMath.log(sum);
        }
        return z;
    }

    private static double[] softmax(double[] x) {
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

    /**
     * The steepest slope; for softmax the largest change of an output per largest change of an input, 2 z (1 − z) ≤ ½ over
     * the temperature; for log-softmax that of x_c and of the logarithm together, 2.
     */
    public static double lipschitz(Activation activation) {
        String text = activation.toString();
        String name = text.contains("(") ? text.substring(0, text.indexOf('(')) : text;
        double a = text.contains("(") ? Math.abs(number(text, 0)) : 1;
        return switch (name) {
            case "leakyRelu" -> Math.max(1, a);
            case "hardSigmoid" -> a;
            case "elu" -> Math.max(1, a);
            case "selu" -> 1.76;
            case "sigmoid" -> 0.25;
            case "silu" -> 1.1;
            case "hardSwish" -> 1.5;
            case "mish" -> 1.09;
            case "gelu", "geluTanh" -> 1.13;
            case "softmax" -> 0.5 / a;
            case "logSoftmax" -> 2;
            case "exp", "thresholdedRelu" -> Double.POSITIVE_INFINITY;
            default -> 1;
        };
    }

    /**
     * The limit of the function itself, in ulp: 0 where nothing is rounded, ½ for one rounded operation, 1 for the curves, 2 for
     * those that multiply x with one or divide by a number. For the row-wise ones see {@link #rowwiseLimits}.
     */
    public static double ulpLimit(Activation activation) {
        String text = activation.toString();
        return switch (text.contains("(") ? text.substring(0, text.indexOf('(')) : text) {
            case "identity", "relu", "thresholdedRelu", "clip" -> 0;
            case "leakyRelu", "hardSigmoid" -> 0.5;
            case "exp", "sigmoid", "tanh", "softsign", "elu", "celu", "selu", "hardSwish", "logSigmoid" -> 1;
            case "softplus" -> activation.equals(Activation.SOFTPLUS) ? 1 : 2;
            case "gelu", "geluTanh", "silu", "mish" -> 2;
            default -> throw new AssertionError("no limit for " + text);
        };
    }
}
