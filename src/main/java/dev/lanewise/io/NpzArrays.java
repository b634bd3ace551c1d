package dev.lanewise.io;

import dev.lanewise.internal.format.NpyFault;
import dev.lanewise.internal.format.NpyHeader;
import dev.lanewise.internal.format.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/**
 * The arrays of a NumPy archive. All of it is read twice: first each array is inflated to its end in small pieces and
 * compared with its head, size and checksum, and only when there is nothing left to refuse, memory is set aside for numbers.
 * So a file that is refused costs its own bytes, whatever it inflates to.
 */
final class NpzArrays {
    private static final String ENDING = ".npy";

    /**
     * What may be inflated: trained weights shrink by a tenth, those in double that were floats to half. Twelve megabytes that
     * inflate to four times as much are read, twice, in 0.17 s; a megabyte of halves that inflates to eight in 0.08 s. A
     * thousand to one would be possible.
     */
    private static final long FREE_BYTES = 4 << 20;

    private static final int TIMES = 4;

    private static final int PIECE_BYTES = 1 << 13;

    /** A layer costs four kilobytes of memory and may take 150 bytes of the file: 80 of two arrays, more where they are large. */
    private static final int FREE_ARRAYS = 160;

    private static final int BYTES_PER_ARRAY = 2048;

    /**
     * A head is held twice, as bytes and as text, and may be deflated two-hundredfold. NumPy's have 128 bytes, which of 160
     * arrays are 20 kB, and of as many as may be a sixteenth of the file.
     */
    private static final long FREE_HEAD_BYTES = 1 << 15;

    private static final int BYTES_PER_HEAD_BYTE = 4;

    private final String file;
    private final byte[] archive;
    private final List<ZipMember> members;
    private final List<TensorEntry> tensors = new ArrayList<>();
    private final Set<TensorEntry> columnMajor = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int[] headBytes; // of each array
    private final byte[] piece = new byte[PIECE_BYTES];
    private long headBytesLeft;

    private NpzArrays(String file, byte[] archive, List<ZipMember> members) {
        this.file = file;
        this.archive = archive;
        this.members = members;
        this.headBytes = new int[members.size()];
        this.headBytesLeft = FREE_HEAD_BYTES + archive.length / BYTES_PER_HEAD_BYTE;
    }

    /** The arrays of an archive, all checked; the inflater is the caller's to end. */
    static NpzArrays check(String file, byte[] archive, Inflater inflater) throws IOException {
        List<ZipMember> members = ZipDirectory.read(file, archive, FREE_ARRAYS + archive.length / BYTES_PER_ARRAY);
        NpzArrays arrays = new NpzArrays(file, archive, members);
        arrays.checkSizes();
        for (int i = 0; i < members.size(); i++) {
            arrays.headBytes[i] = arrays.check(members.get(i), inflater);
        }
        return arrays;
    }

    private void checkSizes() {
        long left = FREE_BYTES + TIMES * (long) archive.length;
        for (ZipMember member : members) {
            left -= member.size(); // at most 65,534 of 2^32 bytes
            if (left < 0) {
                throw refusal(member, "with this one the arrays inflate to more than " + FREE_BYTES + " bytes and " + TIMES
                        + " times the file; save them with numpy.savez, which does not compress");
            }
            boolean isName = member.name().endsWith(ENDING) && member.name().chars().noneMatch(c -> "/\\:".indexOf(c) >= 0);
            if (!isName) {
                throw refusal(member, "is no array as numpy.savez names it, such as 0.weight.npy; save what PyTorch calls"
                        + " state_dict(), and of Keras the transposed kernels: numpy.savez(name, **{'0.weight': kernel.T})");
            }
            if (!member.isDeflated() && member.packed() != member.size()) {
                throw refusal(member, "is stored as it is, but in " + member.packed() + " bytes and of size " + member.size());
            }
        }
    }

    /** Gives the bytes of the array's head. */
    private int check(ZipMember member, Inflater inflater) throws IOException {
        CheckedInput in = new CheckedInput(member.open(archive, inflater));
        NpyHeader header;
        try {
            header = NpyHeader.read(in);
        } catch (NpyFault fault) {
            throw refusal(member, fault.where() + " of the array: " + fault.getMessage());
        }
        int headerBytes = (int) in.count; // 4 kB at most
        headBytesLeft -= headerBytes;
        if (headBytesLeft < 0) {
            throw refusal(member, "with this one the heads of the arrays are longer than " + FREE_HEAD_BYTES
                    + " bytes and one for every " + BYTES_PER_HEAD_BYTE + " of the file; write them with numpy.savez, whose"
                    + " heads have 128 bytes");
        }
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
        add(member, header, member.size() - headerBytes);
        return headerBytes;
    }

    private void add(ZipMember member, NpyHeader header, long bytes) {
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
        TensorEntry tensor = TensorEntry.checked(file, name, dtype, shape, begin, begin + bytes);
        tensors.add(tensor);
        if (header.fortranOrder()) {
            columnMajor.add(tensor);
        }
    }

    /** The arrays in the order of their bytes; their offsets count numbers only. */
    List<TensorEntry> tensors() {
        return tensors;
    }

    /** Whether the first index runs fastest. */
    boolean isColumnMajor(TensorEntry tensor) {
        return columnMajor.contains(tensor);
    }

    /** The numbers of all arrays. */
    Map<TensorEntry, float[]> numbers(Inflater inflater) throws IOException {
        Map<TensorEntry, float[]> numbers = new IdentityHashMap<>();
        Joined joined = new Joined();
        ByteSource source = ByteSource.ofSize(tensors.getLast().end(), joined, file);
        for (int i = 0; i < tensors.size(); i++) {
            joined.in = members.get(i).open(archive, inflater);
            joined.in.readNBytes(piece, 0, headBytes[i]); // read before
            numbers.put(tensors.get(i), TensorReader.read(source, tensors.get(i)));
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

    /** One stream after another under one source, which has one buffer. */
    private static final class Joined extends InputStream {
        private InputStream in;

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, length);
        }
    }
}
