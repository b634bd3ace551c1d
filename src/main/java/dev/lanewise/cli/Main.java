package dev.lanewise.cli;

import dev.lanewise.Backend;
import dev.lanewise.draw.NetworkGraph;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The main job: two trained networks and their held-out rows, both in the jar, through textbook, C2 loop, loop and vector.
 * Prints the layers, the quality, what each way costs and whether the bits are the same, and draws the first network.
 */
public final class Main {
    private static final String[] EXAMPLES = {"diabetes-10x16x1", "digits-64x64x32x10"};
    private static final int SMALL_BATCH = 32;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the main job.
     *
     * @param args none
     * @throws IOException if a resource cannot be read or a picture cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            System.err.println("args.length=" + args.length + ": the main job takes no arguments; leave them out");
            System.exit(2);
        }
        boolean same = new Main(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run(Path.of("target"));
        if (!same) {
            System.err.println("vector and loop differ, which must not be: please report the output above");
            System.exit(1);
        }
    }

    /** Whether loop and vector gave the same bits throughout. */
    private boolean run(Path pictures) throws IOException {
        printBackend();
        boolean same = true;
        for (int i = 0; i < EXAMPLES.length; i++) {
            Example example = Example.load(EXAMPLES[i]);
            out.println();
            out.println(example.name() + ": " + example.rows() + " held-out rows");
            out.println(NetworkGraph.of(example.network()).summary().indent(2).stripTrailing());
            if (i == 0) {
                draw(example, pictures);
            }
            printQuality(example);
            int[] batches = {1, SMALL_BATCH, example.rows()};
            for (int batch : batches) {
                same &= printAgreement(example, batch);
            }
            printTimes(example, batches);
        }
        return same;
    }

    private void printBackend() {
        out.println("Lanewise on Java " + Runtime.version() + ", " + System.getProperty("os.arch"));
        out.println("backend: " + Backend.best());
        out.println("  vector: " + Backend.VECTOR.description());
        out.println("  loop:   " + Backend.LOOP.description());
    }

    private void draw(Example example, Path folder) throws IOException {
        Files.createDirectories(folder);
        NetworkGraph graph = NetworkGraph.of(example.network());
        Path svg = folder.resolve(example.name() + ".svg");
        Path png = folder.resolve(example.name() + ".png");
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
                float[] z = Agreement.outputs(kind, example, example.rows());
                line.add(Quality.of(example, z) + " (" + kind.title + ")");
            }
        }
        out.println(line);
    }

    private boolean printAgreement(Example example, int batch) {
        Agreement agreement = Agreement.of(example, batch);
        String bits = !Contestant.Kind.isVectorThere() ? "no vectors to compare"
                : agreement.sameBits() ? "same bits: yes" : "same bits: NO, first at output " + agreement.firstDifference();
        out.printf(
                Locale.ROOT,
                "  %3d rows per call, against loop:  vector %s;  textbook up to %.0f ulp off, C2 loop %.0f%n",
                batch, bits, agreement.textbookUlp(), agreement.c2Ulp());
        return agreement.sameBits();
    }

    private void printTimes(Example example, int... batches) {
        out.println("  time per row on one thread, " + Stopwatch.METHOD + ":");
        out.println(Comparison.header());
        boolean steady = true;
        for (int batch : batches) {
            Comparison comparison = new Comparison(example, batch);
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
