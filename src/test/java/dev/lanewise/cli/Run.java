package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * One command run to its end through the entry point.
 *
 * @param code its exit code
 * @param out what it printed on the standard output
 * @param err and on the standard error
 */
record Run(int code, String out, String err) {
    private interface Entry {
        int run(String[] args, PrintWriter out, PrintWriter err);
    }

    static Run of(Object... args) {
        return run(Main::run, args);
    }

    /** A command made by the test, in the frame of the others. */
    static Run ofCommand(Object command, Object... args) {
        return run((words, out, err) -> Lanewise.run(new CommandLine(command), words, out, err), args);
    }

    private static Run run(Entry entry, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        int code = entry.run(words, new PrintWriter(out, true), new PrintWriter(err, true));
        assertFalse((out + "" + err).contains("\tat "), "a stack trace: " + err);
        return new Run(code, out.toString(), err.toString());
    }

    /** Fails unless this went well; gives the output. */
    String succeeded() {
        assertEquals(0, code, err);
        return out;
    }

    /** Fails unless this failed with a code and one line that holds all these texts. */
    void failed(int expected, String... texts) {
        assertEquals(expected, code, out + err);
        String first = err.lines().findFirst().orElse("nothing on the standard error");
        assertTrue(first.startsWith("lanewise: "), err);
        for (String text : texts) {
            assertTrue(first.contains(text), "\"" + text + "\" is not in: " + first);
        }
        if (expected == 2) {
            assertTrue(err.lines().anyMatch(line -> line.matches("Try: lanewise.* --help")), err);
        }
    }
}
