package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.internal.format.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The activations of a network as one text, such as {@code relu,clip(0.0, 6.0),identity}: one per layer, separated by
 * commas. A comma in parentheses belongs to its activation.
 */
final class ActivationList {
    private static final String WHERE = "header, __metadata__ \"activations\"";

    /** A PReLU of five thousand slopes and far above anything else: no message or pattern has to cope with more. */
    private static final int LONGEST = 1 << 16;

    private ActivationList() {}

    /** The caller's, copied; none of them null. */
    static Activation[] ofCaller(Activation[] activations) {
        Activation[] copy = activations.clone();
        for (int l = 0; l < copy.length; l++) {
            Objects.requireNonNull(copy[l], "activations[" + l + "] is null; use Activation.IDENTITY for none");
        }
        return copy;
    }

    /** The caller's, one per layer, or a refusal. */
    static Activation[] perLayer(String file, Activation[] given, int layers) {
        if (given.length != layers) {
            throw new ModelFormatException(file, "header", "layers=" + layers + " does not match activations.length="
                    + given.length + "; give one activation per layer, Activation.IDENTITY for none");
        }
        return given;
    }

    static String format(List<Activation> activations) {
        return activations.stream().map(Activation::toString).collect(Collectors.joining(","));
    }

    /** One activation per layer, or a refusal. */
    static Activation[] parse(String file, String text, int layers) {
        List<String> parts = split(text, layers + 1);
        if (parts.size() != layers) {
            throw new ModelFormatException(file, WHERE, "names " + (parts.size() > layers ? "more" : parts.size())
                    + " activations for " + layers + " layers; name one per layer, or give them as arguments");
        }
        Activation[] activations = new Activation[layers];
        for (int l = 0; l < layers; l++) {
            activations[l] = parse(file, parts.get(l));
        }
        return activations;
    }

    private static Activation parse(String file, String text) {
        if (text.length() <= LONGEST) {
            try {
                return Activation.parse(text);
            } catch (IllegalArgumentException e) {
                // Its message quotes the text as it is: refused below, with the text escaped.
            }
        }
        throw new ModelFormatException(file, WHERE, Quote.ascii(text)
                + " is no activation of this release, or its numbers do not fit; Activation.parse lists the names, or give"
                + " the activations as arguments");
    }

    /** The parts between commas outside parentheses; stops once there are {@code most}. */
    private static List<String> split(String text, int most) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length() && parts.size() < most; i++) {
            switch (text.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> { }
            }
        }
        if (parts.size() < most) {
            parts.add(text.substring(start));
        }
        return parts;
    }
}
