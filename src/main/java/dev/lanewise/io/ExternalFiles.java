package dev.lanewise.io;

import dev.lanewise.internal.format.Account;
import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.OnnxFault;
import dev.lanewise.internal.onnx.Tensor;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files beside an ONNX file that hold numbers of its tensors. The model names them, and is not trusted: a name must be
 * that of a regular file in the model's own folder, whatever links say. A name that could lead elsewhere is refused before
 * the file system sees it, since readers that cleaned such names up were deceived again and again (CVE-2022-25882,
 * CVE-2024-27318, CVE-2026-27489).
 *
 * <p>All names and ranges are checked before a file is opened, and a file before any memory is set aside for it.
 */
final class ExternalFiles {
    /** Exporters write one, or one for each tensor. */
    private static final int MOST_FILES = 32;

    /**
     * Of memory, to look a file up and to open it; and for each character of its path, which takes 8 in ASCII, and 31 in
     * Chinese behind a link.
     */
    private static final int BYTES_PER_FILE = 5000;

    private static final int BYTES_PER_CHARACTER = 31;

    private static final String WAY_OUT = "export the model with external_data=False, or save it with its weights inside:"
            + " onnx.save(onnx.load(file), other_file)";

    private final Path model;
    private final Path folder;
    private final Object modelKey; // null where the file system has none
    private final Account account;
    private final Map<String, ExternalFile> byLocation = new HashMap<>();
    private final Map<Object, ExternalFile> byIdentity = new LinkedHashMap<>(); // one file may have two names

    private ExternalFiles(Path model, Account account) throws IOException {
        this.model = model;
        this.account = account;
        this.folder = model.toAbsolutePath().getParent().toRealPath();
        this.modelKey = Files.readAttributes(model, BasicFileAttributes.class).fileKey();
    }

    /**
     * The elements of tensors.
     *
     * @param model the file that they are of
     * @param tensors with their numbers in other files
     * @param account for looking the files up, not for their bytes
     * @return an array for each tensor, of just its bytes
     * @throws OnnxFault if the model asks for what it must not
     * @throws ModelFormatException if a file is shorter than the model says
     */
    static Map<Tensor, byte[]> read(Path model, List<Tensor> tensors, Account account) throws IOException {
        ExternalFiles files = new ExternalFiles(model, account);
        files.chargeLookup(tensors.getFirst(), "");
        for (Tensor tensor : tensors) {
            files.fileOf(tensor).add(tensor);
        }
        for (ExternalFile file : files.byIdentity.values()) {
            file.checkDisjoint();
        }
        Map<Tensor, byte[]> elements = new IdentityHashMap<>();
        for (ExternalFile file : files.byIdentity.values()) {
            file.read(elements);
        }
        return elements;
    }

    private ExternalFile fileOf(Tensor tensor) throws IOException {
        String location = tensor.external().location();
        ExternalFile known = byLocation.get(location);
        if (known != null) {
            return known;
        }
        if (byLocation.size() == MOST_FILES) {
            throw fault(tensor, "is in one file more than the " + MOST_FILES + " that are read; save the weights in one, as"
                    + " onnx.save(..., save_as_external_data=True) does");
        }
        checkName(tensor, location);
        chargeLookup(tensor, location);
        ExternalFile file = lookedUp(tensor, location);
        byLocation.put(location, file);
        return file;
    }

    private void chargeLookup(Tensor tensor, String location) {
        int path = Math.max(folder.toString().length(), model.toString().length()); // which may go through links or by ./././
        long characters = path + (long) location.length();
        if (!account.takes(BYTES_PER_FILE + BYTES_PER_CHARACTER * characters)) {
            throw fault(tensor, "is in one file more than may be looked up in a folder of " + path
                    + " characters beside a graph of so many messages and names, for which there are " + Account.RULE
                    + "; save the weights in one file");
        }
    }

    /** A colon makes drives and, on Windows, second streams of a file. */
    private static void checkName(Tensor tensor, String location) {
        boolean isPlain = !location.isEmpty() && !location.equals(".") && !location.equals("..")
                && location.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
        if (!isPlain) {
            throw fault(tensor, "is in " + Quote.ascii(location) + "; it must be the plain name of a file in the model's own"
                    + " folder, without / \\ : or control characters. Put the files into one folder and " + WAY_OUT);
        }
    }

    private ExternalFile lookedUp(Tensor tensor, String location) throws IOException {
        Path path;
        try {
            path = model.resolveSibling(location);
        } catch (InvalidPathException e) {
            throw fault(tensor, "is in " + Quote.ascii(location) + ", which is no name of a file on this system; " + WAY_OUT);
        }
        Path real;
        BasicFileAttributes attributes;
        try {
            real = path.toRealPath();
            attributes = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw fault(tensor, "is in the file " + Quote.ascii(location) + ", which is not beside the model; get both files"
                    + " and keep them in one folder under these names, or " + WAY_OUT);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) { // links in a circle, a name too long
            throw fault(tensor, "is in the file " + Quote.ascii(location) + ", which the file system cannot find: "
                    + Quote.ascii(String.valueOf(e.getReason())) + ". Put the file itself beside the model, or " + WAY_OUT);
        }
        if (!isInFolder(real)) {
            throw fault(tensor, "is in " + Quote.ascii(location) + ", a symbolic link that leads out of the model's folder; put"
                    + " the file itself there");
        }
        if (!attributes.isRegularFile()) {
            throw fault(tensor, "is in " + Quote.ascii(location) + ", which is no regular file; " + WAY_OUT);
        }
        if (hasOtherNames(real)) {
            throw fault(tensor, "is in " + Quote.ascii(location) + ", a file with other names too (hard links), of which one may"
                    + " be outside the model's folder; put a copy of it there");
        }
        if (isModel(real, attributes)) {
            throw fault(tensor, "is in " + Quote.ascii(location) + ", which is the model itself; " + WAY_OUT);
        }
        Object identity = attributes.fileKey() != null ? attributes.fileKey() : real;
        Path name = real.equals(path) ? real : path; // one text for both
        return byIdentity.computeIfAbsent(identity, key -> new ExternalFile(real, name, attributes.size()));
    }

    /** Hard links lead out of a folder as symbolic ones do, but only their number tells of them; false where nothing tells it. */
    private static boolean hasOtherNames(Path real) throws IOException {
        try {
            return Files.getAttribute(real, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer names && names > 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) { // other systems
            return false;
        }
    }

    /** Without a copy of the path, of which there are enough. */
    private boolean isInFolder(Path real) {
        return real.getNameCount() == folder.getNameCount() + 1 && real.startsWith(folder);
    }

    private boolean isModel(Path real, BasicFileAttributes attributes) throws IOException {
        return modelKey != null ? modelKey.equals(attributes.fileKey()) : Files.isSameFile(real, model);
    }

    static OnnxFault fault(Tensor tensor, String reason) {
        return new OnnxFault("byte " + tensor.external().position() + ", tensor", tensor.name(), reason);
    }
}
