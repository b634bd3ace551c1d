package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testing.ActivationSweep;
import dev.lanewise.testing.ActivationTable;
import dev.lanewise.testing.TrueActivations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every float through every function, in loops and in vectors, against the true function: {@code mvn verify -Pexhaustive}.
 * It writes a table and the digests that go with it to {@code target}, and fails where they are not those in the tree.
 */
@Tag("exhaustive")
class ActivationExhaustiveTest {
    @Test
    void isWithinItsLimitsOverAllFloats() throws IOException {
        List<ActivationTable.Row> rows = new ArrayList<>();
        List<String> beyond = new ArrayList<>();
        for (Activation activation : ActivationSweep.FUNCTIONS) {
            ActivationSweep.Finding finding = ActivationSweep.check(activation);
            System.out.println(activation + ": " + finding);
            if (!(finding.error() <= TrueActivations.ulpLimit(activation)) || finding.stepBack() > 1) {
                beyond.add(activation + ": " + finding);
            }
            long digest = ActivationSweep.digest(activation, Backend.VECTOR);
            rows.add(new ActivationTable.Row(activation.toString(), finding.error(), finding.argument(), finding.stepBack(), digest));
        }
        assertEquals(List.of(), beyond, "beyond their limits");
        ActivationTable table = new ActivationTable(rows);
        table.write();
        assertEquals(table.text(), ActivationTable.stored().text(), ActivationTable.REMEDY);
    }
}
