package dev.lanewise.cli;

import dev.lanewise.Backend;
import dev.lanewise.draw.NetworkGraph;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
        new Main(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run(Path.of("target"));
    }

    private void run(Path pictures) throws IOException {
        printBackend();
        boolean first = true;
        for (String name : EXAMPLES) {
            Example example = Example.load(name);
            out.println();
            out.println(example.name() + ": " + example.rows() + " held-out rows");
            out.println(NetworkGraph.of(example.network()).summary().indent(2).stripTrailing());
            if (first) {
                draw(example, pictures);
            }
            compare(example);
            first = false;
        }
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
            Files.writeString(svg, graph.toSvg());
            graph.writePng(png);
            out.println("  drawn: " + svg.toAbsolutePath() + " and " + png.toAbsolutePath());
        } catch (IllegalStateException libraryIsMissing) {
            out.println("  not drawn: " + libraryIsMissing.getMessage());
        }
    }

    private void compare(Example example) {
        out.println("  quality on the held-out rows: "
                + Quality.of(example, Comparison.outputs(Contestant.Kind.LOOP, example)) + " (loop)"
                + (Backend.VECTOR.isAvailable()
                        ? ", " + Quality.of(example, Comparison.outputs(Contestant.Kind.VECTOR, example)) + " (vector)"
                        : ""));
        out.println(Comparison.equality(example));
        out.println();
        out.println("  time per row on one thread: median of 9 rounds of 10 ms, after warming up until rounds stop getting faster:");
        out.println(Comparison.header());
        for (int batch : new int[] {1, SMALL_BATCH, example.rows()}) {
            out.println(new Comparison(example, batch).line(batch));
        }
        if (!Backend.VECTOR.isAvailable()) {
            out.println("  no vectors here, so everything ran in loops: " + Backend.VECTOR.description());
        }
    }
}
