package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.internal.file.AtomicFile;
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
    void createsAndReplaces() throws IOException {
        Path file = folder.resolve("a");
        AtomicFile.write(file, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
        AtomicFile.write(file, new byte[] {4});
        assertArrayEquals(new byte[] {4}, Files.readAllBytes(file));
        assertEquals(List.of(file), content());
    }

    @Test
    void hasThePermissionsOfAnyNewFile() throws IOException {
        Path ordinary = Files.write(folder.resolve("ordinary"), new byte[1]);
        Path file = folder.resolve("a");
        AtomicFile.write(file, new byte[1]);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertEquals(Files.getPosixFilePermissions(ordinary), Files.getPosixFilePermissions(file));
        }
    }

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

    @Test
    void whenTheLastStepFailsNothingIsLeft() throws IOException {
        // No file system takes 300 characters: the content is written, and cannot be given the name.
        assertThrows(IOException.class, () -> AtomicFile.write(folder.resolve("a".repeat(300)), new byte[] {1}));
        assertEquals(List.of(), content());
    }

    @Test
    void theLongestNamesWork() throws IOException {
        Path file = folder.resolve("a".repeat(255));
        AtomicFile.write(file, new byte[] {1});
        assertEquals(List.of(file), content());
    }

    @Test
    void aRelativePathWorks() throws IOException {
        Path file = Path.of("target/lanewise-picture-file-test.tmp");
        try {
            AtomicFile.write(file, new byte[] {1});
            assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        }
    }
}
