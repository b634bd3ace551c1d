import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The exponentials of a softmax and, in the same loop, the 16 chains of {@code SoftmaxSum} over them, which are the lanes of one
 * vector, of two or of four. One vector and what is left over at the end are one method. Otherwise two vectors go at a time, and
 * what is left over has a method of its own: in one of 126 operations C2 was seen to leave a constant as an array of 80 bytes,
 * and four vectors with their end were some 200.
 *
 * <p>Chains and what is left over go into an array, where {@code SoftmaxChains} ends the sum. The vectors that a turn
 * hands to the next are arguments there: s' = e + s, k' = (e − (s' − s)) + k, whose bits are those of s + e and
 * k + ((s − s') + e).
 */
final class SoftmaxChainsWriter {
    private final StringBuilder out;
    private final Map<String, MethodTree> methods;

    SoftmaxChainsWriter(StringBuilder out, Map<String, MethodTree> methods) {
        this.out = out;
        this.methods = methods;
    }

    /** @param stores whether the exponentials are wanted besides their sum */
    void write(MethodTree function, boolean stores) {
        String name = "sumOf" + function.getName().toString().replaceFirst("^e", "E");
        String numbers = function.getParameters().stream().skip(1)
                .map(VariableTree::getName)
                .map(parameter -> parameter + ", ")
                .collect(Collectors.joining());
        String declared = numbers.replaceAll("(\\w+), ", "float $1, ");
        String from = "int n, float[] from, int xo, ";
        String to = (stores ? "float[] to, int zo, " : "") + "float[] chains, int base) {";
        line(0, "");
        line(1, "static void " + name + "(" + declared + from + to);
        line(2, "int rest = n % 16;");
        line(2, "if (LANES == 16) {");
        line(3, name + "OfOneVector(" + numbers + "n, from, xo, " + (stores ? "to, zo, " : "") + "chains, base);");
        line(2, "} else {");
        line(3, "if (rest > 0) {");
        line(4, name + "Rest(" + numbers + "rest, n, from, xo, chains, base);");
        line(3, "}");
        line(3, "for (int chain = 0; chain < 16; chain += 2 * LANES) {");
        line(4, name + "OfTwoVectors(" + numbers + "n, from, xo + chain, " + (stores ? "to, zo + chain, " : "")
                + "chains, base + chain);");
        line(3, "}");
        if (stores) {
            line(3, "if (rest > 0) {");
            line(4, "System.arraycopy(chains, base + SoftmaxChains.REST, to, zo + n - rest, rest);");
            line(3, "}");
        }
        line(2, "}");
        line(2, "SoftmaxChains.addRest(rest, chains, base);");
        line(1, "}");

        line(0, "");
        line(1, "private static void " + name + "OfOneVector(" + declared + from + to);
        line(2, "FloatVector last = FloatVector.fromArray(SPECIES, from, xo + n - LANES);");
        chains(1, function, stores);
        line(2, "if (at < n) {");
        String e = element(3, "", "last", function);
        line(3, e + ".intoArray(chains, base + SoftmaxChains.REST + n - LANES - at);");
        if (stores) {
            line(3, e + ".intoArray(to, zo + n - LANES);");
        }
        line(2, "}");
        line(1, "}");

        line(0, "");
        line(1, "private static void " + name + "OfTwoVectors(" + declared + from + to);
        chains(2, function, stores);
        line(1, "}");

        line(0, "");
        line(1, "/** Into {@code chains} alone, for the loop reads {@code from} after it, which may be {@code to}. */");
        line(1, "private static void " + name + "Rest(" + declared + "int rest, " + from + "float[] chains, int base) {");
        line(2, "for (int i = n - rest; i < n; i += LANES) {");
        line(3, "int at = Math.min(i, n - LANES);");
        e = element(3, "", "FloatVector.fromArray(SPECIES, from, xo + at)", function);
        line(3, e + ".intoArray(chains, base + SoftmaxChains.REST + rest - n + at);");
        line(2, "}");
        line(1, "}");
    }

    /** The first vectors of chains: of those that {@code xo}, {@code zo} and {@code base} begin with. */
    private void chains(int vectors, MethodTree function, boolean stores) {
        for (int v = 0; v < vectors; v++) {
            line(2, "FloatVector s" + v + " = FloatVector.zero(SPECIES);");
            line(2, "FloatVector k" + v + " = FloatVector.zero(SPECIES);");
        }
        line(2, "int at = 0;");
        line(2, "for (; at <= n - 16; at += 16) {");
        for (int v = 0; v < vectors; v++) {
            String place = v == 0 ? "" : " + LANES";
            String e = element(3, "_" + v, "FloatVector.fromArray(SPECIES, from, xo + at" + place + ")", function);
            if (stores) {
                line(3, e + ".intoArray(to, zo + at" + place + ");");
            }
            line(3, "FloatVector t" + v + " = " + e + ".add(s" + v + ");");
            line(3, "k" + v + " = " + e + ".sub(t" + v + ".sub(s" + v + ")).add(k" + v + ");");
            line(3, "s" + v + " = t" + v + ";");
        }
        line(2, "}");
        for (int v = 0; v < vectors; v++) {
            String place = (v == 0 ? "" : " + LANES") + ");";
            line(2, "FloatVector.zero(SPECIES).add(s" + v + ").intoArray(chains, base + SoftmaxChains.SUMS" + place);
            line(2, "FloatVector.zero(SPECIES).add(k" + v + ").intoArray(chains, base + SoftmaxChains.ERRORS" + place);
        }
    }

    private String element(int depth, String suffix, String source, MethodTree function) {
        line(depth, "FloatVector element" + suffix + " = " + source + ";");
        VectorForm form = new VectorForm(methods, suffix);
        String result = form.of(function, "element");
        form.statements().forEach(statement -> line(depth, statement));
        return result;
    }

    private void line(int depth, String text) {
        out.append("    ".repeat(text.isEmpty() ? 0 : depth)).append(text).append('\n');
    }
}
