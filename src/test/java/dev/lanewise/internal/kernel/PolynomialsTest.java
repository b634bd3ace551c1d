package dev.lanewise.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The coefficients are those that the program in the tree derives, digit by digit, with the errors it states. */
class PolynomialsTest {
    @Test
    void areWhatTheProgramDerives() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("basedir", "."));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        root.resolve("src/generator/java/PolynomialFit.java").toString())
                .redirectErrorStream(true)
                .start();
        List<String> derived = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, process.waitFor(), derived.toString());
        String constants = Files.readString(root.resolve("src/main/java/dev/lanewise/internal/kernel/Polynomials.java"));
        assertTrue(derived.stream().filter(line -> line.contains("float")).count() > 20, derived.toString());
        for (String line : derived) {
            assertTrue(constants.contains(line), "Polynomials.java does not have: " + line);
        }
    }
}
