package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Leaky slopes by column, as one activation. */
final class UnitActivations {
    private static final Pattern COMMA = Pattern.compile(", ");

    private UnitActivations() {}

    /** A leaky ReLU where all slopes are the same, else a PReLU; each slope rounded once. */
    static Activation leaky(Columns slopes, int columns) {
        if (slopes.isUniform()) {
            return slopes.get(0) == 0 ? Activation.RELU : Activation.leakyRelu((float) slopes.get(0));
        }
        float[] perUnit = new float[columns];
        for (int c = 0; c < columns; c++) {
            perUnit[c] = (float) slopes.get(c);
        }
        return Activation.prelu(perUnit);
    }

    /** The activation for the units of these indices alone. */
    static Activation select(Activation activation, int[] indices) {
        if (!activation.isPerUnit()) {
            return activation;
        }
        String text = activation.toString(); // prelu(a, b, ...): its only accessor
        String[] slopes = COMMA.split(text.substring(text.indexOf('(') + 1, text.length() - 1));
        double[] selected = Arrays.stream(indices).mapToDouble(index -> Float.parseFloat(slopes[index])).toArray();
        return leaky(Columns.of(selected), selected.length);
    }
}
