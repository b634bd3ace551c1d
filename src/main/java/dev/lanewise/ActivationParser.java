package dev.lanewise;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of an {@link Activation}: {@code name}, {@code name(a)} or {@code name(a, b)}. */
final class ActivationParser {
    /** Characters of a text in a message: one out of a file may be long. */
    private static final int MOST_QUOTED = 64;

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]+)\\s*+(?:\\(([^()]*)\\))?");

    /** By name and count of numbers. */
    private static final Map<String, Function<float[], Activation>> FORMS = new LinkedHashMap<>();

    static {
        constant("identity", Activation.IDENTITY);
        constant("relu", Activation.RELU);
        constant("relu6", Activation.RELU6);
        FORMS.put("leakyRelu/1", a -> Activation.leakyRelu(a[0]));
        FORMS.put("thresholdedRelu/1", a -> Activation.thresholdedRelu(a[0]));
        FORMS.put("clip/2", a -> Activation.clip(a[0], a[1]));
        FORMS.put("elu/1", a -> Activation.elu(a[0]));
        FORMS.put("celu/1", a -> Activation.celu(a[0]));
        constant("selu", Activation.SELU);
        constant("sigmoid", Activation.SIGMOID);
        constant("logSigmoid", Activation.LOG_SIGMOID);
        constant("hardSigmoid", Activation.HARD_SIGMOID);
        FORMS.put("hardSigmoid/2", a -> Activation.hardSigmoid(a[0], a[1]));
        constant("tanh", Activation.TANH);
        constant("hardTanh", Activation.HARD_TANH);
        constant("softplus", Activation.SOFTPLUS);
        FORMS.put("softplus/1", a -> Activation.softplus(a[0]));
        constant("softsign", Activation.SOFTSIGN);
        constant("silu", Activation.SILU);
        FORMS.put("silu/1", a -> Activation.silu(a[0]));
        constant("hardSwish", Activation.HARD_SWISH);
        constant("mish", Activation.MISH);
        constant("gelu", Activation.GELU);
        constant("geluTanh", Activation.GELU_TANH);
        constant("exp", Activation.EXP);
        constant("softmax", Activation.SOFTMAX);
        FORMS.put("softmax/1", a -> Activation.softmax(a[0]));
        constant("logSoftmax", Activation.LOG_SOFTMAX);
    }

    private ActivationParser() {}

    private static void constant(String name, Activation activation) {
        FORMS.put(name + "/0", numbers -> activation);
    }

    static Activation parse(String text) {
        String stripped = text.strip();
        Matcher form = FORM.matcher(stripped);
        if (!form.matches()) {
            throw unknown(text);
        }
        String name = form.group(1);
        int count = count(stripped, form.start(2), form.end(2));
        Function<float[], Activation> known =
                name.equals("prelu") && count > 0 ? Activation::prelu : FORMS.get(name + "/" + count);
        if (known == null) { // before a number is read: a text of many may be of a hostile file
            throw unknown(text);
        }
        float[] numbers;
        try {
            numbers = numbers(stripped, form.start(2), count);
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
        return known.apply(numbers);
    }

    /** The numbers between two places, by their commas; none where there are no parentheses. */
    private static int count(String text, int begin, int end) {
        int count = begin < 0 ? 0 : 1;
        for (int i = begin; i < end; i++) {
            count += text.charAt(i) == ',' ? 1 : 0;
        }
        return count;
    }

    /** So many, separated by commas, the last one before a parenthesis. */
    private static float[] numbers(String text, int begin, int count) {
        float[] numbers = new float[count];
        int at = begin;
        for (int i = 0; i < count; i++) {
            int end = text.indexOf(i < count - 1 ? ',' : ')', at);
            numbers[i] = Float.parseFloat(text.substring(at, end)); // takes spaces around
            at = end + 1;
        }
        return numbers;
    }

    private static IllegalArgumentException unknown(String text) {
        String shown = text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "...";
        return new IllegalArgumentException("activation=\"" + shown + "\" is not one of "
                + String.join(", ", FORMS.keySet()).replace("/0", "").replace("/1", "(number)").replace("/2", "(number, number)")
                + ", prelu(number for each unit, ...)");
    }
}
