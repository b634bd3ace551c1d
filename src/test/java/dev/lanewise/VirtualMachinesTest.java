package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.ChildProcess;
import dev.lanewise.testing.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same bits in every virtual machine, and the choice of backend in each: {@link Probe} in processes of their own,
 * with other compilers, widths, flags and modules than this one.
 */
class VirtualMachinesTest {
    private static final String MODULE = "--add-modules jdk.incubator.vector";

    /** Rows whose kernels run compiled by C2: at full width, at 256 bits with 16 and 32 registers, at 128, and in loops. */
    private static final Pattern REACHES_C2 =
            Pattern.compile("UseAVX=2|MaxVectorSize=16$|UseSerialGC|bits=(128|256)$|SuperWord|backend=loop$");

    private static String expected;

    @BeforeAll
    static void digestHere() throws NoSuchAlgorithmException {
        Assumptions.assumeTrue(
                System.getProperty("lanewise.test.bits") == null && Backend.best() == Backend.VECTOR,
                "the other virtual machines are started from the first run only");
        expected = Probe.digest(1);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            MODULE                                              | VECTOR | -bit vectors
            MODULE -Dlanewise.vector.bits=128                   | VECTOR | 128-bit vectors
            MODULE -XX:UseAVX=2                                 | VECTOR | -bit vectors
            MODULE -XX:MaxVectorSize=16                         | VECTOR | 128-bit vectors
            MODULE -Dlanewise.vector.bits=256                   | VECTOR | 256-bit vectors
            MODULE -XX:-TieredCompilation                       | VECTOR | -bit vectors
            MODULE -XX:-UseSuperWord                            | VECTOR | -bit vectors
            MODULE -XX:-UseSuperWord -Dlanewise.backend=loop    | LOOP   | asks for loops
            MODULE -Xint -Dlanewise.backend=vector              | VECTOR | without C2 because
            MODULE -XX:+UseSerialGC -XX:+UseCompactObjectHeaders | VECTOR | -bit vectors
            MODULE -XX:TieredStopAtLevel=1 -Dlanewise.backend=vector | VECTOR | without C2 because
            MODULE -XX:TieredStopAtLevel=1                      | LOOP   | C2 compiler does not run
            MODULE -XX:CompilationMode=quick-only               | LOOP   | C2 compiler does not run
            MODULE -XX:TieredStopAtLevel=3                      | LOOP   | C2 compiler does not run
            MODULE -Xint                                        | LOOP   | C2 compiler does not run
            MODULE -XX:-UseFMA                                  | LOOP   | no hardware FMA
            MODULE -XX:-UseFMA -Dlanewise.backend=vector        | LOOP   | no hardware FMA
            MODULE -Dlanewise.backend=loop                      | LOOP   | asks for loops
            MODULE -Dlanewise.backend=gpu                       | LOOP   | gpu is not a backend; use loop or vector
            MODULE -Dlanewise.vector.bits=100                   | LOOP   | 100 is not a width; use 128, 256 or 512
            MODULE -XX:MaxVectorSize=16 -Dlanewise.vector.bits=256 | LOOP | wider than this machine's 128 bits
            MODULE --limit-modules jdk.incubator.vector         | LOOP   | jdk.management
            -Dnothing                                           | LOOP   | start java with --add-modules jdk.incubator.vector
            -Dlanewise.backend=vector                           | LOOP   | start java with --add-modules jdk.incubator.vector
            """)
    void givesTheSameBits(String flags, String backend, String reason) throws IOException, InterruptedException {
        List<String> lines = probe(flags.replace("MODULE", MODULE));
        assertEquals("backend=" + backend, find(lines, "backend="), lines.toString());
        assertTrue(find(lines, "vector=").contains(reason), find(lines, "vector="));
        boolean warns = lines.stream().anyMatch(line -> line.contains("Lanewise computes in plain loops"));
        assertEquals(backend.equals("LOOP"), warns, "one warning where vectors are refused, none elsewhere: " + lines);
        assertEquals("digest=" + expected, find(lines, "digest="), lines.toString());
    }

    private static String find(List<String> lines, String prefix) {
        return lines.stream().filter(line -> line.startsWith(prefix)).findFirst().orElse("no line " + prefix);
    }

    private static List<String> probe(String flags) throws IOException, InterruptedException {
        Path target = Path.of(System.getProperty("basedir", "."), "target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+IgnoreUnrecognizedVMOptions"); // some flags are of one processor only
        command.addAll(List.of(flags.trim().split("\\s+")));
        command.add("-cp");
        command.add(target.resolve("classes") + System.getProperty("path.separator") + target.resolve("test-classes"));
        command.add("dev.lanewise.testing.Probe");
        command.add(REACHES_C2.matcher(flags).find() ? "3000" : "1");
        ChildProcess.Result child = ChildProcess.run(command);
        assertEquals(0, child.code(), child.output());
        return child.output().lines().toList();
    }
}
