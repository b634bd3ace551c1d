package dev.lanewise.cli;

import dev.lanewise.Activation;
import dev.lanewise.Network;
import dev.lanewise.io.ModelFile;
import dev.lanewise.io.Npz;
import dev.lanewise.io.Onnx;
import dev.lanewise.io.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How a model file is to be read, for every command that reads one. */
final class ModelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--activations",
            paramLabel = "LIST",
            hideParamSyntax = true,
            split = ",(?![^(]*\\))",
            converter = ByName.class,
            description = "For safetensors and npz files, whose format has no place for them: one per layer, such as "
                    + "relu,leakyRelu(0.01),softmax. Default: what the metadata of a safetensors file says under "
                    + "\"activations\"; an npz file has none.")
    private List<Activation> activations = List.of();

    @Option(
            names = "--external-data",
            description = "For ONNX files with weights in another file beside them, as model.onnx.data: read that file too. "
                    + "Default: no file is opened but the one named here.")
    private boolean externalData;

    Network read(Path file) throws IOException {
        InputFile.check(spec, file);
        if (activations.isEmpty() && !externalData) {
            return ModelFile.read(file);
        }
        String format = ModelFile.format(file);
        if (externalData && !format.equals("ONNX")) {
            throw new ParameterException(spec.commandLine(), "--external-data is for ONNX files; " + file + " is " + format
                    + ", which holds its own weights: leave it out");
        }
        if (activations.isEmpty()) {
            return Onnx.readWithExternalData(file);
        }
        Activation[] given = activations.toArray(Activation[]::new);
        return switch (format) {
            case "safetensors" -> Safetensors.read(file, given);
            case "npz" -> Npz.read(file, given);
            default -> throw new ParameterException(spec.commandLine(), "--activations is for safetensors and npz files; "
                    + file + " is " + format + ", which holds its own: leave it out");
        };
    }

    static final class ByName implements ITypeConverter<Activation> {
        @Override
        public Activation convert(String text) {
            try {
                return Activation.parse(text.strip());
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
