package dev.lanewise.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of its own, run to its end; one that does not end is ended. */
public final class ChildProcess {
    private static final long LIMIT_MINUTES = 2;

    private ChildProcess() {}

    /** The exit code, and what came on both outputs. */
    public record Result(int code, String output) {}

    /** Runs it without any input. What it says goes through a file: to read a pipe to its end would wait without a limit. */
    public static Result run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("child", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                process.getOutputStream().close();
                boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
                assertTrue(ended, "still running: " + command + "\n" + Files.readString(output));
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
