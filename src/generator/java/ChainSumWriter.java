import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The exponentials of a softmax and, in the same loop, the 16 chains of {@code SoftmaxSum} over them, which are the lanes of one
 * vector, of two or of four. One method for each, of which a virtual machine runs the one of its width.
 *
 * <p>Chains and what is left over at the end go into an array, where {@code ChainSum} ends the sum. The vectors that a turn
 * hands to the next are arguments there: s' = e + s, k' = (e − (s' − s)) + k, whose bits are those of s + e and
 * k + ((s − s') + e).
 */
final class ChainSumWriter {
    private static final int CHAINS = 16;

    private final StringBuilder out;
    private final Map<String, MethodTree> methods;

    ChainSumWriter(StringBuilder out, Map<String, MethodTree> methods) {
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
        String arguments = numbers + "n, from, xo, " + (stores ? "to, zo, " : "") + "chains, base";
        String parameters = numbers.replaceAll("(\\w+), ", "float $1, ") + "int n, float[] from, int xo, "
                + (stores ? "float[] to, int zo, " : "") + "float[] chains, int base";
        line(0, "");
        line(1, "static void " + name + "(" + parameters + ") {");
        line(2, "switch (LANES) {");
        line(3, "case 16 -> " + name + "1(" + arguments + ");");
        line(3, "case 8 -> " + name + "2(" + arguments + ");");
        line(3, "default -> " + name + "4(" + arguments + ");");
        line(2, "}");
        line(1, "}");
        for (int parts = 1; parts <= 4; parts *= 2) {
            line(0, "");
            line(1, "private static void " + name + parts + "(" + parameters + ") {");
            method(parts, function, stores);
            line(1, "}");
        }
    }

    private void method(int parts, MethodTree function, boolean stores) {
        int lanes = CHAINS / parts;
        line(2, "FloatVector last = FloatVector.fromArray(SPECIES, from, xo + n - LANES);");
        for (int p = 0; p < parts; p++) {
            line(2, "FloatVector s" + p + " = FloatVector.zero(SPECIES);");
            line(2, "FloatVector k" + p + " = FloatVector.zero(SPECIES);");
        }
        line(2, "int at = 0;");
        line(2, "for (; at <= n - 16; at += 16) {");
        for (int p = 0; p < parts; p++) {
            String place = "at" + (p == 0 ? "" : " + " + p * lanes);
            String e = element(3, "_" + p, "FloatVector.fromArray(SPECIES, from, xo + " + place + ")", function);
            if (stores) {
                line(3, e + ".intoArray(to, zo + " + place + ");");
            }
            line(3, "FloatVector t" + p + " = " + e + ".add(s" + p + ");");
            line(3, "k" + p + " = " + e + ".sub(t" + p + ".sub(s" + p + ")).add(k" + p + ");");
            line(3, "s" + p + " = t" + p + ";");
        }
        line(2, "}");
        for (int p = 0; p < parts; p++) {
            line(2, "FloatVector.zero(SPECIES).add(s" + p + ").intoArray(chains, base + ChainSum.SUMS + " + p * lanes + ");");
            line(2, "FloatVector.zero(SPECIES).add(k" + p + ").intoArray(chains, base + ChainSum.ERRORS + " + p * lanes + ");");
        }
        line(2, "if (at < n) {");
        if (parts > 1) {
            line(3, "for (int i = at; i <= n - LANES; i += LANES) {");
            String e = element(4, "", "FloatVector.fromArray(SPECIES, from, xo + i)", function);
            line(4, e + ".intoArray(chains, base + ChainSum.REST + i - at);");
            if (stores) {
                line(4, e + ".intoArray(to, zo + i);");
            }
            line(3, "}");
        }
        String e = element(3, "", "last", function);
        line(3, e + ".intoArray(chains, base + ChainSum.REST + n - LANES - at);");
        if (stores) {
            line(3, e + ".intoArray(to, zo + n - LANES);");
        }
        line(3, "ChainSum.addRest(n - at, chains, base);");
        line(2, "}");
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
