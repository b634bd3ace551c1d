package dev.lanewise.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears whole or not at all: written under another name in the same folder, forced to the disk, then renamed.
 * A symbolic link is replaced, not followed.
 */
public final class AtomicFile {
    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything, from position 0 on; may go back to fill in what is known last. */
        void writeTo(SeekableByteChannel channel) throws IOException;
    }

    /** Temporary files of writes that are under way, in the whole virtual machine. */
    private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

    private AtomicFile() {}

    /**
     * Removes the temporary files of writes that are under way, which then fail. For a program that is being ended from
     * outside, as by Ctrl-C, and would leave them behind; the library itself installs no hook.
     */
    public static void removeUnfinished() {
        for (Path temporary : UNFINISHED) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                // some systems keep a file that is open; there is nobody left to tell
            }
        }
    }

    /** {@link #write(Path, Content)} of bytes at hand. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, channel -> {
            for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
        });
    }

    /**
     * Creates or replaces a file.
     *
     * @throws IOException if that fails; then the file is as it was, and nothing is left beside it
     */
    public static void write(Path file, Content content) throws IOException {
        if (Files.isDirectory(file)) { // a move would replace an empty one without a word
            throw new FileSystemException(file.toString(), null, "is a directory; name a file in it");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileSystemException(file.toString(), null, "is a root folder; give the name of a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(file.toString(), null, "its folder does not exist; create the folder first");
        }
        // Not Files.createTempFile: its files can be read by the owner alone, and would stay so under their final name.
        Path temporary = folder.resolve(
                ".lanewise-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + ".tmp");
        UNFINISHED.add(temporary);
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            writeAndMove(channel, temporary, file, content);
        } finally {
            UNFINISHED.remove(temporary);
        }
    }

    /** From here on the temporary file is ours, to be moved or removed. */
    private static void writeAndMove(FileChannel channel, Path temporary, Path file, Content content) throws IOException {
        try {
            content.writeTo(channel);
            channel.force(true); // else a power cut after the move could leave a whole name on half a file
            channel.close(); // some systems do not move open files
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable failure) {
            try {
                remove(channel, temporary);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    private static void remove(FileChannel channel, Path temporary) throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
