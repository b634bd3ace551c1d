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
    static final String WHERE = "header, __metadata__ \"activations\"";

    private static final String PRELU = "prelu";

    /** Beside {@link SafetensorsHeader#CHARS_PER_SLOPE}: a hard sigmoid of two numbers takes 45 at most. */
    private static final int CHARS_PER_LAYER = 64;

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

    /**
     * One activation per layer, or a refusal. Slopes are counted before they are read, which costs far more memory than they
     * take in a text.
     *
     * @param units of each layer
     * @param mostSlopes of all PReLUs together
     */
    static Activation[] parse(String file, String text, int[] units, long mostSlopes) {
        int layers = units.length;
        checkText(file, text, layers, mostSlopes);
        List<String> parts = split(text, layers + 1);
        if (parts.size() != layers) {
            throw new ModelFormatException(file, WHERE, "names " + (parts.size() > layers ? "more" : parts.size())
                    + " activations for " + layers + " layers; name one per layer, or give them as arguments");
        }
        long slopes = 0;
        for (int l = 0; l < layers; l++) {
            int here = slopesOfOne(parts.get(l));
            if (here > 0 && here != units[l]) {
                throw new ModelFormatException(file, WHERE, "units=" + units[l] + " of layer " + l + " (counted from 0) does not"
                        + " match the activation's " + here + " slopes; prelu has one for each unit");
            }
            slopes += here;
        }
        if (slopes > mostSlopes) {
            throw new ModelFormatException(file, WHERE, "has " + slopes + " slopes, more than the " + mostSlopes
                    + " that are read, " + SafetensorsHeader.MANY_SLOPES + "; give the activations as arguments");
        }
        Activation[] activations = new Activation[layers];
        for (int l = 0; l < layers; l++) {
            activations[l] = parse(file, parts.get(l));
        }
        return activations;
    }

    /** A wide character makes two bytes of each, and a number as long as the text is held five times while it is read. */
    private static void checkText(String file, String text, int layers, long mostSlopes) {
        long most = CHARS_PER_LAYER * (long) layers + SafetensorsHeader.CHARS_PER_SLOPE * mostSlopes;
        if (text.length() > most) {
            throw new ModelFormatException(file, WHERE, "has " + text.length() + " characters, more than " + most + ", "
                    + CHARS_PER_LAYER + " for each layer and " + SafetensorsHeader.CHARS_PER_SLOPE + " for each of the "
                    + mostSlopes + " slopes that there may be; give the activations as arguments");
        }
        int wide = 0;
        while (wide < text.length() && text.charAt(wide) <= '~') {
            wide++;
        }
        if (wide < text.length()) {
            throw new ModelFormatException(file, WHERE, "has the character " + Quote.ascii(text.substring(wide, wide + 1))
                    + "; names and numbers of activations are ASCII, as Activation.parse takes them");
        }
    }

    /** The numbers of a PReLU, by its commas, or 0 for another activation. */
    private static int slopesOfOne(String text) {
        if (!text.startsWith(PRELU) || text.indexOf('(') < 0) {
            return 0;
        }
        int slopes = 1;
        for (int i = 0; i < text.length(); i++) {
            slopes += text.charAt(i) == ',' ? 1 : 0;
        }
        return slopes;
    }

    private static Activation parse(String file, String text) {
        try {
            return Activation.parse(text);
        } catch (IllegalArgumentException e) {
            // Its message quotes the text as it is: refused below, with the text escaped.
        }
        throw new ModelFormatException(file, WHERE, Quote.ascii(text)
                + " is no activation of this release, or its numbers do not fit; Activation.parse lists the names, or give"
                + " the activations as arguments");
    }

    /** The parts between commas outside parentheses, without spaces around; stops once there are {@code most}. */
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
                        parts.add(stripped(text, start, i));
                        start = i + 1;
                    }
                }
                default -> { }
            }
        }
        if (parts.size() < most) {
            parts.add(stripped(text, start, text.length()));
        }
        return parts;
    }

    /** With one copy. */
    private static String stripped(String text, int begin, int end) {
        int from = begin;
        int to = end;
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (from < to && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
