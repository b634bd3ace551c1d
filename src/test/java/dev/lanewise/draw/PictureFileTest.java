package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are written as a whole or not at all, and nothing is left beside them. */
class PictureFileTest {
    private static final NetworkGraph GRAPH = NetworkGraph.of(Networks.of(2, 3, 1));

    @TempDir
    Path folder;

    @Test
    void aFolderThatIsNotThereIsAnIOException() throws IOException {
        Path file = folder.resolve("missing").resolve("a.png");
        assertThrows(IOException.class, () -> GRAPH.writePng(file));
        assertThrows(IOException.class, () -> GRAPH.writeSvg(file));
        assertEquals(List.of(), content());
    }

    @Test
    void aDirectoryIsNotReplaced() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("directory"));
        IOException refused = assertThrows(IOException.class, () -> GRAPH.writePng(directory, 1));
        assertTrue(refused.getMessage().contains("is a directory"), refused.getMessage());
        assertTrue(Files.isDirectory(directory));
        assertEquals(List.of(directory), content());
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        }
    }
}
