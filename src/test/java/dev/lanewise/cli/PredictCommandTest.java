package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.cli.rows.CsvSink;
import dev.lanewise.cli.rows.NpySink;
import dev.lanewise.io.Safetensors;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Npy;
import dev.lanewise.testing.Specials;
import dev.lanewise.testing.Without;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Method;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictCommandTest {
    private static final int ROWS = 257;
    private static final int INPUTS = ModelFiles.NETWORK.inputs();
    private static final int OUTPUTS = ModelFiles.NETWORK.outputs();
    private static final float[] X = rows();

    /** What the library computes. */
    private static final float[] Z = ModelFiles.NETWORK.predict(X);

    @TempDir
    Path folder;

    private Path model;

    /** Ordinary ones, and in every fourth row one float of the edges, NaN and infinities among them. */
    private static float[] rows() {
        Random random = new Random(5);
        float[] x = new float[ROWS * INPUTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] specials = Specials.values();
        for (int row = 0; row < ROWS; row += 4) {
            x[row * INPUTS + random.nextInt(INPUTS)] = specials[row / 4 % specials.length];
        }
        return x;
    }

    @BeforeEach
    void writeModel() throws IOException {
        model = ModelFiles.write(folder);
    }

    private Path csv(boolean header) throws IOException {
        Path file = folder.resolve("data.csv");
        try (Writer out = Files.newBufferedWriter(file)) {
            CsvSink sink = new CsvSink(out, INPUTS, header);
            sink.write(X, ROWS);
            sink.finish();
        }
        return file;
    }

    private Path npy() throws IOException {
        Path file = folder.resolve("data.npy");
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            NpySink sink = new NpySink(channel, INPUTS);
            sink.write(X, ROWS);
            sink.finish();
        }
        return file;
    }

    private static float[] parse(List<String> lines) {
        float[] z = new float[lines.size() * OUTPUTS];
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            assertEquals(OUTPUTS, cells.length, lines.get(i));
            for (int m = 0; m < OUTPUTS; m++) {
                z[i * OUTPUTS + m] = Float.parseFloat(cells[m]);
            }
        }
        return z;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "64, 2", "256, 2", "257, 1", "1000, 3", ", 1", ", 2"})
    void theBitsAreTheLibrarysForEveryFormatBatchAndThreadCount(Integer batch, int threads) throws IOException {
        Path npyOut = folder.resolve("out.npy");
        Path csvOut = folder.resolve("out.csv");
        Path npy = npy();
        Path csv = csv(false);
        Object[] options = batch == null ? new Object[] {"--threads", threads}
                : new Object[] {"--threads", threads, "--batch", batch};
        for (Path data : List.of(npy, csv)) {
            run(options, data, "-o", npyOut).succeeded();
            Npy read = Npy.read(Files.newInputStream(npyOut));
            assertArrayEquals(new int[] {ROWS, OUTPUTS}, read.shape());
            Bits.assertSame(Z, read.floats(), data);
            run(options, data, "-o", csvOut).succeeded();
            Bits.assertSame(Z, parse(Files.readAllLines(csvOut)), data);
            Bits.assertSame(Z, parse(run(options, data).succeeded().lines().toList()), data);
        }
    }

    private Run run(Object[] options, Path data, Object... output) {
        return Run.of(Stream.of(new Object[] {"predict", model, data}, options, output)
                .flatMap(Arrays::stream).toArray());
    }

    @Test
    void aNumPyArchivePredicts() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "1,0,0\n0,0,1\n");
        String out = Run.of("predict", ModelFiles.numpy(folder), rows, "--activations", "identity,identity").succeeded();
        // by NumPy in double: h = W1 x + b1 = (-1.375, -0.5, 0.375, 1.25), z = W2 h + b2, both exact
        assertEquals("-1.203125,2.734375", out.lines().filter(line -> line.contains(",")).findFirst().orElseThrow());
    }

    @Test
    void externalDataPredicts() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "1,0\n0,1\n0.5,-1\n");
        Path onnx = ModelFiles.onnxWithExternalData(folder);
        Run.of("predict", onnx, rows).failed(1, "--external-data");
        assertEquals(List.of("2.0", "4.0", "-3.0"), Run.of("predict", onnx, rows, "--external-data").succeeded().lines().toList());
        Run.of("predict", model, rows, "--external-data").failed(2, "--external-data is for ONNX files");
    }

    @Test
    void theBackendThatRanIsTold() throws IOException {
        Path data = csv(true);
        Run run = Run.of("predict", model, data);
        assertEquals("257 rows below a header, backend " + Backend.best().name().toLowerCase() + ": "
                + Backend.best().description() + System.lineSeparator(), run.err());
        Run loop = Run.of("predict", model, data, "--backend", "loop");
        assertEquals(run.out(), loop.succeeded());
        assertTrue(loop.err().contains("backend loop: " + Backend.LOOP.description()), loop.err());
        Run vector = Run.of("predict", model, data, "--backend", "vector");
        if (Backend.VECTOR.isAvailable()) {
            assertEquals(run.out(), vector.succeeded());
        } else {
            vector.failed(1, "backend=VECTOR is not available", "--add-modules");
            assertEquals("", vector.out());
        }
    }

    @Test
    void namesComeWithAHeader() throws IOException {
        assertEquals("z1,z2,z3", Run.of("predict", model, csv(true)).succeeded().lines().findFirst().orElseThrow());
        Run forced = Run.of("predict", model, csv(false), "--header");
        assertEquals(ROWS, forced.succeeded().lines().count(), "a line of names and all rows but the first");
        Run.of("predict", model, csv(true), "--no-header").failed(1, "data.csv: line 1, column 1: \"z1\" is not a number");
        Path one = Files.writeString(folder.resolve("one.csv"), "a,b,c,d,e,f,g,h,i,j\n" + "0,".repeat(9) + "0\n");
        assertEquals("z", Run.of("predict", ModelFiles.shipped(folder), one).succeeded().lines().findFirst().orElseThrow());
    }

    @Test
    void columnsAreChosenByNameAndNumber() throws IOException {
        Path data = folder.resolve("wide.csv");
        StringBuilder text = new StringBuilder("id,e,a,b,c,d\n");
        for (int i = 0; i < 9; i++) {
            text.append("user").append(i);
            for (int j = 0; j < INPUTS; j++) {
                text.append(',').append(X[i * INPUTS + (j + INPUTS - 1) % INPUTS]);
            }
            text.append('\n');
        }
        Files.writeString(data, text);
        for (String columns : new String[] {"a,b,c,d,e", "3-6,2", "a,4-6,e"}) {
            Run run = Run.of("predict", model, data, "--columns", columns);
            float[] z = parse(run.succeeded().lines().skip(1).toList());
            Bits.assertSame(Arrays.copyOf(Z, 9 * OUTPUTS), z, columns);
        }
        Run.of("predict", model, data).failed(1, "wide.csv: line 1: columns=6", "inputs=5", "--columns 1-5");
        Run.of("predict", model, data, "--columns", "a,b,c,d,x").failed(1, "has no column \"x\"", "id,e,a,b,c,d");
    }

    @Test
    void badDataNamesItsPlaceAndLeavesTheOldResult() throws IOException {
        Path out = Files.writeString(folder.resolve("out.csv"), "good\n");
        Path data = csv(true);
        Files.writeString(data, Files.readString(data) + "1,2,oops,4,5\n");
        Run.of("predict", model, data, "-o", out)
                .failed(1, "data.csv: line 259, column 3 (\"z3\"): \"oops\" is not a number");
        assertEquals("good\n", Files.readString(out));
        try (var files = Files.list(folder)) {
            assertEquals(3, files.count(), "nothing is left beside it");
        }
        Run.of("predict", model, folder.resolve("none.csv"), "-o", out).failed(1, "none.csv: there is no such file");
        Run.of("predict", model, folder).failed(2, "is a directory");
    }

    /** A row of more than the floats of a default batch is still a batch. */
    @Test
    void veryLongRows() throws IOException {
        int inputs = (1 << 20) + 1;
        float[] weights = new float[inputs];
        weights[inputs - 1] = 2;
        Path wide = folder.resolve("wide.safetensors");
        Safetensors.write(Network.of(DenseLayer.of(inputs, 1, weights, null, Activation.IDENTITY)), wide);
        Path data = folder.resolve("long.npy");
        try (SeekableByteChannel channel =
                Files.newByteChannel(data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            NpySink sink = new NpySink(channel, inputs);
            float[] row = new float[inputs];
            for (int i = 1; i <= 3; i++) {
                row[inputs - 1] = i;
                sink.write(row, 1);
            }
            sink.finish();
        }
        assertEquals(List.of("2.0", "4.0", "6.0"), Run.of("predict", wide, data).succeeded().lines().toList());
    }

    /** The rows before a bad one fill several buffers, and the first of them is where it ends. */
    @Test
    void nobodyReadingEndsTheWork() throws IOException {
        String row = "1,2,3,4,5\n";
        Path data = Files.writeString(folder.resolve("data.csv"), row.repeat(20_000) + "oops\n");
        StringWriter err = new StringWriter();
        PrintWriter closed = new PrintWriter(Writer.nullWriter());
        closed.close();
        String[] words = {"predict", model.toString(), data.toString()};
        assertEquals(1, Main.run(words, closed, new PrintWriter(err, true)));
        assertTrue(err.toString().contains("the standard output is closed"), err.toString());
        Run whole = Run.of((Object[]) words);
        whole.failed(1, "line 20001: columns=1");
        assertTrue(whole.out().lines().count() > 10_000, "what was done before is there");
    }

    @Test
    void wrongOptions() throws IOException {
        Path data = csv(false);
        byte[] before = Files.readAllBytes(data);
        Run.of("predict", model, data, "--batch", "0").failed(2, "--batch 0 must be at least 1");
        Run.of("predict", model, data, "--threads", "-1").failed(2, "--threads -1 must be at least 1");
        Run.of("predict", model, data, "--batch", "x").failed(2, "--batch", "'x' is not an int");
        Run.of("predict", model, data, "--batch", "2000000000").failed(2, "--batch 2000000000", "use fewer rows");
        Run.of("predict", model, data, "--backend", "gpu").failed(2, "--backend", "LOOP, VECTOR");
        Run.of("predict", model, data, "-o", folder.resolve("out.txt")).failed(2, "out.txt", ".csv or .npy");
        Run.of("predict", model, data, "-o", data).failed(2, "is the input");
        Path link = Files.createLink(folder.resolve("other-name.csv"), data);
        Run.of("predict", model, data, "-o", link).failed(2, "is the input");
        assertArrayEquals(before, Files.readAllBytes(data));
    }

    @Test
    void withoutFastCsvTheArtifactIsNamedAndNumPyFilesGoOn() throws Exception {
        ClassLoader loader = new Without("de.siegmar.");
        Method run = loader.loadClass(Main.class.getName())
                .getDeclaredMethod("run", String[].class, PrintWriter.class, PrintWriter.class);
        run.setAccessible(true);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter toOut = new PrintWriter(out);
        PrintWriter toErr = new PrintWriter(err, true);
        assertEquals(1, run.invoke(null, new String[] {"predict", model.toString(), csv(true).toString()}, toOut, toErr));
        assertTrue(err.toString().contains("de.siegmar:fastcsv"), err.toString());
        assertEquals(0, run.invoke(null, new String[] {"predict", model.toString(), npy().toString()}, toOut, toErr));
        Bits.assertSame(Z, parse(out.toString().lines().toList()), "npy");
    }
}
