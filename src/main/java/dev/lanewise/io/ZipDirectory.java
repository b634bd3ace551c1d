package dev.lanewise.io;

import dev.lanewise.internal.format.Account;
import dev.lanewise.internal.format.Quote;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The table of a zip archive. It says everything twice, in a directory at the end and in front of each file, and programs
 * differ in which they believe: {@link java.util.zip.ZipFile} reads the one, {@link java.util.zip.ZipInputStream} the other.
 * Here both must say the same, and the files must lie one after another from the first byte to the directory, so that no
 * two programs see different arrays in one archive.
 *
 * <p>Layout by APPNOTE.TXT 6.3.10 of PKWARE, section 4.3. Read is what NumPy, Python and Java write: files stored or
 * deflated, sizes in front of a file or behind it, also as 64-bit numbers; refused are archives of 2 GiB and more, comments,
 * encryption, and extra fields that could give a file a second name or size.
 */
final class ZipDirectory {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int END = 0x06054b50;

    /** Of an archive with 64-bit sizes, before the end: Python follows it whatever the end says. */
    private static final int LOCATOR = 0x07064b50;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;

    /** In bytes. Names of PyTorch are shorter, and every one is held: in two bytes a character, and in parts again. */
    private static final int LONGEST_NAME = 128;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /** Bits 1 and 2 tell how hard was packed, 3 that sizes follow the file, 11 that the name is UTF-8. */
    private static final int KNOWN_FLAGS = 0b1000_0000_1110;
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final int UTF_8 = 1 << 11;

    private static final int ZIP64 = 0x0001;

    /** Of one file, all of those below and the 64-bit sizes. Much more could hold a directory, or headers of files. */
    private static final int MOST_EXTRA_BYTES = 128;

    private final String file;
    private final ByteBuffer bytes;
    private final int length;

    private ZipDirectory(String file, byte[] archive) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        this.length = archive.length;
    }

    /**
     * The files of an archive, in the order of their bytes.
     *
     * @param file for messages
     * @param account that pays for each
     * @param bytesEach of memory
     */
    static List<ZipMember> read(String file, byte[] archive, Account account, int bytesEach) {
        return new ZipDirectory(file, archive).members(account, bytesEach);
    }

    private List<ZipMember> members(Account account, int bytesEach) {
        int end = length - END_BYTES;
        if (end < 0 || bytes.getInt(end) != END || bytes.getShort(end + 20) != 0) {
            throw refusal(Math.max(0, end), "a zip archive must end with the " + END_BYTES + " bytes of its directory's end,"
                    + " without a comment; the file is cut off or has something after it, get it again");
        }
        if (end >= LOCATOR_BYTES && bytes.getInt(end - LOCATOR_BYTES) == LOCATOR) {
            throw refusal(end - LOCATOR_BYTES, "here, before the directory's end, is where programs look for another one with"
                    + " 64-bit sizes; only plain archives of up to 2 GiB are read: save the arrays with numpy.savez");
        }
        int count = u16(end + 10);
        long size = u32(end + 12);
        long begin = u32(end + 16);
        if (bytes.getInt(end + 4) != 0 || u16(end + 8) != count || count == 0xffff || begin + size != end) {
            throw refusal(end, "the directory's end tells of " + count + " files in a directory of " + size
                    + " bytes from byte " + begin + " on, which does not end here; only plain archives in one piece are read,"
                    + " of up to 65,534 files and 2 GiB");
        }
        if (!account.takes((long) bytesEach * count)) {
            throw refusal(end, "holds " + count + " files, which take " + bytesEach + " bytes of memory each and outgrow "
                    + Account.RULE + "; collapse() the network, or make its layers wider");
        }
        List<Listed> listed = listed((int) begin, end, count);
        listed.sort(Comparator.comparingInt(Listed::at));
        List<ZipMember> members = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            int next = i + 1 < count ? listed.get(i + 1).at() : (int) begin;
            if (listed.get(i).at() != at) {
                throw refusal(at, "here the next file should begin, but the directory has it at byte " + listed.get(i).at()
                        + "; files must follow each other without hole or overlap");
            }
            members.add(new Local(listed.get(i), next).member());
            at = next;
        }
        if (at != begin) {
            throw refusal(at, "here the directory should begin; the archive hides bytes");
        }
        return members;
    }

    /** A file as the directory has it; {@code header} is where that entry stands. */
    private record Listed(int header, String name, int flags, int method, int crc, long packed, long size, int at) {}

    private List<Listed> listed(int begin, int end, int count) {
        List<Listed> listed = new ArrayList<>(count);
        Set<String> names = new HashSet<>();
        int at = begin;
        for (int i = 0; i < count; i++) {
            if (end - at < CENTRAL_BYTES || bytes.getInt(at) != CENTRAL) {
                throw refusal(at, "here an entry of the directory should begin; the archive is damaged, get it again");
            }
            int nameBytes = u16(at + 28);
            int extraBytes = u16(at + 30);
            if (end - at - CENTRAL_BYTES < nameBytes + extraBytes) {
                throw refusal(at, "this entry of the directory reaches beyond the directory");
            }
            Listed entry = entry(at, nameBytes, begin);
            if (!names.add(entry.name())) {
                throw refusal(at, "the name " + Quote.ascii(entry.name()) + " stands there twice; give each array its own");
            }
            checkExtras(at + CENTRAL_BYTES + nameBytes, extraBytes, false);
            listed.add(entry);
            at += CENTRAL_BYTES + nameBytes + extraBytes;
        }
        if (at != end) {
            throw refusal(at, "there is something between the directory and its end");
        }
        return listed;
    }

    private Listed entry(int at, int nameBytes, int begin) {
        int flags = u16(at + 8);
        int method = u16(at + 10);
        long offset = u32(at + 42);
        if (nameBytes > LONGEST_NAME) {
            throw refusal(at, "the name of a file has " + nameBytes + " bytes, more than " + LONGEST_NAME
                    + "; name arrays as in 0.weight");
        }
        String name = name(at + CENTRAL_BYTES, nameBytes, flags);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw refusal(at, "the file " + Quote.ascii(name) + " has the flags 0x" + Integer.toHexString(flags)
                    + ", encrypted or of a kind that is not read; save it with numpy.savez");
        }
        if (method != STORED && method != DEFLATED) {
            throw refusal(at, "the file " + Quote.ascii(name) + " is packed by method " + method
                    + "; stored (0) and deflated (8) are read: save it with numpy.savez or numpy.savez_compressed");
        }
        if (u16(at + 32) != 0 || u16(at + 34) != 0 || offset > begin - LOCAL_BYTES) {
            throw refusal(at, "the file " + Quote.ascii(name) + " has a comment, or is said to begin at byte " + offset
                    + ", which is not in front of the directory");
        }
        return new Listed(at, name, flags, method, bytes.getInt(at + 16), u32(at + 20), u32(at + 24), (int) offset);
    }

    /** Without the flag for UTF-8 a name is in a code page that depends on the program; at a zero, Python cuts it. */
    private String name(int at, int count, int flags) {
        try {
            CharBuffer name = StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(at, count));
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw refusal(at, "the name " + Quote.ascii(name.toString()) + " has control characters; name arrays as in"
                        + " 0.weight");
            }
            if ((flags & UTF_8) != 0 || name.chars().allMatch(c -> c < 128)) {
                return name.toString();
            }
        } catch (CharacterCodingException e) {
            // refused below
        }
        throw refusal(at, "the name of a file is neither ASCII nor marked and valid UTF-8; name arrays as in 0.weight");
    }

    /** The bytes that times and owners take at most, of NTFS and three of Info-ZIP's; 0 for other fields. */
    private static int mostBytes(int extra) {
        return switch (extra) {
            case 0x000a -> 32;
            case 0x5455 -> 13;
            case 0x5855 -> 12;
            case 0x7875 -> 24;
            default -> 0;
        };
    }

    /**
     * Walks the extra fields.
     *
     * @return where the 64-bit sizes are, or -1
     */
    private int checkExtras(int begin, int count, boolean isZip64Allowed) {
        int zip64 = -1;
        if (count > MOST_EXTRA_BYTES) {
            throw refusal(begin, "a file has " + count + " bytes of extra fields, more than " + MOST_EXTRA_BYTES
                    + "; save the arrays with numpy.savez");
        }
        int end = begin + count;
        int at = begin;
        while (at < end) {
            int size = end - at < 4 ? count : u16(at + 2);
            if (size > end - at - 4) {
                throw refusal(at, "this extra field reaches beyond those of its file");
            }
            int id = u16(at);
            if (id == ZIP64 && isZip64Allowed && zip64 < 0 && size == 16) {
                zip64 = at + 4;
            } else if (mostBytes(id) == 0 || size > mostBytes(id)) {
                throw refusal(at, "the extra field 0x" + Integer.toHexString(id) + " of " + size + " bytes is not read here"
                        + (mostBytes(id) == 0 ? "" : ", but of at most " + mostBytes(id)) + "; save the arrays with numpy.savez");
            }
            at += 4 + size;
        }
        return zip64;
    }

    /** A file as it lies in the archive, up to the next one. */
    private final class Local {
        private final Listed listed;
        private final int next;
        private final int at;

        Local(Listed listed, int next) {
            this.listed = listed;
            this.next = next;
            this.at = listed.at();
        }

        /** The file, once both places agree. */
        ZipMember member() {
            if (next - at < LOCAL_BYTES || bytes.getInt(at) != LOCAL) {
                throw refusal(at, "here the header of a file should begin; the archive is damaged, get it again");
            }
            int nameBytes = u16(at + 26);
            int extraBytes = u16(at + 28);
            if (next - at - LOCAL_BYTES < nameBytes + extraBytes) {
                throw differs("a longer header");
            }
            int listedName = listed.header() + CENTRAL_BYTES;
            if (u16(at + 6) != listed.flags() || u16(at + 8) != listed.method() || !bytes.slice(at + LOCAL_BYTES, nameBytes)
                    .equals(bytes.slice(listedName, u16(listed.header() + 28)))) {
                throw differs("another name, method or flags");
            }
            int zip64 = checkExtras(at + LOCAL_BYTES + nameBytes, extraBytes, true);
            int begin = at + LOCAL_BYTES + nameBytes + extraBytes;
            int behind = checkSizes(zip64, next - begin);
            return new ZipMember(listed.name(), listed.method() == DEFLATED, begin, next - begin - behind, listed.size(),
                    listed.crc());
        }

        /** Compares the sizes in front of the file or behind it; gives the bytes behind it. */
        private int checkSizes(int zip64, int there) {
            boolean isFollowed = (listed.flags() & SIZES_FOLLOW) != 0;
            long packed = u32(at + 18);
            long size = u32(at + 22);
            if (zip64 >= 0) {
                if (packed != 0xffff_ffffL || size != 0xffff_ffffL) {
                    throw differs("sizes given twice");
                }
                size = bytes.getLong(zip64);
                packed = bytes.getLong(zip64 + 8);
            }
            boolean isEmpty = bytes.getInt(at + 14) == 0 && packed == 0 && size == 0;
            boolean isSame = bytes.getInt(at + 14) == listed.crc() && packed == listed.packed() && size == listed.size();
            long behind = there - listed.packed();
            if (isFollowed ? !isEmpty && !isSame || !isDescriptor(behind) : !isSame || behind != 0) {
                throw differs("other sizes or another checksum");
            }
            return (int) behind;
        }

        /** Checksum, packed size and size, of four bytes or the sizes of eight, with a mark before them or without. */
        private boolean isDescriptor(long count) {
            if (count != 12 && count != 16 && count != 20 && count != 24) {
                return false;
            }
            boolean isMarked = count % 8 == 0;
            boolean isLong = count >= 20;
            int begin = next - (int) count;
            int crc = begin + (isMarked ? 4 : 0);
            long packed = isLong ? bytes.getLong(crc + 4) : u32(crc + 4);
            long size = isLong ? bytes.getLong(crc + 12) : u32(crc + 8);
            return (!isMarked || bytes.getInt(begin) == DESCRIPTOR) && bytes.getInt(crc) == listed.crc()
                    && packed == listed.packed() && size == listed.size();
        }

        private ModelFormatException differs(String what) {
            return refusal(at, "the header of a file tells " + what + " than the directory, where it is "
                    + Quote.ascii(listed.name()) + "; the archive is damaged, or made to look different to different programs");
        }
    }

    private int u16(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private ModelFormatException refusal(int at, String why) {
        return new ModelFormatException(file, "byte " + at, why);
    }
}
