package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Backend;
import dev.lanewise.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test that users run, tested: it passes here, and every kind of fault makes it fail. */
class SelftestCommandTest {
    /** Loops, but for one output of one shape, whose last bit is the other one. */
    private static final SelfTest.Way FAULTY = new SelfTest.Way() {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public void evaluate(Network network, int rows, float[] x, float[] z) {
            loop().evaluate(network, rows, x, z);
            if (network.inputs() == 33 && network.outputs() == 31) {
                int last = z.length - 1;
                z[last] = Float.intBitsToFloat(Float.floatToIntBits(z[last]) ^ 1);
            }
        }
    };

    private static SelfTest.Way loop() {
        return SelfTest.ways().stream().filter(way -> way.name().equals("loop, batch")).findFirst().orElseThrow();
    }

    @Test
    void passesHere() {
        String out = Run.ofCommand(new SelftestCommand(SelfTest.ways(), 1)).succeeded();
        assertTrue(out.contains("vector: " + Backend.VECTOR.description()), out);
        assertTrue(out.contains("loop:   " + Backend.LOOP.description()), out);
        assertTrue(out.contains("loops and this release: same bits"), out);
        long ways = out.lines().filter(line -> line.matches("  (loop|vector), .* +same bits")).count();
        assertEquals(Backend.VECTOR.isAvailable() ? 7 : 3, ways, out);
    }

    @Test
    void oneBitOfOneOutputIsSeen() {
        Run run = Run.ofCommand(new SelftestCommand(List.of(loop(), FAULTY), 1));
        run.failed(1, "bits differ", "-Dlanewise.backend=loop");
        assertTrue(run.out().contains(" rows through 33-31 "), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("  loop, batch +same bits")), run.out());
    }

    @Test
    void aBackendThatDoesNotRunFails() {
        Backend other = Backend.best() == Backend.LOOP ? Backend.VECTOR : Backend.LOOP;
        Run.ofCommand(new SelftestCommand(List.of(), 1), "--backend", other).failed(1, "the backend is not");
        Run.ofCommand(new SelftestCommand(List.of(), 1), "--backend", Backend.best().name().toLowerCase()).succeeded();
    }
}
