package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.lanewise.cli.rows.NpySink;
import dev.lanewise.testing.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** In a virtual machine of its own: files of twice the heap and more, and an end from outside. */
class PredictProcessTest {
    private static final int HEAP_MIB = 16;
    private static final int INPUTS = 10; // of the network that ships, small enough that most of the time is reading
    private static final int BLOCK = 4096;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        model = ModelFiles.shipped(folder);
    }

    @Test
    void numPyFiles() throws Exception {
        Path data = folder.resolve("data.npy");
        int blocks = 225; // 921,600 rows of 40 bytes
        try (SeekableByteChannel channel =
                Files.newByteChannel(data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            NpySink sink = new NpySink(channel, INPUTS);
            for (int i = 0; i < blocks; i++) {
                sink.write(new float[BLOCK * INPUTS], BLOCK);
            }
            sink.finish();
        }
        Path out = folder.resolve("out.npy");
        assertTrue(child(0, data, out).startsWith("921,600 rows, backend loop"));
        assertEquals(128 + 4L * blocks * BLOCK, Files.size(out));
        String said = child(1, data, out, "--batch", "10000000");
        assertTrue(said.startsWith("lanewise: out of memory, with a heap of 16 MiB; give java more with -Xmx"), said);
        assertEquals(128 + 4L * blocks * BLOCK, Files.size(out), "the old result stays");
    }

    @Test
    void csvFiles() throws Exception {
        Path data = folder.resolve("data.csv");
        String block = "-0.123456789,1.23456789e-3,NaN,4,50,0,0,0,0,1234567\n".repeat(BLOCK);
        int blocks = 170; // 696,320 rows of 53 bytes
        try (Writer writer = Files.newBufferedWriter(data)) {
            for (int i = 0; i < blocks; i++) {
                writer.write(block);
            }
        }
        Path out = folder.resolve("out.csv");
        assertTrue(child(0, data, out).startsWith("696,320 rows, backend loop"));
        try (Stream<String> lines = Files.lines(out)) {
            assertEquals((long) blocks * BLOCK, lines.filter("NaN"::equals).count());
        }
    }

    /** Ended from outside while it waits for more rows, as by Ctrl-C. */
    @Test
    void anEndFromOutsideLeavesNothingBehind() throws Exception {
        Path standardInput = Path.of("/dev/stdin");
        Assumptions.assumeTrue(Files.exists(standardInput), "no /dev/stdin here to read from");
        Path results = Files.createDirectory(folder.resolve("results"));
        Process process =
                new ProcessBuilder(command(standardInput, results.resolve("out.csv"))).redirectErrorStream(true).start();
        try (Writer rows = process.outputWriter()) {
            rows.write("1,2,3,4,5,6,7,8,9,10\n".repeat(BLOCK));
            rows.flush();
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (list(results).isEmpty() && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            assertEquals(1, list(results).size(), "the temporary file");
            process.destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        }
        assertEquals(List.of(), list(results));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Runs predict to this exit code, and gives the line that it said about it. */
    private String child(int code, Path data, Path out, String... options) throws IOException, InterruptedException {
        assertTrue(Files.size(data) > 2L * HEAP_MIB << 20, Files.size(data) + " bytes are not larger than the heap");
        ChildProcess.Result child = ChildProcess.run(command(data, out, options));
        assertEquals(code, child.code(), child.output());
        return child.output().lines()
                .filter(line -> line.matches("lanewise: .*|.* rows.*"))
                .findFirst()
                .orElse(child.output());
    }

    private List<String> command(Path data, Path out, String... options) {
        String classes = Path.of(System.getProperty("basedir", "."), "target", "classes") + File.pathSeparator
                + Stream.of(CommandLine.class, CsvReader.class, JsonFactory.class)
                        .map(library -> library.getProtectionDomain().getCodeSource().getLocation().getPath())
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m", "-Dlanewise.backend=loop", "-cp", classes, Main.class.getName(), "predict",
                model.toString(), data.toString(), "-o", out.toString(), "--threads", "2"));
        Collections.addAll(command, options);
        return command;
    }
}
