package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.io.ModelFile;
import dev.lanewise.io.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @TempDir
    Path folder;

    @Test
    void tellsLayersAndCost() throws IOException {
        Path model = ModelFiles.shipped(folder);
        assertEquals(String.format("""
                %s: safetensors, 1,092 bytes
                layer  inputs -> units  activation  parameters
                    1      10 ->    16  sigmoid            176
                    2      16 ->     1  identity            17
                total                                      193
                parameters         193
                operations per row 176 multiply-adds, 17 activations
                memory             772 bytes of parameters; packed for vectors, up to 9,072 more
                """, model), Run.of("info", model).succeeded());
    }

    @Test
    void activationsOfTheCallerCountMore() throws IOException {
        String out = Run.of("info", ModelFiles.shipped(folder), "--activations", "clip(0.0, 6.0),softplus").succeeded();
        assertEquals(List.of("clip(0.0, 6.0)", "softplus"), out.lines().skip(2).limit(2)
                .map(line -> line.replaceAll(".*-> +[0-9]+  (.*?) {2,}[0-9]+$", "$1")).toList());
        Run.of("info", folder.resolve("diabetes.safetensors"), "--activations", "relu")
                .failed(1, "layers=2 does not match activations.length=1");
    }

    @Test
    void aNumPyArchiveIsToldWithActivationsOfTheCaller() throws IOException {
        Path model = ModelFiles.numpy(folder);
        String out = Run.of("info", model, "--activations", "relu,softmax").succeeded();
        assertEquals(model + ": npz, 845 bytes", out.lines().findFirst().orElseThrow());
        assertEquals(List.of("softmax"), out.lines().skip(3).limit(1).map(line -> line.replaceAll(".*-> +2  ([a-z]*) .*", "$1")).toList());
        Run.of("info", model).failed(1, "give one per layer, as in Npz.read(");
    }

    @Test
    void externalDataIsReadOnRequestOnly() throws IOException {
        Path model = ModelFiles.onnxWithExternalData(folder);
        Run.of("info", model).failed(1, "model.onnx: byte ", "tensor \"w\"", "none is opened unasked", "--external-data");
        assertTrue(Run.of("info", model, "--external-data").succeeded().contains("2 ->     1"));
        Run.of("info", model, "--external-data", "--activations", "relu").failed(2, "--activations is for safetensors and npz");
        Run.of("info", ModelFiles.shipped(folder), "--external-data")
                .failed(2, "--external-data is for ONNX files; ", "diabetes.safetensors is safetensors, which holds its own weights");
        Run.of("info", ModelFiles.numpy(folder), "--external-data", "--activations", "relu,relu").failed(2, "--external-data is for ONNX");
        Files.delete(folder.resolve("w.data"));
        Run.of("info", model, "--external-data").failed(1, "model.onnx: ", "is in the file \"w.data\", which is not beside the model");
    }

    /** Whatever the library reads, the commands do. */
    @Test
    void everySharedModelThatIsReadIsTold() throws IOException {
        Path models = Path.of(System.getProperty("basedir", "."), "..", "shared", "models");
        Assumptions.assumeTrue(Files.isDirectory(models), "../shared/models is not there");
        List<Path> files;
        try (Stream<Path> all = Files.walk(models)) {
            files = all.filter(file -> file.toString().matches(".*\\.(onnx|safetensors)")).toList();
        }
        for (Path file : files) {
            Run run = Run.of("info", file);
            assertEquals(isRead(file) ? 0 : 1, run.code(), run.err());
        }
        assertEquals(8, files.size());
    }

    private static boolean isRead(Path file) throws IOException {
        try {
            ModelFile.read(file);
            return true;
        } catch (ModelFormatException e) {
            return false;
        }
    }
}
