package dev.lanewise.internal.format;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class QuoteTest {
    @Test
    void quotesAreEscapedAndCut() {
        assertEquals("\"\"", Quote.ascii(""));
        assertEquals("\"a\\\"\\\\\\u000a\\u202e\"", Quote.ascii("a\"\\\n\u202e"));
        String longest = "x".repeat(64);
        assertEquals('"' + longest + '"', Quote.ascii(longest));
        assertEquals('"' + "x".repeat(61) + "...\"", Quote.ascii(longest + "x"));
        assertEquals('"' + "x".repeat(60) + "...\"", Quote.ascii("x".repeat(60) + "\n"), "no half escape");
    }

    @Property(tries = 500)
    void quotesAreShortPrintableAscii(@ForAll @StringLength(max = 200) String text) {
        String quote = Quote.ascii(text);
        assertTrue(quote.length() <= 66, quote);
        assertTrue(quote.chars().allMatch(c -> c >= ' ' && c <= '~'), quote);
        assertEquals(-1, quote.substring(1, quote.length() - 1).replaceAll("\\\\[\"\\\\]", "").indexOf('"'), quote);
    }

    @Test
    void lettersOfAllScriptsAreKept() {
        assertEquals("\"gr\u00f6\u00dfe \\\"x\\\"\\u001b\\u202e\"", Quote.letters("gr\u00f6\u00dfe \"x\"\u001b\u202e"));
        assertEquals('"' + "x".repeat(40) + "...\"", Quote.letters("x".repeat(41)));
    }
}
