package dev.lanewise.io;

/**
 * Escapes of half a character in JSON, such as {@code \}{@code ud83d} without the other half behind it. No UTF-8 says such a
 * text: the reference implementation refuses it, and Java would hold it. Sees the text itself, char by char, since a parser
 * shows no text that it skips.
 */
final class SurrogateEscapes {
    private static final int TEXT = -1;
    private static final int BACKSLASH = 0;

    private int place = TEXT; // or the hexadecimal digits to come
    private int unit;
    private boolean isHalf; // a first half was the last escape

    /** Whether the next char of the text shows that a half is alone; there is no going on behind it. */
    boolean isAlone(char c) {
        if (place == TEXT) {
            place = c == '\\' ? BACKSLASH : TEXT;
            return isHalf && c != '\\';
        }
        if (place == BACKSLASH) {
            place = c == 'u' ? 4 : TEXT;
            unit = 0;
            return isHalf && c != 'u';
        }
        unit = unit << 4 | Character.digit(c, 16) & 0xf; // the parser refuses what is no digit
        if (--place > BACKSLASH) {
            return false;
        }
        place = TEXT;
        boolean wasHalf = isHalf;
        isHalf = Character.isHighSurrogate((char) unit);
        return Character.isLowSurrogate((char) unit) != wasHalf;
    }
}
