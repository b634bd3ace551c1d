package dev.lanewise.cli;

import dev.lanewise.draw.NetworkGraph;
import dev.lanewise.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A picture of a network. */
@Command(
        name = "draw",
        description = "Draws the graph of a network: units, links, offsets and parameters.")
final class DrawCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A model file.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "Where to draw; the name ends in .svg, .png or .dot (Graphviz).")
    private Path output;

    @Mixin
    private ModelOptions model;

    @Override
    public Integer call() throws IOException {
        String format = OutputFile.ending(spec, output, List.of("svg", "png", "dot"));
        OutputFile.checkNotInput(spec, output, file);
        NetworkGraph graph = NetworkGraph.of(model.read(file));
        switch (format) {
            case "svg" -> graph.writeSvg(output);
            case "png" -> graph.writePng(output);
            default -> AtomicFile.write(output, graph.toDot().getBytes(StandardCharsets.UTF_8));
        }
        return 0;
    }
}
