package dev.lanewise.cli;

import dev.lanewise.Backend;
import dev.lanewise.Network;
import dev.lanewise.cli.rows.RowSource;
import dev.lanewise.draw.NetworkGraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Textbook loop, C2 loop, loop and vector on this machine: whether loop and vector give the same bits, and what a row costs.
 * Without a file, the main job: the two trained networks that ship in the jar, with their quality on held-out rows.
 */
@Command(
        name = "compare",
        description = "Runs a network through textbook loop, C2 loop, loop and vector on this machine, and tells whether "
                + "loop and vector give the same bits, and what each costs. Exits with 1 where the bits differ.")
final class CompareCommand implements Callable<Integer> {
    private static final int SMALL_BATCH = 32;
    private static final int MOST_ROWS = 1024;

    /** Multiply-adds of one pass over all rows: 0.1 s in the slowest of the loops. */
    private static final long PASS = 100_000_000;

    /** Inputs or outputs of all rows: 256 MiB, some arrays of which are held at once. */
    private static final int MOST_FLOATS = 1 << 26;

    private static final long SEED = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "A model file. Without one: the two trained networks that ship with Lanewise.")
    private Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "Rows of inputs, CSV or a NumPy array, of which the first " + MOST_ROWS
                    + " are taken, fewer for large networks. Without it: random ones.")
    private Path data;

    @Option(names = "--draw", paramLabel = "FOLDER", description = "Draw the first network there, as SVG and PNG.")
    private Path pictures;

    @Mixin
    private DataOptions rows;

    @Mixin
    private ModelOptions model;

    /** Replaced in a test, where bits must differ. */
    private final BiFunction<Trial, Integer, Agreement> agreement;

    private PrintWriter out;

    CompareCommand() {
        this(Agreement::of);
    }

    CompareCommand(BiFunction<Trial, Integer, Agreement> agreement) {
        this.agreement = agreement;
    }

    @Override
    public Integer call() throws IOException {
        out = spec.commandLine().getOut();
        Trial trial = file == null ? null : trial();
        printBackend();
        boolean same = file == null ? compareExamples() : compareFile(trial);
        if (!same) {
            spec.commandLine().getErr()
                    .println("lanewise: vector and loop differ, which must not be: please report the output above");
        }
        return same ? 0 : 1;
    }

    private Trial trial() throws IOException {
        Network network = model.read(file);
        long products = network.layers().stream().mapToLong(layer -> (long) layer.inputs() * layer.units()).sum();
        int widest = network.layers().stream().mapToInt(layer -> Math.max(layer.inputs(), layer.units())).max().orElseThrow();
        int most = Math.min(
                Math.clamp(PASS / products, SMALL_BATCH, MOST_ROWS), Math.max(1, MOST_FLOATS / widest));
        float[] x = new float[most * network.inputs()];
        if (data == null) {
            Random random = new Random(SEED);
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            return new Trial(network, most, x);
        }
        try (RowSource source = rows.open(data, network)) {
            int came = source.read(x, most);
            if (came == 0) {
                throw new IllegalArgumentException(data + " has no rows; give one at least, or leave it out");
            }
            return new Trial(network, came, Arrays.copyOf(x, came * network.inputs()));
        }
    }

    private void printBackend() {
        out.println("Lanewise on Java " + Runtime.version() + ", " + System.getProperty("os.arch"));
        BackendReport.print(out);
    }

    private boolean compareExamples() throws IOException {
        boolean same = true;
        boolean drawn = pictures == null;
        for (String name : Example.NAMES) {
            Example example = Example.load(name);
            printNetwork(name + ": " + example.trial().rows() + " held-out rows", example.trial().network());
            if (!drawn) {
                draw(name, example.trial().network());
                drawn = true;
            }
            printQuality(example);
            same &= compare(example.trial());
        }
        return same;
    }

    private boolean compareFile(Trial trial) throws IOException {
        String name = String.valueOf(file.getFileName());
        printNetwork(String.format(Locale.ROOT, "%s: %s%,d %s", name, data == null ? "" : "the first ", trial.rows(),
                data == null ? "random rows, normal with deviation 1" : "rows of " + data), trial.network());
        if (pictures != null) {
            draw(name, trial.network());
        }
        return compare(trial);
    }

    private void printNetwork(String title, Network network) {
        out.println();
        out.println(title);
        out.println(NetworkGraph.of(network).summary().indent(2).stripTrailing());
    }

    private boolean compare(Trial trial) {
        int[] batches = IntStream.of(1, Math.min(SMALL_BATCH, trial.rows()), trial.rows()).distinct().toArray();
        boolean same = true;
        for (int batch : batches) {
            same &= printAgreement(agreement.apply(trial, batch));
        }
        printTimes(trial, batches);
        return same;
    }

    private void draw(String name, Network network) throws IOException {
        Files.createDirectories(pictures);
        NetworkGraph graph = NetworkGraph.of(network);
        Path svg = pictures.resolve(name + ".svg");
        Path png = pictures.resolve(name + ".png");
        try {
            graph.writeSvg(svg);
            graph.writePng(png);
            out.println("  drawn: " + svg.toAbsolutePath() + " and " + png.toAbsolutePath());
        } catch (IllegalStateException libraryIsMissing) {
            out.println("  not drawn: " + libraryIsMissing.getMessage());
        }
    }

    private void printQuality(Example example) {
        StringJoiner line = new StringJoiner(", ", "  quality on the held-out rows: ", "");
        for (Contestant.Kind kind : Contestant.Kind.available()) {
            if (kind == Contestant.Kind.LOOP || kind == Contestant.Kind.VECTOR) {
                float[] z = Agreement.outputs(kind, example.trial(), example.trial().rows());
                line.add(Quality.of(example, z) + " (" + kind.title + ")");
            }
        }
        out.println(line);
    }

    private boolean printAgreement(Agreement agreement) {
        String bits = !Contestant.Kind.isVectorThere() ? "no vectors to compare"
                : agreement.sameBits() ? "same bits: yes" : "same bits: NO, first at output " + agreement.firstDifference();
        out.printf(
                Locale.ROOT,
                "  %4d rows per call, against loop:  vector %s;  textbook up to %.0f ulp off, C2 loop %.0f%n",
                agreement.batch(), bits, agreement.textbookUlp(), agreement.c2Ulp());
        return agreement.sameBits();
    }

    private void printTimes(Trial trial, int... batches) {
        out.println("  time per row on one thread, " + Stopwatch.METHOD + ":");
        out.println(Comparison.header());
        boolean steady = true;
        for (int batch : batches) {
            Comparison comparison = new Comparison(trial, batch);
            out.println(comparison.line());
            steady &= comparison.isSteady();
        }
        if (!steady) {
            out.println("  * had not settled when its time was up: something else is running, or the machine is slow");
        }
        if (!Contestant.Kind.isVectorThere()) {
            out.println("  no vectors here, so everything ran in loops: " + Backend.VECTOR.description());
        }
    }
}
