package dev.lanewise.cli.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRowsTest {
    private static CsvRows open(String text, int inputs, Boolean header, String... columns) throws IOException {
        return new CsvRows("d.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), inputs,
                new Columns(List.of(columns)), header);
    }

    private static float[] read(CsvRows rows, int inputs) throws IOException {
        float[] x = new float[inputs * 100];
        return Arrays.copyOf(x, inputs * rows.read(x, 100));
    }

    @Test
    void dialects() throws IOException {
        for (String text : new String[] {
            "1,2\n3,4\n", "1,2\r\n3,4", "\ufeff1,2\n3,4\n", "\"1\",\"2\"\n\"3\",4\n", "\n1,2\n\n\n3,4\n\n",
            "a,b\n1,2\n3,4\n", "a,\"b\nwith, more\"\n1, 2\n3 ,4\n", "1,b\n1,2\n3,4\n", "\ufeffa,b\n1,2\n3,4\n"
        }) {
            CsvRows rows = open(text, 2, null);
            assertArrayEquals(new float[] {1, 2, 3, 4}, read(rows, 2), text);
            assertEquals(text.contains("b"), rows.hasHeader(), text);
            assertEquals(0, rows.read(new float[2], 1), "the end stays the end");
        }
    }

    @Test
    void blocksTakeUpWhereTheLastEnded() throws IOException {
        CsvRows rows = open("1\n2\n3\n", 1, null);
        float[] x = new float[2];
        assertEquals(2, rows.read(x, 2));
        assertArrayEquals(new float[] {1, 2}, x);
        assertEquals(1, rows.read(x, 2));
        assertEquals(3, x[0]);
        assertEquals(6, rows.position());
    }

    /** An id beside the inputs does not make a row a header. */
    @Test
    void onlyCellsThatAreReadDecideAboutTheHeader() throws IOException {
        CsvRows rows = open("user1,5\nuser2,6\n", 1, null, "2");
        assertArrayEquals(new float[] {5, 6}, read(rows, 1));
        assertArrayEquals(new float[] {6}, read(open("id,x\nuser2,6\n", 1, null, "2"), 1));
    }

    @Test
    void theCallerDecidesAboutTheHeader() throws IOException {
        assertArrayEquals(new float[] {3, 4}, read(open("0,1\n3,4\n", 2, true), 2));
        assertArrayEquals(new float[] {4, 3}, read(open("0,1\n3,4\n", 2, true, "1", "0"), 2), "names before numbers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                     | line 1 | is empty
            '1,2,3\n'              | line 1 | columns=3 does not match the network's inputs=2
            '1\n'                  | line 1 | columns=1 does not match the network's inputs=2
            '1,2\n3\n'             | line 2 | columns=1 does not match the columns=2
            '1,2\n\n\n3,4,5\n'     | line 4 | columns=3 does not match the columns=2
            'a,b\n1,2\n1,x\n'      | line 3, column 2 ("b") | "x" is not a number
            '1,\n1,2\n'            | line 1, column 2 | the cell is empty; write NaN
            '1,2\n1,\n'            | line 2, column 2 | the cell is empty; write NaN
            '1,2\n1,2f\n'          | line 2, column 2 | "2f" is not a number
            '1,2\n"3,4\n'          | near byte | is not CSV
            '1,2\n\u001b[31m,2\n'  | line 2, column 1 | "\\u001b[31m" is not a number
            """)
    void badFilesAreToldByPlace(String text, String where, String why) throws IOException {
        String real = text.replace("\\n", "\n").replace("\\u001b", "\u001b");
        RowFormatException e = assertThrows(RowFormatException.class, () -> read(open(real, 2, null), 2));
        assertTrue(e.getMessage().startsWith("d.csv: " + where), e.getMessage());
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    /** Some bytes changed, at random: rows or a refusal, and nothing else. */
    @Test
    void changedBytes() throws IOException {
        Random random = new Random(13);
        byte[] whole = "\"a\",b\n1.5e3,-2\nNaN,0.25\n".getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            }
            try {
                read(new CsvRows("d.csv", new ByteArrayInputStream(changed), 2, new Columns(List.of()), null), 2);
            } catch (RowFormatException e) {
                assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && !Character.isISOControl(c)), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 5_000 && refused < 19_000, "refused=" + refused);
    }

    @Test
    void manyColumns() throws IOException {
        int inputs = 100_000;
        assertEquals(inputs, read(open("7,".repeat(inputs - 1) + "7\n", inputs, null), inputs).length);
    }
}
