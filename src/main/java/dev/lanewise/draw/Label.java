package dev.lanewise.draw;

/**
 * The name of a node: a letter with an index below it and, where there are several hidden layers, the layer above it.
 *
 * @param base the letter, or "1" for an offset
 * @param subscript decimal digits, or empty
 * @param superscript decimal digits in parentheses, or empty
 */
record Label(String base, String subscript, String superscript) {
    static final Label OFFSET = new Label("1", "", "");

    static Label indexed(String base, int index) {
        return new Label(base, Integer.toString(index), "");
    }

    Label inLayer(int layer) {
        return new Label(base, subscript, "(" + layer + ")");
    }

    /**
     * The label as plain text, such as h₁₂⁽²⁾. For DOT and for titles; pictures draw the index smaller and lower instead,
     * since not every font has these digits.
     */
    @Override
    public String toString() {
        return base + translated(subscript, "0123456789", "₀₁₂₃₄₅₆₇₈₉")
                + translated(superscript, "0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾");
    }

    private static String translated(String text, String from, String to) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            result.append(to.charAt(from.indexOf(text.charAt(i))));
        }
        return result.toString();
    }
}
