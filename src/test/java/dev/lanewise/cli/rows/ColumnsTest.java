package dev.lanewise.cli.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
    private static int[] indices(int inputs, List<String> header, String... items) {
        return new Columns(List.of(items)).indices(inputs, "f", "line 1", header.isEmpty() ? 6 : header.size(), header);
    }

    @Test
    void namesNumbersAndRanges() {
        List<String> header = List.of("a", "b", "3", "d", "e-1", "f");
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, indices(6, header));
        assertArrayEquals(new int[] {5, 0}, indices(2, header, "f", "a"));
        assertArrayEquals(new int[] {1, 2, 3, 5}, indices(4, List.of(), "2-4", "6"));
        assertArrayEquals(new int[] {2, 2, 4}, indices(3, header, "3", "3", "e-1"));
        assertTrue(new Columns(List.of("1", "2-3", "e-1")).needHeader());
        assertEquals(false, new Columns(List.of("1", "2-3")).needHeader());
    }

    @ParameterizedTest
    @CsvSource({
        "x, has no column \"x\"", "7, within 1-6", "0, has no column \"0\"", "3-2, must rise", "1-7, within 1-6",
        "1-999999999, within 1-6", "9999999999, has no column", "1-4, chooses more columns than the network's inputs=3",
        "1-2, chooses 2 of 6 columns", "a, two columns are named \"a\"", "'', has no column \"\""
    })
    void whatDoesNotFit(String item, String why) {
        List<String> header = List.of("a", "b", "c", "a", "d", "e");
        RowFormatException e = assertThrows(RowFormatException.class, () -> indices(3, header, item));
        assertTrue(e.getMessage().startsWith("f: line 1: ") && e.getMessage().contains(why), e.getMessage());
    }
}
