package dev.lanewise.cli.rows;

import java.util.regex.Pattern;

/**
 * A float as people and programs write it: {@code 1}, {@code -.5}, {@code 6.02e23}, NaN and infinities as Java, C and NumPy
 * spell them, spaces around. Not what else {@link Float#parseFloat} takes: {@code 1d} and {@code 0x1p3} are misprints here.
 */
final class DecimalFloat {
    private static final Pattern UNUSUAL = Pattern.compile("([+-]?)(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

    private DecimalFloat() {}

    /** One pass over the chars; a regular expression costs as much as the parsing itself. */
    static boolean isNumber(String text) {
        String cell = text.strip();
        int at = afterSign(cell, 0);
        int whole = afterDigits(cell, at);
        int digits = whole - at;
        at = whole;
        if (at < cell.length() && cell.charAt(at) == '.') {
            int fraction = afterDigits(cell, at + 1);
            digits += fraction - (at + 1);
            at = fraction;
        }
        if (digits == 0) {
            return UNUSUAL.matcher(cell).matches();
        }
        if (at < cell.length() && (cell.charAt(at) | ' ') == 'e') {
            int power = afterSign(cell, at + 1);
            at = afterDigits(cell, power);
            if (at == power) {
                return false;
            }
        }
        return at == cell.length();
    }

    private static int afterSign(String cell, int at) {
        return at < cell.length() && (cell.charAt(at) == '+' || cell.charAt(at) == '-') ? at + 1 : at;
    }

    private static int afterDigits(String cell, int at) {
        int end = at;
        while (end < cell.length() && cell.charAt(end) >= '0' && cell.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** The nearest float: rounded once, from the decimal digits. */
    static float parse(String number) {
        String cell = number.strip();
        char last = cell.charAt(cell.length() - 1);
        if (last >= '0' && last <= '9' || last == '.') {
            return Float.parseFloat(cell);
        }
        boolean nan = (cell.charAt(cell.length() - 1) | ' ') == 'n';
        return nan ? Float.NaN : cell.charAt(0) == '-' ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
}
