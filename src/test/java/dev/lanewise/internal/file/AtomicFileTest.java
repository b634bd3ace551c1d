package dev.lanewise.internal.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are written as a whole or not at all, and nothing is left beside them. */
class AtomicFileTest {
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
        Path file = Path.of("target/lanewise-atomic-file-test.tmp");
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
