import com.sun.source.tree.MethodTree;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The compensated sum of {@code SoftmaxSum} in vectors: its 16 chains are the lanes of one vector, of two or of four. One
 * method for each, of which a virtual machine runs the one of its width.
 *
 * <p>What is left over at the end is put into a vector lane by lane, padded with what adds +0, which changes no sum. The
 * vectors that a turn hands to the next are arguments there: s' = e + s, k' = (e − (s' − s)) + k, whose bits are those of
 * s + e and k + ((s − s') + e).
 */
final class ChainSumWriter {
    private static final int CHAINS = 16;

    private final StringBuilder out;

    ChainSumWriter(StringBuilder out) {
        this.out = out;
    }

    /** Over the elements as they are, or over a function of them where there is one. */
    void write(MethodTree function, Map<String, MethodTree> methods) {
        String name = function == null ? "sum" : "sumOf" + function.getName().toString().replaceFirst("^e", "E");
        line(0, "");
        line(1, "static float " + name + "(int n, float[] from, int xo) {");
        line(2, "return LANES == 16 ? " + name + "1(n, from, xo) : LANES == 8 ? " + name + "2(n, from, xo) : " + name
                + "4(n, from, xo);");
        line(1, "}");
        for (int parts = 1; parts <= 4; parts *= 2) {
            method(name + parts, parts, function, methods);
        }
    }

    private void method(String name, int parts, MethodTree function, Map<String, MethodTree> methods) {
        int lanes = CHAINS / parts;
        line(0, "");
        line(1, "private static float " + name + "(int n, float[] from, int xo) {");
        for (int p = 0; p < parts; p++) {
            line(2, "FloatVector s" + p + " = FloatVector.zero(SPECIES);");
            line(2, "FloatVector k" + p + " = FloatVector.zero(SPECIES);");
        }
        line(2, "int at = 0;");
        line(2, "for (; at <= n - 16; at += 16) {");
        for (int p = 0; p < parts; p++) {
            element(3, p, "FloatVector.fromArray(SPECIES, from, xo + at + " + p * lanes + ")", function, methods);
            line(3, "FloatVector t" + p + " = e" + p + ".add(s" + p + ");");
            line(3, "k" + p + " = e" + p + ".sub(t" + p + ".sub(s" + p + ")).add(k" + p + ");");
            line(3, "s" + p + " = t" + p + ";");
        }
        line(2, "}");
        String pad = function == null ? "0f" : "Float.NEGATIVE_INFINITY";
        for (int c = 0; c < CHAINS - 1; c++) {
            line(2, "float x" + c + " = at + " + c + " < n ? from[xo + at + " + c + "] : " + pad + ";");
        }
        for (int p = 0; p < parts; p++) {
            StringBuilder vector = new StringBuilder("FloatVector.broadcast(SPECIES, " + pad + ")");
            for (int l = 0; l < lanes && p * lanes + l < CHAINS - 1; l++) {
                vector.append(".withLane(").append(l).append(", x").append(p * lanes + l).append(')');
            }
            element(2, p, vector.toString(), function, methods);
            line(2, "FloatVector t" + p + " = e" + p + ".add(s" + p + ");");
            line(2, "FloatVector c" + p + " = t" + p + ".add(e" + p + ".sub(t" + p + ".sub(s" + p + ")).add(k" + p + "));");
        }
        for (int c = 0; c < CHAINS; c++) {
            line(2, "float v" + c + " = c" + c / lanes + ".lane(" + c % lanes + ");");
        }
        line(2, "return SoftmaxSum.byHalves(" + values() + ");");
        line(1, "}");
    }

    private void element(int depth, int part, String source, MethodTree function, Map<String, MethodTree> methods) {
        if (function == null) {
            line(depth, "FloatVector e" + part + " = " + source + ";");
            return;
        }
        String suffix = "_" + part;
        line(depth, "FloatVector element" + suffix + " = " + source + ";");
        VectorForm form = new VectorForm(methods, suffix);
        String result = form.of(function, "element");
        form.statements().forEach(statement -> line(depth, statement));
        line(depth, "FloatVector e" + part + " = " + result + ";");
    }

    private static String values() {
        return IntStream.range(0, CHAINS).mapToObj(c -> "v" + c).collect(Collectors.joining(", "));
    }

    private void line(int depth, String text) {
        out.append("    ".repeat(text.isEmpty() ? 0 : depth)).append(text).append('\n');
    }
}
