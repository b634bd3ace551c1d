package dev.lanewise.io;

import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.ExternalData;
import dev.lanewise.internal.onnx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file with numbers of tensors of an ONNX file. Each tensor has a range of its own, inside the file; between ranges
 * anything may lie, since exporters align large ones to pages.
 */
final class ExternalFile {
    private final Path path;
    private final Path name; // a path has its text when asked
    private final long size;
    private final List<Tensor> tensors = new ArrayList<>();

    /**
     * A file that is there.
     *
     * @param path without links
     * @param name for messages, as the caller has it
     * @param size in bytes
     */
    ExternalFile(Path path, Path name, long size) {
        this.path = path;
        this.name = name;
        this.size = size;
    }

    /** Takes note of a tensor that lies inside. */
    void add(Tensor tensor) {
        checkInside(tensor, size);
        tensors.add(tensor);
    }

    private void checkInside(Tensor tensor, long end) {
        ExternalData data = tensor.external();
        if (data.offset() > end || data.length() > end - data.offset()) {
            throw new ModelFormatException(name.toString(), "byte " + end, "the file ends here, but tensor "
                    + Quote.ascii(tensor.name()) + " of the model takes " + data.length() + " bytes from byte " + data.offset()
                    + " on; the file is cut off or belongs to another model, get both again");
        }
    }

    /** Refuses tensors that share bytes: a few bytes of file could then fill a memory. */
    void checkDisjoint() {
        List<Tensor> sorted = new ArrayList<>(tensors);
        sorted.removeIf(tensor -> tensor.external().length() == 0);
        sorted.sort(Comparator.comparingLong(tensor -> tensor.external().offset()));
        for (int t = 1; t < sorted.size(); t++) {
            ExternalData before = sorted.get(t - 1).external();
            ExternalData data = sorted.get(t).external();
            if (data.offset() < before.offset() + before.length()) {
                throw ExternalFiles.fault(sorted.get(t), "takes " + data.length() + " bytes from byte " + data.offset()
                        + " on of " + Quote.ascii(data.location()) + ", of which tensor " + Quote.ascii(sorted.get(t - 1).name())
                        + " takes those from " + before.offset() + " to " + (before.offset() + before.length())
                        + "; each tensor must have its own. Export the model again");
            }
        }
    }

    /** Reads the elements of each tensor into an array of its own. */
    void read(Map<Tensor, byte[]> to) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path, options())) {
            read(channel, to);
        }
    }

    /** A link that was put there since the path was resolved is not followed; other file systems may not know the option. */
    private Set<OpenOption> options() {
        return path.getFileSystem() == FileSystems.getDefault()
                ? Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                : Set.of(StandardOpenOption.READ);
    }

    /** From the open file, which may have become another since it was looked up. */
    void read(SeekableByteChannel channel, Map<Tensor, byte[]> to) throws IOException {
        long now = channel.size();
        for (Tensor tensor : tensors) {
            checkInside(tensor, now);
        }
        for (Tensor tensor : tensors) {
            byte[] elements = new byte[tensor.external().length()];
            channel.position(tensor.external().offset());
            WholeFile.fill(ByteBuffer.wrap(elements), channel, name.toString());
            to.put(tensor, elements);
        }
    }
}
