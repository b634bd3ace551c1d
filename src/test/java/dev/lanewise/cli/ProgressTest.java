package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void tellsPartRowsAndTimeLeft() {
        Progress progress = new Progress(null, 1000);
        assertEquals("[------------------------------]   0 %, 0 rows, 0 s left", progress.line(0, 0, 0));
        assertEquals("[##########--------------------]  33 %, 1,200 rows, 8 s left",
                progress.line(334, 1200, 4_000_000_000L));
        assertEquals("[##############################] 100 %, 3,600 rows, 0 s left", progress.line(1001, 3600, 1));
        assertEquals("7 rows", new Progress(null, 0).line(10, 7, 1));
    }

    @Test
    void showsNothingOfShortWorkAndCleansUpAfterLongWork() throws InterruptedException {
        StringWriter terminal = new StringWriter();
        try (Progress progress = new Progress(new PrintWriter(terminal), 10)) {
            progress.at(1, 1);
            assertEquals("", terminal.toString());
            Thread.sleep(110);
            progress.at(5, 5);
            assertTrue(terminal.toString().startsWith("\r[###############---------------]  50 %"), terminal.toString());
        }
        String[] lines = terminal.toString().split("\r", -1);
        assertTrue(lines[2].isBlank() && lines[2].length() == lines[1].length() && lines[3].isEmpty(), terminal.toString());
    }

    @Test
    void nowhereIsNothing() {
        try (Progress progress = new Progress(null, 10)) {
            progress.at(1, 1);
        }
    }
}
