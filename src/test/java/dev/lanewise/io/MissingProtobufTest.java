package dev.lanewise.io;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The library without protobuf beside it. */
class MissingProtobufTest {
    @TempDir
    Path folder;

    @Test
    void theArtifactIsNamedOnEveryCall() throws Exception {
        Path file = Files.write(folder.resolve("model.onnx"), new OnnxBuilder(13, 1).node("Relu", "x", "z").toBytes());
        try (LibraryAlone alone = new LibraryAlone()) {
            for (String reader : new String[] {"Onnx", "ModelFile", "Onnx"}) { // the last one meets a class that failed to load
                Method read = alone.loadClass("dev.lanewise.io." + reader).getMethod("read", Path.class);
                Throwable thrown = assertThrows(InvocationTargetException.class, () -> read.invoke(null, file)).getCause();
                assertInstanceOf(IllegalStateException.class, thrown);
                assertTrue(thrown.getMessage().contains("com.google.protobuf:protobuf-java"), thrown.getMessage());
            }
            Method read = alone.loadClass("dev.lanewise.io.Onnx").getMethod("readWithExternalData", Path.class);
            Throwable thrown = assertThrows(InvocationTargetException.class, () -> read.invoke(null, file)).getCause();
            assertTrue(thrown.getMessage().contains("com.google.protobuf:protobuf-java"), thrown.getMessage());
        }
    }
}
