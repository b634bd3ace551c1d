import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the tiles of the vector kernels: run by the build before it compiles, as a source file.
 *
 * <p>C2 keeps a vector in a register only when it is a named local, so a tile of 24 sums is 24 names. They are unrolled
 * here from lists of shapes.
 *
 * <p>The activations are derived from their scalar definitions.
 *
 * <p>Arguments: the folder to write to, and {@code ScalarActivations.java}.
 */
public final class KernelGenerator {
    private KernelGenerator() {}

    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]).resolve("dev/lanewise/internal/kernel");
        Files.createDirectories(target);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(target, "*.java")) {
            for (Path file : old) { // what an older list of shapes has left would be compiled into the jar
                Files.delete(file);
            }
        }
        ActivationWriter activations = new ActivationWriter(Path.of(args[1]));
        Map<String, String> sources = Map.of(
                "ActivationCode", activations.codes(),
                "ActivationSwitch", activations.scalarSwitch(),
                "ElementwiseVectors", activations.loops(),
                "SoftmaxLoops", activations.softmaxLoops(),
                "PackedTiles", new RegisterTileWriter(true).write(),
                "UnpackedTiles", new RegisterTileWriter(false).write(),
                "DotTiles", new DotTileWriter().write(),
                "OneUnitTiles", new OneUnitTileWriter().write(),
                "StreamTiles", new StreamTileWriter().write(),
                "HalfVectorTiles", new HalfVectorTileWriter().write());
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Files.writeString(target.resolve(source.getKey() + ".java"), source.getValue());
        }
    }
}
