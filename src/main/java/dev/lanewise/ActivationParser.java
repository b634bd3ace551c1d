package dev.lanewise;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of an {@link Activation}: {@code name}, {@code name(a)} or {@code name(a, b)}. */
final class ActivationParser {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]+)\\s*+(?:\\(([^()]*)\\))?");

    private ActivationParser() {}

    static Activation parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw unknown(text);
        }
        float[] numbers = numbers(text, form.group(2));
        return switch (form.group(1) + "/" + numbers.length) {
            case "identity/0" -> Activation.IDENTITY;
            case "relu/0" -> Activation.RELU;
            case "relu6/0" -> Activation.RELU6;
            case "leakyRelu/1" -> Activation.leakyRelu(numbers[0]);
            case "clip/2" -> Activation.clip(numbers[0], numbers[1]);
            case "sigmoid/0" -> Activation.SIGMOID;
            case "hardSigmoid/0" -> Activation.HARD_SIGMOID;
            case "hardSigmoid/2" -> Activation.hardSigmoid(numbers[0], numbers[1]);
            case "tanh/0" -> Activation.TANH;
            case "hardTanh/0" -> Activation.HARD_TANH;
            case "silu/0" -> Activation.SILU;
            case "softmax/0" -> Activation.SOFTMAX;
            default -> throw unknown(text);
        };
    }

    private static float[] numbers(String text, String list) {
        if (list == null) {
            return new float[0];
        }
        String[] parts = list.split(",", -1);
        float[] numbers = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Float.parseFloat(parts[i].trim());
            } catch (NumberFormatException e) {
                throw unknown(text);
            }
        }
        return numbers;
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("activation=\"" + text + "\" is not one of identity, relu, relu6,"
                + " leakyRelu(slope), clip(low, high), sigmoid, hardSigmoid(slope, offset), tanh, hardTanh, silu, softmax");
    }
}
