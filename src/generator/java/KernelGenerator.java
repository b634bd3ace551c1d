import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

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
        write(target, "ActivationCode", activations.codes());
        write(target, "ActivationSwitch", activations.scalarSwitch());
        write(target, "ElementwiseVectors", activations.loops());
        write(target, "SoftmaxLoops", activations.softmaxLoops());
        write(target, "PackedTiles", new RegisterTileWriter(true).write());
        write(target, "UnpackedTiles", new RegisterTileWriter(false).write());
        write(target, "FewInputsTiles", new FewInputsTileWriter().write());
        write(target, "FewUnitsTiles", new FewUnitsTileWriter().write());
        write(target, "BlockTiles", new BlockTileWriter().write());
        write(target, "DotTiles", new DotTileWriter().write());
        write(target, "OneUnitTiles", new OneUnitTileWriter().write());
        write(target, "StreamTiles", new StreamTileWriter().write());
        write(target, "MixedLanesTiles", new MixedLanesTileWriter().write());
        write(target, "NarrowUnpackedTiles", new NarrowUnpackedTileWriter().write());
    }

    private static void write(Path target, String name, String source) throws IOException {
        Files.writeString(target.resolve(name + ".java"), source);
    }
}
