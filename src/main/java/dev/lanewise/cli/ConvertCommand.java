package dev.lanewise.cli;

import dev.lanewise.io.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A model file in the format that is also written. */
@Command(
        name = "convert",
        description = "Writes a network as safetensors, with its activations in the metadata: the same network, bit for "
                + "bit, as reading the original gives.")
final class ConvertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "A model file.")
    private Path input;

    @Parameters(index = "1", paramLabel = "OUT", description = "Where to write; the name ends in .safetensors.")
    private Path output;

    @Mixin
    private ModelOptions model;

    @Override
    public Integer call() throws IOException {
        OutputFile.ending(spec, output, List.of("safetensors"));
        OutputFile.checkNotInput(spec, output, input);
        Safetensors.write(model.read(input), output);
        return 0;
    }
}
