package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.internal.kernel.ActivationCode;
import dev.lanewise.testing.ActivationSweep;
import dev.lanewise.testing.ActivationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors over all floats give the bits that were held against the true functions: {@link ActivationExhaustiveTest}. */
class ActivationDigestTest {
    static List<Activation> functions() {
        return ActivationSweep.FUNCTIONS;
    }

    /** By -Pexhaustive, whose sweep holds the digests of the widest vectors, at the other widths. */
    @ParameterizedTest
    @MethodSource("functions")
    @Tag("digest")
    void everyFloatHasTheBitsThatWereProven(Activation activation) {
        assertEquals(
                Long.toHexString(ActivationTable.stored().row(activation.toString()).digest()),
                Long.toHexString(ActivationSweep.digest(activation, Backend.VECTOR)),
                activation + ": " + ActivationTable.REMEDY);
    }

    /** But PReLU, which ActivationTest holds against leaky ReLU with the slope of each unit. */
    @Test
    void noFunctionIsLeftOut() {
        assertEquals(
                IntStream.range(0, ActivationCode.COUNT).filter(code -> code != ActivationCode.PRELU).boxed().toList(),
                ActivationSweep.FUNCTIONS.stream().map(a -> a.op().code()).distinct().sorted().toList());
    }

    @Test
    void theReadmeShowsTheTable() throws IOException {
        assertEquals(
                ActivationSweep.FUNCTIONS.stream().map(Activation::toString).toList(),
                ActivationTable.stored().rows().stream().map(ActivationTable.Row::function).toList());
        String readme = Files.readString(Path.of(System.getProperty("basedir", "."), "README.md"));
        assertTrue(readme.contains(ActivationTable.stored().markdown()), "README.md does not show\n" + ActivationTable.stored().markdown());
    }
}
