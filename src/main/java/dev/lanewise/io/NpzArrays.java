package dev.lanewise.io;

import dev.lanewise.internal.format.Account;
import dev.lanewise.internal.format.NpyFault;
import dev.lanewise.internal.format.NpyHeader;
import dev.lanewise.internal.format.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/**
 * The arrays of a NumPy archive. Each is inflated once, to its end, and held as bytes until all have been compared with their
 * heads, sizes and checksums; only then, when there is nothing left to refuse, floats are made. Twice would be too slow:
 * deflated blocks of twelve bytes, each with tables of its own, take 0.07 s for a megabyte every time.
 */
final class NpzArrays {
    private static final String ENDING = ".npy";

    private static final int PIECE_BYTES = 1 << 13;

    /**
     * Of memory, for a name of {@link ZipDirectory}'s longest in wide characters and for the layer. An array takes 80 bytes of
     * the file or more.
     */
    private static final int BYTES_PER_ARRAY = 6000;

    /** A head is held as bytes and as text and read into parts, and may be deflated two-hundredfold. NumPy's have 128 bytes. */
    private static final int BYTES_PER_HEAD_BYTE = 4;

    /** Of what is inflated, beside its bytes: an array, a buffer, a place in a list. */
    private static final int BYTES_PER_PIECE = 128;

    private final String file;
    private final byte[] archive;
    private final Account account;
    private final List<TensorEntry> tensors = new ArrayList<>();
    private final Map<TensorEntry, List<ByteBuffer>> held = new IdentityHashMap<>();
    private final Set<TensorEntry> columnMajor = Collections.newSetFromMap(new IdentityHashMap<>());
    private final byte[] piece = new byte[PIECE_BYTES];

    private NpzArrays(String file, byte[] archive) {
        this.file = file;
        this.archive = archive;
        this.account = new Account(archive.length);
    }

    /** The arrays of an archive, all checked. */
    static NpzArrays read(String file, byte[] archive) throws IOException {
        NpzArrays arrays = new NpzArrays(file, archive);
        List<ZipMember> members = ZipDirectory.read(file, archive, arrays.account, BYTES_PER_ARRAY);
        members.forEach(arrays::check);
        Inflater inflater = new Inflater(true); // without the head that zlib has and zip has not
        try {
            for (ZipMember member : members) {
                arrays.add(member, inflater);
            }
        } finally {
            inflater.end();
        }
        return arrays;
    }

    private void check(ZipMember member) {
        boolean isName = member.name().endsWith(ENDING) && member.name().chars().noneMatch(c -> "/\\:".indexOf(c) >= 0);
        if (!isName) {
            throw refusal(member, "is no array as numpy.savez names it, such as 0.weight.npy; save what PyTorch calls"
                    + " state_dict(), and of Keras the transposed kernels: numpy.savez(name, **{'0.weight': kernel.T})");
        }
        if (member.isDeflated()) {
            long pieces = member.size() / ByteSource.CHUNK_BYTES;
            charge(member, member.size() + BYTES_PER_PIECE * pieces,
                    "inflates to " + member.size() + " bytes, with which the arrays");
        } else if (member.packed() != member.size()) {
            throw refusal(member, "is stored as it is, but in " + member.packed() + " bytes and of size " + member.size());
        }
    }

    private void charge(ZipMember member, long bytes, String what) {
        if (!account.takes(bytes)) {
            throw refusal(member, what + " outgrow " + Account.RULE + "; save them with numpy.savez, which does not compress, and"
                    + " writes heads of 128 bytes");
        }
    }

    private void add(ZipMember member, Inflater inflater) throws IOException {
        CheckedInput in = new CheckedInput(member.open(archive, inflater));
        NpyHeader header;
        try {
            header = NpyHeader.read(in);
        } catch (NpyFault fault) {
            throw refusal(member, fault.where() + " of the array: " + fault.getMessage());
        }
        int headerBytes = (int) in.count; // 4 kB at most
        charge(member, (long) BYTES_PER_HEAD_BYTE * headerBytes,
                "has a head of " + headerBytes + " bytes, with which the arrays");
        long bytes = member.size() - headerBytes;
        List<ByteBuffer> numbers = member.isDeflated()
                ? inflated(in, bytes)
                : List.of(ByteBuffer.wrap(archive, member.offset() + headerBytes, (int) bytes));
        while (in.count <= member.size() && in.read(piece, 0, piece.length) >= 0) {
            // to the end, or to where it is clear that it is too long
        }
        if (in.count != member.size() || (int) in.crc.getValue() != member.crc()) {
            throw refusal(member, "its bytes are not those that were saved: their number or checksum differs from the"
                    + " directory's; the file is damaged, get it again");
        }
        if (member.isDeflated() && (!inflater.finished() || inflater.getRemaining() != 0)) {
            throw refusal(member, "its deflated bytes do not end where the directory has it; the file is damaged or hides"
                    + " bytes");
        }
        TensorEntry tensor = tensor(member, header, bytes);
        tensors.add(tensor);
        held.put(tensor, numbers);
        if (header.fortranOrder()) {
            columnMajor.add(tensor);
        }
    }

    /** As many bytes as there should be, in pieces of whole elements that are made as they come. */
    private static List<ByteBuffer> inflated(InputStream in, long count) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        boolean isAtEnd = false;
        for (long left = count; left > 0 && !isAtEnd; left -= ByteSource.CHUNK_BYTES) {
            byte[] next = new byte[(int) Math.min(left, ByteSource.CHUNK_BYTES)];
            isAtEnd = in.readNBytes(next, 0, next.length) < next.length; // which the size tells
            pieces.add(ByteBuffer.wrap(next));
        }
        return pieces;
    }

    private TensorEntry tensor(ZipMember member, NpyHeader header, long bytes) {
        Dtype dtype = switch (header.descr()) {
            case "<f2" -> Dtype.F16;
            case "<f4" -> Dtype.F32;
            case "<f8" -> Dtype.F64;
            default -> throw refusal(member, "its numbers are of type " + Quote.ascii(header.descr())
                    + "; weights may be '<f2', '<f4' or '<f8': in Python, w.astype('<f4')");
        };
        if (!header.takes(dtype.bits() / 8, bytes)) {
            throw refusal(member, "numbers of type " + header.descr() + " in its shape do not take the " + bytes
                    + " bytes that follow its head; write the file again");
        }
        String name = member.name().substring(0, member.name().length() - ENDING.length());
        long begin = tensors.isEmpty() ? 0 : tensors.getLast().end();
        long[] shape = header.shape().stream().mapToLong(Long::longValue).toArray();
        return TensorEntry.checked(file, name, dtype, shape, begin, begin + bytes);
    }

    /** The arrays in the order of their bytes; their offsets count numbers only. */
    List<TensorEntry> tensors() {
        return tensors;
    }

    /** Whether the first index runs fastest. */
    boolean isColumnMajor(TensorEntry tensor) {
        return columnMajor.contains(tensor);
    }

    /** The numbers of all arrays, whose bytes are let go. */
    Map<TensorEntry, float[]> numbers() {
        Map<TensorEntry, float[]> numbers = new IdentityHashMap<>();
        for (TensorEntry tensor : tensors) {
            numbers.put(tensor, TensorReader.decoded(tensor.dtype(), held.remove(tensor), (int) tensor.elements()));
        }
        return numbers;
    }

    private ModelFormatException refusal(ZipMember member, String why) {
        return new ModelFormatException(file, "array " + Quote.ascii(member.name()), why);
    }

    /** Counts and sums up what is read. */
    private static final class CheckedInput extends InputStream {
        private final InputStream in;
        private final CRC32 crc = new CRC32();
        private long count;

        CheckedInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int came = in.read(into, offset, length);
            if (came > 0) {
                crc.update(into, offset, came);
                count += came;
            }
            return came;
        }
    }
}
