package dev.lanewise.io;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ModelFormatExceptionTest {
    @Test
    void saysWhichFileWhereAndWhy() {
        ModelFormatException e = new ModelFormatException("a\nb.safetensors", "byte 8", "must start with {");
        assertEquals("a\\u000ab.safetensors: byte 8: must start with {", e.getMessage());
        assertEquals("a\nb.safetensors", e.file());
        assertEquals("byte 8", e.where());
        assertEquals("must start with {", e.why());
    }
}
