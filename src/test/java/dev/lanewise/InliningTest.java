package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.ChildProcess;
import dev.lanewise.testing.CompilerLog;
import dev.lanewise.testing.InliningProbe;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No vector crosses a call that C2 does not inline, in a virtual machine where all activations have been used: its compiler
 * says so itself, and no call allocates. At the width of this run.
 */
class InliningTest {
    private static final String KERNELS = "dev.lanewise.internal.kernel";

    /** Whose loops hold vectors, at every width. */
    private static final List<String> WAYS = List.of("PackedTiles", "FewInputsTiles", "DotTiles", "UnpackedTiles",
            "StreamTiles", "NarrowUnpackedTiles", "MixedLanesTiles", "LaneChains", "ScratchPacking");

    private static final List<String> WAYS_OF_16_LANES = List.of("BlockTiles", "OneUnitTiles");

    @Test
    void everyCallOnVectorsIsInlined(@TempDir Path folder) throws IOException, InterruptedException, ClassNotFoundException {
        Assumptions.assumeTrue(Backend.best() == Backend.VECTOR, "loops have no vectors");
        Path file = folder.resolve("compilations.xml");
        List<String> lines = probe(file);
        CompilerLog log = CompilerLog.read(file, KERNELS);

        Set<String> missing = new TreeSet<>();
        for (String type : List.of("ElementwiseVectors", "SoftmaxLoops")) {
            for (Method method : Class.forName(KERNELS + "." + type).getDeclaredMethods()) {
                if (Modifier.isStatic(method.getModifiers()) && !method.isSynthetic() && isOfThisWidth(method.getName())) {
                    missing.add(KERNELS + "." + type + "." + method.getName());
                }
            }
        }
        assertFalse(missing.isEmpty());
        missing.removeAll(log.compiled());
        assertEquals(Set.of(), missing, "not compiled by C2, so nothing is known of them");
        assertEquals(Set.of(), log.refused(), "calls on vectors that were not inlined");
        Set<String> types = log.compiled().stream().map(InliningTest::type).collect(Collectors.toCollection(TreeSet::new));
        Set<String> ways = new TreeSet<>(WAYS);
        if (isOneVector()) {
            ways.addAll(WAYS_OF_16_LANES);
        }
        ways.removeAll(types);
        assertEquals(Set.of(), ways, "no method of these was compiled by C2");
        for (String method : isOneVector() ? List.of("of4", "addFour", "of2", "addTwo") : List.of("of4", "addFour")) {
            assertTrue(log.compiled().stream().anyMatch(name -> name.endsWith(method)), method + " was not compiled by C2");
        }

        List<String> measured = lines.stream().filter(line -> line.startsWith("bytes=")).toList();
        assertTrue(measured.size() > 100, lines.toString());
        assertEquals(List.of(), measured.stream().filter(line -> !line.startsWith("bytes=0 ")).toList(), "allocate");
    }

    private static String type(String method) {
        String owner = method.substring(0, method.lastIndexOf('.'));
        return owner.substring(owner.lastIndexOf('.') + 1);
    }

    /** Whether the 16 chains of a narrow layer, or of a softmax, are one vector. */
    private static boolean isOneVector() {
        return Backend.VECTOR.description().startsWith("512-bit");
    }

    /**
     * The 16 chains of a softmax are one vector, and one method, or more than one, and two methods; with four lanes the tables
     * of tanh are read by a loop.
     */
    private static boolean isOfThisWidth(String method) {
        boolean isOneVector = isOneVector();
        boolean isInALoop = method.equals("tanhLast") && Backend.VECTOR.description().startsWith("128-bit");
        return !isInALoop
                && !method.endsWith(isOneVector ? "OfTwoVectors" : "OfOneVector") && !(isOneVector && method.endsWith("Rest"));
    }

    private static List<String> probe(Path log) throws IOException, InterruptedException {
        Path target = Path.of(System.getProperty("basedir", "."), "target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector",
                "-XX:+UnlockDiagnosticVMOptions", "-XX:+LogCompilation", "-XX:LogFile=" + log,
                "-XX:CompileCommand=quiet", "-XX:CompileCommand=log," + KERNELS + ".*::*"));
        String bits = System.getProperty("lanewise.test.bits");
        if (bits != null) {
            command.add("-Dlanewise.vector.bits=" + bits);
        }
        String more = System.getProperty("lanewise.test.inlining.flags"); // to see this test fail; not the width
        if (more != null) {
            command.addAll(List.of(more.split(" ")));
        }
        command.addAll(List.of(
                "-cp", target.resolve("classes") + System.getProperty("path.separator") + target.resolve("test-classes"),
                InliningProbe.class.getName()));
        ChildProcess.Result child = ChildProcess.run(command);
        assertEquals(0, child.code(), child.output());
        return child.output().lines().toList();
    }
}
