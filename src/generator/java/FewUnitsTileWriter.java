/** Layers of a few units and few inputs, in scalars. */
final class FewUnitsTileWriter extends TileWriter {
    /** As many as make at most four chains, whatever the units: SummationOrder has 16 for a few units of 32 inputs. */
    private static final int MOST_INPUTS = 31;

    FewUnitsTileWriter() {
        super(false);
    }

    @Override
    String write() {
        plainHead("""
                /**
                 * One unit over rows of few inputs, in scalars. {@code jJ} has J inputs and no loop over them: the weights stay
                 * in registers, the chains of a row are short, and those of the next rows run beside them. An FMA of a scalar
                 * is as good as one of a vector where one lane is wanted; two start in a cycle, and need no broadcast. The
                 * ranges of {@code x} are checked once, before the loop over rows.
                 *
                 * <p>Weights are row-major, {@code units} apart, as the sums are in {@code out}.
                 */
                final class FewUnitsTiles {
                    /** Inputs at most. */
                    static final int MOST_INPUTS = %d;

                """.formatted(MOST_INPUTS));
        line(1, "private FewUnitsTiles() {}");
        line(0, "");
        line(1, "/** All rows, for the unit whose first weight is at {@code wo} and whose first sum goes to {@code oo}. */");
        line(1, "static void unit(");
        line(3, "int inputs, int rows, float[] x, int xo, float[] w, int wo, int units, float bias, float[] out, int oo) {");
        line(2, "switch (inputs) {");
        for (int inputs = 1; inputs <= MOST_INPUTS; inputs++) {
            line(3, "case " + inputs + " -> " + "j" + inputs + "(rows, x, xo, w, wo, units, bias, out, oo);");
        }
        line(3, "default -> throw new AssertionError(\"inputs=\" + inputs);");
        line(2, "}");
        line(1, "}");
        for (int inputs = 1; inputs <= MOST_INPUTS; inputs++) {
            method(inputs);
        }
        return end();
    }

    private void method(int inputs) {
        int chains = Math.clamp(Integer.highestOneBit(inputs / 2), 1, 4);
        line(0, "");
        line(1, "private static void j" + inputs + "(");
        line(3, "int rows, float[] x, int xo, float[] w, int wo, int units, float bias, float[] out, int oo) {");
        for (int j = 0; j < inputs; j++) {
            line(2, "float w" + j + " = w[wo" + (j == 0 ? "" : " + " + times(j, "units")) + "];");
        }
        line(2, "for (int row = 0; row < rows; row++) {");
        for (int j = 0; j < inputs; j++) {
            String start = j == 0 ? "bias" : "0f";
            line(3, (j < chains ? "float " : "") + "s" + j % chains + " = Fma.fma(x[xo + " + times(inputs, "row") + plus(j)
                    + "], w" + j + ", " + (j < chains ? start : "s" + j % chains) + ");");
        }
        line(3, "out[oo + row * units] = " + switch (chains) {
            case 1 -> "s0";
            case 2 -> "s0 + s1";
            default -> "(s0 + s2) + (s1 + s3)";
        } + ";");
        line(2, "}");
        line(1, "}");
    }
}
