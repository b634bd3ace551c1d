package dev.lanewise.draw;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file as a whole or not at all: to a neighbour first, which then takes its name. So a symbolic link is replaced,
 * not followed.
 */
final class WholeFile {
    private WholeFile() {}

    /**
     * Creates or replaces a file.
     *
     * @throws IOException if that fails; then the file is as it was, and the neighbour is gone
     */
    static void write(Path file, byte[] content) throws IOException {
        if (Files.isDirectory(file)) { // a move would replace an empty one without a word
            throw new FileSystemException(file.toString(), null, "is a directory; name a file in it");
        }
        // Not Files.createTempFile: that one is readable by its owner alone, and so would the result be.
        String name = ".lanewise-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
        Path neighbour = file.resolveSibling(name);
        try {
            Files.write(neighbour, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            move(neighbour, file);
        } catch (IOException | RuntimeException e) {
            try {
                Files.deleteIfExists(neighbour);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
