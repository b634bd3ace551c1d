package dev.lanewise.cli;

import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.draw.NetworkGraph;
import dev.lanewise.io.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a model file holds. */
@Command(
        name = "info",
        description = "Prints the layers of a network, its parameters, operations per row and memory.")
final class InfoCommand implements Callable<Integer> {
    /** At most 1.25 times the weights and 4 KiB per layer: what VectorKernels keeps to. */
    private static final int PACKING_BYTES = 4096;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A model file.")
    private Path file;

    @Mixin
    private ModelOptions model;

    @Override
    public Integer call() throws IOException {
        Network network = model.read(file);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s: %s, %,d bytes%n", file, ModelFile.format(file), Files.size(file));
        out.print(NetworkGraph.of(network).summary());
        long products = 0;
        long units = 0;
        long packed = 0;
        for (DenseLayer layer : network.layers()) {
            long weights = (long) layer.inputs() * layer.units();
            products += weights;
            units += layer.units();
            packed += weights * Float.BYTES * 5 / 4 + PACKING_BYTES;
        }
        long parameters = network.parameterCount();
        out.printf(Locale.ROOT, "parameters         %,d%n", parameters);
        out.printf(Locale.ROOT, "operations per row %,d multiply-adds, %,d activations%n", products, units);
        out.printf(Locale.ROOT, "memory             %,d bytes of parameters; packed for vectors, up to %,d more%n",
                parameters * Float.BYTES, packed);
        return 0;
    }
}
