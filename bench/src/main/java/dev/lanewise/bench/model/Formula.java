package dev.lanewise.bench.model;

import dev.lanewise.Activation;
import java.util.Arrays;

/**
 * An activation by name and numbers, taken from how the library prints it, for those who have to say it in another
 * language: a peer, or the reference.
 *
 * @param name such as {@code relu} or {@code hardSigmoid}
 * @param numbers such as slope and offset; empty for most
 */
public record Formula(String name, float... numbers) {
    /** The formula of an activation. */
    public static Formula of(Activation activation) {
        String text = activation.toString();
        int open = text.indexOf('(');
        if (open < 0) {
            return new Formula(text);
        }
        String[] parts = text.substring(open + 1, text.length() - 1).split(",");
        float[] numbers = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Float.parseFloat(parts[i].strip());
        }
        return new Formula(text.substring(0, open), numbers);
    }

    /** For those who do not know it. */
    public IllegalArgumentException unknownTo(String who) {
        return new IllegalArgumentException("activation=" + name + Arrays.toString(numbers) + " is unknown to " + who);
    }
}
