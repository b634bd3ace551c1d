package dev.lanewise.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** NumPy archives put together by hand, in which everything that is said can be said wrongly. */
final class NpzBuilder {
    /** A file of the archive; what is not set wrongly is right. */
    static final class Member {
        String name;
        String localName;
        int flags;
        int localFlags;
        int method;
        byte[] file;
        byte[] packed;
        int crc;
        int localCrc;
        long size;
        long packedSize;
        long localSize;
        long localPackedSize;
        byte[] extra = new byte[0];
        byte[] localExtra = new byte[0];
        byte[] behind = new byte[0];
        byte[] comment = new byte[0];
        int disk;
        Integer offset; // where it begins, as the directory has it

        private Member(String name, byte[] file, boolean isDeflated) {
            this.name = name;
            localName = name;
            this.file = file;
            pack(isDeflated);
        }

        /** Everything that follows from the file itself. */
        private void pack(boolean isDeflated) {
            CRC32 sum = new CRC32();
            sum.update(file);
            crc = (int) sum.getValue();
            localCrc = crc;
            packed = isDeflated ? deflated(file) : file;
            method = isDeflated ? 8 : 0;
            size = file.length;
            localSize = size;
            packedSize = packed.length;
            localPackedSize = packedSize;
        }

        /** Sizes behind the file, as a program writes them that cannot go back. */
        Member followed(boolean isMarked, boolean isLong) {
            flags = 8;
            localFlags = 8;
            localCrc = 0;
            localSize = 0;
            localPackedSize = 0;
            ByteBuffer bytes = little(24);
            if (isMarked) {
                bytes.putInt(0x08074b50);
            }
            bytes.putInt(crc);
            if (isLong) {
                bytes.putLong(packedSize).putLong(size);
            } else {
                bytes.putInt((int) packedSize).putInt((int) size);
            }
            behind = Arrays.copyOf(bytes.array(), bytes.position());
            return this;
        }
    }

    final List<Member> members = new ArrayList<>();
    byte[] before = new byte[0];
    byte[] beforeDirectory = new byte[0];
    byte[] afterDirectory = new byte[0];
    byte[] after = new byte[0];
    int count = -1;
    int directoryMoved;
    int directoryGrown;
    int commentLength;
    int disk;

    /** A network of one layer, 3 inputs and 2 units: arrays 0.weight of 1 to 6 and 0.bias of 7 and 8. */
    static NpzBuilder good(boolean isDeflated) {
        return new NpzBuilder().array("0.weight", npy("<f4", false, "2, 3", floats(1, 2, 3, 4, 5, 6)), isDeflated)
                .array("0.bias", npy("<f4", false, "2,", floats(7, 8)), isDeflated);
    }

    NpzBuilder array(String name, byte[] npy, boolean isDeflated) {
        members.add(new Member(name + ".npy", npy, isDeflated));
        return this;
    }

    Member member(int i) {
        return members.get(i);
    }

    /** Puts another array, packed as before, in the place of one. */
    void replace(int i, byte[] npy) {
        member(i).file = npy;
        member(i).pack(member(i).method == 8);
    }

    static byte[] npy(String descr, boolean isFortran, String shape, byte[] numbers) {
        return npy("{'descr': '" + descr + "', 'fortran_order': " + (isFortran ? "True" : "False") + ", 'shape': (" + shape + "), }",
                numbers);
    }

    static byte[] npy(String dictionary, byte[] numbers) {
        int padded = (10 + dictionary.length() + 1 + 63) / 64 * 64 - 10;
        byte[] text = (dictionary + " ".repeat(padded - dictionary.length() - 1) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return little(10 + padded + numbers.length).put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) padded).put(text).put(numbers).array();
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = little(4 * values.length);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    static byte[] deflated(byte[] file) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(file);
        deflater.finish();
        byte[] packed = new byte[file.length + file.length / 1000 + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    /** Up to a whole byte, behind which more blocks may follow. */
    static byte[] deflatedToGoOn(byte[] file) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(file);
        byte[] packed = new byte[file.length + file.length / 1000 + 64];
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] toBytes() {
        int[] offsets = new int[members.size()];
        ByteBuffer bytes = little(1000 + before.length + beforeDirectory.length + afterDirectory.length + after.length
                + members.stream().mapToInt(m -> m.packed.length + 4 * m.name.length() + 4 * m.localName.length() + m.extra.length
                        + m.localExtra.length + m.behind.length + m.comment.length + 100).sum());
        bytes.put(before);
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = bytes.position();
            putLocal(bytes, members.get(i));
        }
        bytes.put(beforeDirectory);
        int begin = bytes.position();
        for (int i = 0; i < offsets.length; i++) {
            putCentral(bytes, members.get(i), offsets[i]);
        }
        bytes.put(afterDirectory);
        int length = bytes.position() - begin - afterDirectory.length;
        int files = count < 0 ? offsets.length : count;
        bytes.putInt(0x06054b50).putShort((short) disk).putShort((short) 0).putShort((short) files).putShort((short) files)
                .putInt(length + directoryGrown).putInt(begin + directoryMoved).putShort((short) commentLength).put(after);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void putLocal(ByteBuffer bytes, Member m) {
        byte[] name = m.localName.getBytes(StandardCharsets.UTF_8);
        bytes.putInt(0x04034b50).putShort((short) 20).putShort((short) m.localFlags).putShort((short) m.method).putInt(0)
                .putInt(m.localCrc).putInt((int) m.localPackedSize).putInt((int) m.localSize).putShort((short) name.length)
                .putShort((short) m.localExtra.length).put(name).put(m.localExtra).put(m.packed).put(m.behind);
    }

    private static void putCentral(ByteBuffer bytes, Member m, int offset) {
        byte[] name = m.name.getBytes(StandardCharsets.UTF_8);
        bytes.putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort((short) m.flags).putShort((short) m.method)
                .putInt(0).putInt(m.crc).putInt((int) m.packedSize).putInt((int) m.size).putShort((short) name.length)
                .putShort((short) m.extra.length).putShort((short) m.comment.length).putShort((short) m.disk).putShort((short) 0)
                .putInt(0).putInt(m.offset == null ? offset : m.offset).put(name).put(m.extra).put(m.comment);
    }
}
