package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Network;
import dev.lanewise.testing.Without;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Without the optional libraries. The classes under test are loaded once more, by a loader to which those libraries do
 * not exist.
 */
class PictureLibraryTest {
    @Test
    void withoutJFreeSvgOnlySvgIsRefusedAndTheArtifactIsNamed() throws Exception {
        Object graph = graphWithout("org.jfree.");
        IllegalStateException refused = refusal(graph, "toSvg");
        assertTrue(refused.getMessage().contains("org.jfree:org.jfree.svg"), refused.getMessage());
        assertInstanceOf(ClassNotFoundException.class, refused.getCause());
        assertTrue(text(graph, "toDot").startsWith("digraph"));
        assertTrue(text(graph, "summary").startsWith("layer"));
    }

    @Test
    void withoutJavaDesktopPicturesAreRefusedAndTheModuleIsNamed() throws Exception {
        Object graph = graphWithout("java.awt.", "javax.imageio.", "org.jfree.");
        assertTrue(refusal(graph, "toSvg").getMessage().contains("module java.desktop"));
        Path file = Path.of("never-written.png");
        assertTrue(refusal(graph, "writePng", file).getMessage().contains("module java.desktop"));
        assertTrue(refusal(graph, "writeSvg", file).getMessage().contains("module java.desktop"));
        assertTrue(text(graph, "toDot").startsWith("digraph"));
        assertTrue(text(graph, "summary").startsWith("layer"));
    }

    private static Object graphWithout(String... packages) throws Exception {
        ClassLoader loader = new Without(packages);
        Class<?> networks = loader.loadClass(Networks.class.getName());
        var make = networks.getDeclaredMethod("of", int[].class);
        make.setAccessible(true);
        Object network = make.invoke(null, (Object) new int[] {2, 3, 1});
        return loader.loadClass(NetworkGraph.class.getName())
                .getMethod("of", loader.loadClass(Network.class.getName())).invoke(null, network);
    }

    private static String text(Object graph, String method) throws Exception {
        return (String) graph.getClass().getMethod(method).invoke(graph);
    }

    private static IllegalStateException refusal(Object graph, String method, Path... file) throws Exception {
        Class<?>[] types = file.length == 0 ? new Class<?>[0] : new Class<?>[] {Path.class};
        var thrown = assertThrows(InvocationTargetException.class,
                () -> graph.getClass().getMethod(method, types).invoke(graph, (Object[]) file));
        assertEquals(IllegalStateException.class, thrown.getCause().getClass());
        return (IllegalStateException) thrown.getCause();
    }
}
