package dev.lanewise.cli.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CsvSinkTest {
    private static String written(int columns, boolean header, float... values) throws IOException {
        StringWriter out = new StringWriter();
        CsvSink sink = new CsvSink(out, columns, header);
        sink.write(values, values.length / columns);
        sink.finish();
        return out.toString();
    }

    @Test
    void numbersAreAsShortAsReadsBack() throws IOException {
        assertEquals("0.1,-0.0\nNaN,Infinity\n1.4E-45,3.4028235E38\n",
                written(2, false, 0.1f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE));
    }

    @Test
    void namesAreThoseOfTheDrawing() throws IOException {
        assertEquals("z\n1.0\n", written(1, true, 1));
        assertEquals("z1,z2,z3\n", written(3, true));
    }
}
