package dev.lanewise.io;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ModelFormatExceptionTest {
    @Test
    void saysWhichFileWhereAndWhy() {
        ModelFormatException e = new ModelFormatException("a\nb.safetensors", "byte 8", "must start with {");
        assertEquals("a\\u000ab.safetensors: byte 8: must start with {", e.getMessage());
        assertEquals("a\nb.safetensors", e.file());
        assertEquals("byte 8", e.where());
        assertEquals("must start with {", e.why());
    }

    @Test
    void quotesAreEscapedAndCut() {
        assertEquals("\"\"", ModelFormatException.quote(""));
        assertEquals("\"a\\\"\\\\\\u000a\\u202e\"", ModelFormatException.quote("a\"\\\n\u202e"));
        String longest = "x".repeat(64);
        assertEquals('"' + longest + '"', ModelFormatException.quote(longest));
        assertEquals('"' + "x".repeat(61) + "...\"", ModelFormatException.quote(longest + "x"));
        assertEquals('"' + "x".repeat(60) + "...\"", ModelFormatException.quote("x".repeat(60) + "\n"), "no half escape");
    }

    @Property(tries = 500)
    void quotesAreShortPrintableAscii(@ForAll @StringLength(max = 200) String text) {
        String quote = ModelFormatException.quote(text);
        assertTrue(quote.length() <= 66, quote);
        assertTrue(quote.chars().allMatch(c -> c >= ' ' && c <= '~'), quote);
        assertEquals(-1, quote.substring(1, quote.length() - 1).replaceAll("\\\\[\"\\\\]", "").indexOf('"'), quote);
    }
}
