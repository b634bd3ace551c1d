package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Without;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common: help, wrong command lines, files that are not there or no models. */
class MainTest {
    @TempDir
    Path folder;

    @Test
    void helpListsTheCommands() {
        String help = Run.of("--help").succeeded();
        for (String command : new String[] {"info", "draw", "predict", "convert", "compare", "selftest"}) {
            assertTrue(help.contains("\n  " + command + " "), help);
        }
        assertTrue(help.replaceAll("\\s+", " ").contains("Exit codes: 0 success, 1 the work failed"), help);
        assertTrue(help.contains("--add-modules"), help);
        assertTrue(Run.of("--version").succeeded().startsWith("Lanewise "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "draw", "predict", "convert", "compare", "selftest"})
    void everyCommandHasHelpAndRefusesWhatItDoesNotKnow(String command) {
        String help = Run.of(command, "--help").succeeded();
        assertTrue(help.startsWith("Usage: lanewise " + command + " "), help);
        Object[] words = switch (command) {
            case "draw" -> new Object[] {command, "x", "-o", "x.svg", "--no-such-option"};
            case "predict", "convert" -> new Object[] {command, "x", "y", "--no-such-option"};
            case "info" -> new Object[] {command, "x", "--no-such-option"};
            default -> new Object[] {command, "--no-such-option"};
        };
        Run.of(words).failed(2, "--no-such-option");
    }

    @Test
    void wrongCommandLines() {
        Run.of().failed(2, "a command is missing");
        Run.of("train").failed(2, "train");
        Run.of("info").failed(2, "FILE");
        Run.of("draw", "x").failed(2, "--output");
        Run.of("predict", "x").failed(2, "DATA");
        Run.of("convert", "x").failed(2, "OUT");
        Run.of("info", "x", "--activations", "relu,nosuch").failed(2, "nosuch", "is not one of identity, relu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "draw", "predict", "convert", "compare"})
    void modelsThatCannotBeRead(String command) throws Exception {
        Path model = folder.resolve("model");
        Path out = folder.resolve("out.safetensors");
        run(command, model, out).failed(1, model.toString(), "there is no such file");
        Files.writeString(model, "{}");
        run(command, model, out).failed(1, model.toString(), "looks like JSON");
        Files.delete(model);
        Files.createDirectory(model);
        run(command, model, out).failed(2, model + " is a directory");
        assertTrue(Files.notExists(out));
    }

    private Run run(String command, Path model, Path out) {
        return switch (command) {
            case "draw" -> Run.of(command, model, "-o", folder.resolve("out.svg"));
            case "predict" -> Run.of(command, model, folder.resolve("data.csv"));
            case "convert" -> Run.of(command, model, out);
            default -> Run.of(command, model);
        };
    }

    /** As when the reader of a pipe has gone. */
    @Test
    void anOutputThatCannotBeWrittenIsAFailure() {
        PrintWriter closed = new PrintWriter(new Writer() {
            @Override
            public void write(char[] chars, int offset, int length) throws IOException {
                throw new IOException("broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }, true);
        StringWriter err = new StringWriter();
        assertEquals(1, Main.run(new String[] {"--help"}, closed, new PrintWriter(err, true)));
        assertTrue(err.toString().contains("the standard output could not be written"), err.toString());
    }

    @Test
    void withoutPicocliTheArtifactIsNamed() throws Exception {
        ClassLoader loader = new Without("picocli.");
        Method run = loader.loadClass(Main.class.getName())
                .getDeclaredMethod("run", String[].class, PrintWriter.class, PrintWriter.class);
        run.setAccessible(true);
        StringWriter err = new StringWriter();
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Object code = run.invoke(null, new String[] {"--help"}, nowhere, new PrintWriter(err, true));
        assertEquals(1, code);
        assertTrue(err.toString().contains("info.picocli:picocli"), err.toString());
    }
}
