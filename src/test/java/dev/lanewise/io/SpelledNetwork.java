package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.io.OnnxBuilder.Message;
import dev.lanewise.testing.TrueActivations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import static dev.lanewise.io.OnnxBuilder.attribute;

/**
 * A random dense network, and an ONNX graph that spells it in a random one of many ways. Knows the layers to expect where
 * nothing is folded, and what the graph computes, in double, where something is.
 */
final class SpelledNetwork {
    private final Random random;
    private final long opset;
    private final OnnxBuilder graph;
    private final List<DenseLayer> layers = new ArrayList<>();
    private final List<UnaryOperator<double[]>> functions = new ArrayList<>();
    private final int inputs;
    private String tensor = "x";
    private int columns;
    private boolean isFolded;

    SpelledNetwork(long seed) {
        random = new Random(seed);
        opset = random.nextInt(6, 28);
        inputs = random.nextInt(1, 9);
        columns = inputs;
        graph = new OnnxBuilder(opset).input("x", OnnxBuilder.FLOAT, random.nextBoolean() ? -1 : 1, inputs);
        for (int l = random.nextInt(1, 5); l > 0; l--) {
            noise();
            if (random.nextInt(4) == 0) {
                affine();
            }
            layer(random.nextInt(1, 9));
        }
        if (random.nextInt(6) == 0) {
            affine();
        }
        noise();
        graph.output(tensor);
    }

    int inputs() {
        return inputs;
    }

    byte[] file() {
        return graph.toBytes();
    }

    /** The layers that the graph must give bit by bit, or null where it has something to fold. */
    List<DenseLayer> layers() {
        return isFolded ? null : layers;
    }

    double[] evaluate(double[] x) {
        double[] values = x;
        for (UnaryOperator<double[]> function : functions) {
            values = function.apply(values);
        }
        return values;
    }

    private String node(String operator, String in, Message... attributes) {
        String out = graph.name();
        graph.node(operator, in, out, attributes);
        return out;
    }

    /** Two operands, in any order where the operator has none; before opset 7 a constant is right and declared. */
    private String binary(String operator, String a, String b, boolean isCommutative) {
        if (opset < 7) {
            return node(operator, a + "," + b, attribute("broadcast", 1L));
        }
        return isCommutative && random.nextBoolean() ? node(operator, b + "," + a) : node(operator, a + "," + b);
    }

    /** Two computed tensors of one shape. */
    private String product(String a, String b) {
        return random.nextBoolean() ? node("Mul", a + "," + b) : node("Mul", b + "," + a);
    }

    private String scalar(double value) {
        return constant(new float[] {(float) value}, random.nextBoolean() ? new long[0] : new long[] {1});
    }

    /** Floats as an initializer or a Constant node, raw or typed. */
    private String constant(float[] values, long... dims) {
        String name = graph.name();
        Message tensorMessage = random.nextBoolean()
                ? OnnxBuilder.tensor(name, values, dims)
                : OnnxBuilder.header(name, OnnxBuilder.FLOAT, dims).bytes(4, OnnxBuilder.bytes(values));
        if (random.nextBoolean()) {
            graph.initializer(tensorMessage);
        } else {
            graph.node("Constant", "", name, attribute("value", tensorMessage));
        }
        return name;
    }

    private float[] gaussian(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** What changes nothing. */
    private void noise() {
        tensor = switch (random.nextInt(9)) {
            case 0 -> node("Identity", tensor);
            case 1 -> opset < 7 ? tensor : node("Dropout", tensor);
            case 2 -> node("Cast", tensor, attribute("to", 1L));
            case 3 -> node("Flatten", tensor, attribute("axis", 1L));
            case 4 -> {
                String shape = graph.name();
                graph.integers(shape, random.nextBoolean() ? -1 : 0, columns);
                yield node("Reshape", tensor + "," + shape);
            }
            default -> tensor;
        };
    }

    private void affine() {
        isFolded = true;
        float[] a = gaussian(random.nextBoolean() ? 1 : columns);
        float[] b = gaussian(random.nextBoolean() ? 1 : columns);
        switch (random.nextInt(opset < 7 ? 3 : 4)) {
            case 0 -> {
                tensor = binary("Sub", tensor, constant(a, a.length), false);
                tensor = binary("Div", tensor, constant(b, b.length), false);
                functions.add(x -> each(x, i -> (x[i] - at(a, i)) / at(b, i)));
            }
            case 1 -> {
                tensor = binary("Mul", tensor, constant(a, a.length), true);
                tensor = binary("Add", tensor, constant(b, 1, b.length), true);
                functions.add(x -> each(x, i -> x[i] * at(a, i) + at(b, i)));
            }
            case 2 -> {
                tensor = binary("Mul", tensor, constant(a, a.length), true);
                functions.add(x -> each(x, i -> x[i] * at(a, i)));
            }
            default -> batchNormalization();
        }
    }

    private void batchNormalization() {
        float[] gamma = gaussian(columns);
        float[] offset = gaussian(columns);
        float[] mean = gaussian(columns);
        float[] variance = gaussian(columns);
        for (int i = 0; i < columns; i++) {
            variance[i] = Math.abs(variance[i]) + 0.125f;
        }
        tensor = node("BatchNormalization", String.join(",", tensor, constant(gamma, columns), constant(offset, columns),
                constant(mean, columns), constant(variance, columns)), attribute("epsilon", 0.01f));
        functions.add(x -> each(x, i -> (x[i] - mean[i]) / Math.sqrt((double) variance[i] + 0.01f) * gamma[i] + offset[i]));
    }

    private interface At {
        double value(int i);
    }

    private static double[] each(double[] x, At at) {
        double[] result = new double[x.length];
        Arrays.setAll(result, at::value);
        return result;
    }

    private static double at(float[] values, int i) {
        return values[values.length == 1 ? 0 : i];
    }

    private void layer(int units) {
        float[] weights = gaussian(columns * units);
        float[] bias = random.nextInt(4) == 0 ? null : gaussian(units);
        float alpha = 1;
        float beta = 1;
        if (random.nextBoolean()) {
            boolean isScaled = random.nextInt(4) == 0;
            isFolded |= isScaled;
            alpha = isScaled ? random.nextFloat() : 1;
            beta = isScaled ? random.nextFloat() : 1;
            boolean isTransposed = random.nextBoolean();
            String in = tensor + "," + matrix(weights, columns, units, isTransposed);
            if (bias != null || opset < 11) { // C is optional from opset 11
                in += "," + constant(bias == null ? new float[units] : bias, units);
            }
            List<Message> attributes = new ArrayList<>(List.of(attribute("transB", isTransposed ? 1L : 0L)));
            if (isScaled || random.nextBoolean()) {
                attributes.add(attribute("alpha", alpha));
                attributes.add(attribute("beta", beta));
            }
            if (opset < 7) {
                attributes.add(attribute("broadcast", 1L));
            }
            tensor = node("Gemm", in, attributes.toArray(Message[]::new));
        } else {
            tensor = node("MatMul", tensor + "," + matrix(weights, columns, units, false));
            columns = units;
            if (bias != null) {
                noise();
                tensor = binary("Add", tensor, constant(bias, units), true);
            }
        }
        linear(weights, bias, units, alpha, beta);
        columns = units;
        noise();
        Activation activation = activation();
        layers.add(DenseLayer.of(weights.length / units, units, weights, bias, activation));
        functions.add(x -> activated(activation, x));
    }

    private void linear(float[] weights, float[] bias, int units, double alpha, double beta) {
        functions.add(x -> {
            double[] sums = new double[units];
            for (int m = 0; m < units; m++) {
                for (int j = 0; j < x.length; j++) {
                    sums[m] += alpha * x[j] * weights[j * units + m];
                }
                sums[m] += bias == null ? 0 : beta * bias[m];
            }
            return sums;
        });
    }

    private static double[] activated(Activation activation, double[] x) {
        if (activation.isRowwise()) {
            return TrueActivations.rowwise(activation, x);
        }
        return each(x, i -> TrueActivations.apply(activation.isPerUnit() ? TrueActivations.ofUnit(activation, i) : activation, x[i]));
    }

    /** Weights, in the order asked for, perhaps by a Transpose node from the other. */
    private String matrix(float[] weights, int rows, int units, boolean isTransposed) {
        boolean isTurned = random.nextInt(4) == 0;
        float[] values = weights.clone();
        if (isTransposed != isTurned) {
            for (int j = 0; j < rows; j++) {
                for (int m = 0; m < units; m++) {
                    values[m * rows + j] = weights[j * units + m];
                }
            }
        }
        String name = isTransposed != isTurned ? constant(values, units, rows) : constant(values, rows, units);
        return isTurned ? node("Transpose", name) : name;
    }

    /** An activation that this opset can say, as one operator or spelled out. */
    private Activation activation() {
        String y = tensor;
        switch (random.nextInt(17)) {
            case 0 -> { return Activation.IDENTITY; }
            case 1 -> { return simple("Relu", Activation.RELU); }
            case 2 -> { return simple("Sigmoid", Activation.SIGMOID); }
            case 3 -> { return simple("Tanh", Activation.TANH); }
            case 4 -> { return simple("Softplus", Activation.SOFTPLUS); }
            case 5 -> { return simple("Selu", Activation.SELU); }
            case 6 -> { return simple("Softmax", Activation.SOFTMAX); }
            case 7 -> { return simple("LogSoftmax", Activation.LOG_SOFTMAX); }
            case 8 -> {
                tensor = product(y, node("Sigmoid", y));
                return Activation.SILU;
            }
            case 9 -> {
                tensor = product(y, node("Tanh", node("Softplus", y)));
                return Activation.MISH;
            }
            case 10 -> { return gelu(y); }
            case 11 -> { return geluTanh(y); }
            case 12 -> { return hardSwish(y); }
            case 13 -> {
                float alpha = random.nextFloat();
                tensor = node("LeakyRelu", y, attribute("alpha", alpha));
                return Activation.leakyRelu(alpha);
            }
            case 14 -> {
                float[] slopes = gaussian(columns);
                tensor = node("PRelu", y + "," + constant(slopes, columns));
                return columns == 1 ? Activation.leakyRelu(slopes[0]) : Activation.prelu(slopes);
            }
            case 15 -> { return softplus(y); }
            default -> { return clip(y); }
        }
    }

    /** With a threshold where there is a Where, as PyTorch writes it. */
    private Activation softplus(String y) {
        if (opset < 9) {
            return simple("Softplus", Activation.SOFTPLUS);
        }
        float beta = random.nextBoolean() ? 1 : 0.5f + random.nextFloat();
        boolean isPlain = beta == 1 && random.nextBoolean();
        String one = constant(new float[] {beta});
        String scaled = isPlain ? y : product(y, one);
        String sum = random.nextBoolean() ? null : node("Add", node("Exp", scaled) + "," + constant(new float[] {1}));
        String softplus = sum == null ? node("Softplus", scaled) : node("Log", sum);
        String divided = isPlain ? softplus : node("Div", softplus + "," + one);
        tensor = node("Where", node("Greater", scaled + "," + constant(new float[] {20})) + "," + y + "," + divided);
        return Activation.softplus(beta);
    }

    private Activation simple(String operator, Activation activation) {
        tensor = node(operator, tensor);
        return activation;
    }

    private Activation gelu(String y) {
        if (opset >= 20 && random.nextBoolean()) {
            return simple("Gelu", Activation.GELU);
        }
        if (opset < 9) {
            return Activation.IDENTITY; // Erf came with 9
        }
        String argument = random.nextBoolean()
                ? binary("Div", y, scalar(Math.sqrt(2)), false)
                : binary("Mul", y, scalar(Math.sqrt(0.5)), true);
        halved(y, binary("Add", node("Erf", argument), scalar(1), true));
        return Activation.GELU;
    }

    /** y · factor / 2 in any order. */
    private void halved(String y, String factor) {
        tensor = switch (random.nextInt(3)) {
            case 0 -> product(binary("Mul", y, scalar(0.5), true), factor);
            case 1 -> product(y, binary("Mul", factor, scalar(0.5), true));
            default -> binary("Mul", product(y, factor), scalar(0.5), true);
        };
    }

    private Activation geluTanh(String y) {
        String cube = random.nextBoolean() && opset >= 7
                ? node("Pow", y + "," + scalar(3))
                : product(node("Mul", y + "," + y), y);
        String sum = node("Add", y + "," + binary("Mul", cube, scalar(0.044715), true));
        String tanh = node("Tanh", binary("Mul", sum, scalar(Math.sqrt(2 / Math.PI)), true));
        halved(y, binary("Add", tanh, scalar(1), true));
        return Activation.GELU_TANH;
    }

    private Activation hardSwish(String y) {
        if (opset >= 14 && random.nextBoolean()) {
            return simple("HardSwish", Activation.HARD_SWISH);
        }
        String clipped = clipped(binary("Add", y, scalar(3), true), 0, 6);
        tensor = random.nextBoolean()
                ? product(y, binary("Div", clipped, scalar(6), false))
                : binary("Mul", product(clipped, y), scalar(1 / 6f), true);
        return Activation.HARD_SWISH;
    }

    private Activation clip(String y) {
        float low = -random.nextFloat();
        float high = random.nextFloat();
        tensor = clipped(y, low, high);
        return Activation.clip(low, high);
    }

    private String clipped(String in, float low, float high) {
        if (opset < 11) {
            return node("Clip", in, attribute("min", low), attribute("max", high));
        }
        return random.nextBoolean()
                ? node("Clip", in + "," + scalar(low) + "," + scalar(high))
                : node("Min", node("Max", in + "," + scalar(low)) + "," + scalar(high));
    }
}
