package dev.lanewise.io;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The library alone, loaded a second time without anything beside it. */
class MissingJacksonTest {
    @TempDir
    Path folder;

    @Test
    void theArtifactIsNamedOnEveryCall() throws Exception {
        try (LibraryAlone alone = new LibraryAlone()) {
            Class<?> activation = alone.loadClass("dev.lanewise.Activation");
            Object none = Array.newInstance(activation, 0);
            Class<?> safetensors = alone.loadClass("dev.lanewise.io.Safetensors");
            Method read = safetensors.getMethod("read", InputStream.class, String.class, none.getClass());
            for (int call = 0; call < 2; call++) { // the second one meets a class that failed to load before
                assertNamed(read, new ByteArrayInputStream(Samples.shipped(Samples.DIABETES)), "stream", none);
            }
            assertNamed(safetensors.getMethod("write", alone.loadClass("dev.lanewise.Network"), Path.class),
                    network(alone, activation), folder.resolve("model.safetensors"));
            assertEquals(0, Files.list(folder).count(), "nothing is written");
        }
    }

    private static Object network(ClassLoader loader, Class<?> activation) throws ReflectiveOperationException {
        Class<?> layerClass = loader.loadClass("dev.lanewise.DenseLayer");
        Object layers = Array.newInstance(layerClass, 1);
        Array.set(layers, 0, layerClass.getMethod("of", int.class, int.class, float[].class, float[].class, activation)
                .invoke(null, 1, 1, new float[1], null, activation.getField("RELU").get(null)));
        return loader.loadClass("dev.lanewise.Network").getMethod("of", layers.getClass()).invoke(null, layers);
    }

    private static void assertNamed(Method method, Object... arguments) {
        Throwable thrown = assertThrows(InvocationTargetException.class, () -> method.invoke(null, arguments)).getCause();
        assertInstanceOf(IllegalStateException.class, thrown);
        assertTrue(thrown.getMessage().contains("com.fasterxml.jackson.core:jackson-core"), thrown.getMessage());
    }
}
