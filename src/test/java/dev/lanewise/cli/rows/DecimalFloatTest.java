package dev.lanewise.cli.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Specials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalFloatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0", "-0, -0", "1., 1", ".5, 0.5", "+2, 2", "1e5, 100000", "1E-3, 0.001", "-1.5e+2, -150", "' 7\t', 7",
        "nan, NaN", "NaN, NaN", "-nan, NaN", "inf, Infinity", "+Inf, Infinity", "-inf, -Infinity", "-Infinity, -Infinity",
        "1e39, Infinity", "1e-46, 0",
        "1.00000005960464477540, 1.0000001" // a hair above the middle of two floats, on it when rounded to double first
    })
    void numbers(String text, float expected) {
        assertTrue(DecimalFloat.isNumber(text), text);
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(DecimalFloat.parse(text)), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "-", ".", "e5", "1e", "1e+", "1d", "1f", "1.5F", "0x10", "0x1p3", "1,5", "1 2", "--1", "1-", "nano", "in",
        "infinit", "1_000", "\u0661", "1e5.0", "1..2"
    })
    void notNumbers(String text) {
        assertFalse(DecimalFloat.isNumber(text), text);
    }

    @Test
    void whatJavaPrintsReadsBack() {
        for (float value : Specials.values()) {
            String text = Float.toString(value);
            assertTrue(DecimalFloat.isNumber(text), text);
            assertEquals(Float.floatToIntBits(value), Float.floatToIntBits(DecimalFloat.parse(text)), text);
        }
    }
}
