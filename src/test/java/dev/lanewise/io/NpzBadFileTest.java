package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.io.NpzBuilder.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.lanewise.io.NpzBuilder.floats;
import static dev.lanewise.io.NpzBuilder.npy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Archives that must be refused, each for its own reason. */
class NpzBadFileTest {
    @TempDir
    Path folder;

    static Stream<Arguments> badFiles() {
        return Stream.of(badEnds(), badDirectories(), badHeaders(), badBytes(), badArrays(), badNetworks()).flatMap(files -> files);
    }

    private static Stream<Arguments> badEnds() {
        return Stream.of(
                whole("empty file", new byte[0], "must end with the 22 bytes"),
                whole("21 bytes", new byte[21], "must end with the 22 bytes"),
                whole("22 zeros", new byte[22], "must end with the 22 bytes"),
                bad("a byte after the end", b -> b.after = new byte[1], "must end with the 22 bytes"),
                bad("a comment", b -> { b.after = "hello".getBytes(StandardCharsets.US_ASCII); b.commentLength = 5; }, "without a comment"),
                bad("a comment that is not there", b -> b.commentLength = 5, "without a comment"),
                bad("a second disk", b -> b.disk = 1, "plain archives in one piece"),
                bad("a count too low", b -> b.count = 1, "something between the directory and its end"),
                bad("a count too high", b -> b.count = 3, "an entry of the directory should begin"),
                bad("a count of 65535", b -> b.count = 0xffff, "of up to 65,534 files"),
                bad("a count of 65534", b -> b.count = 0xfffe, "holds 65534 files, which take 6000 bytes of memory each and outgrow"),
                bad("a directory size too large", b -> b.directoryGrown = 4, "which does not end here"),
                bad("a directory size of 4 GiB", b -> b.directoryGrown = -1 - 114, "which does not end here"),
                bad("a directory before the file", b -> { b.directoryMoved = -10; b.directoryGrown = 10; }, "an entry of the directory should begin"),
                bad("a directory beyond the file", b -> b.directoryMoved = 1000, "which does not end here"),
                whole("no files", new NpzBuilder().toBytes(), "holds no tensor"));
    }

    private static Stream<Arguments> badDirectories() {
        return Stream.of(
                bad("the same name twice", b -> { b.member(1).name = "0.weight.npy"; b.member(1).localName = "0.weight.npy"; }, "\"0.weight.npy\" stands there twice"),
                bad("a name marked as UTF-8 that is none", b -> { b.member(0).flags = 0x800; b.member(0).localFlags = 0x800; }, raw -> raw[raw.length - 22 - 114 + 46] = (byte) 0xff, "neither ASCII nor"),
                bad("a name that is not ASCII and not marked", b -> { b.member(0).name = "\u00e9.0.weight.npy"; b.member(0).localName = "\u00e9.0.weight.npy"; }, "neither ASCII nor"),
                bad("an encrypted file", b -> { b.member(0).flags = 1; b.member(0).localFlags = 1; }, "encrypted or of a kind"),
                bad("a masked directory", b -> { b.member(0).flags = 1 << 13; b.member(0).localFlags = 1 << 13; }, "has the flags 0x2000"),
                bad("packed by bzip2", b -> b.member(0).method = 12, "is packed by method 12"),
                bad("deflated with 64 kB", b -> b.member(0).method = 9, "is packed by method 9"),
                bad("a comment on a file", b -> b.member(0).comment = new byte[1], "has a comment"),
                bad("a file on a second disk", b -> b.member(0).disk = 1, "has a comment"),
                bad("a file in the directory", b -> b.member(1).offset = 400, "which is not in front of the directory"),
                bad("a file beyond 4 GiB", b -> b.member(1).offset = -1, "which is not in front of the directory"),
                bad("two entries for one file", b -> b.member(1).offset = 0, "should begin"),
                bad("a file one byte late", b -> b.member(0).offset = 1, "without hole or overlap"),
                bad("bytes before the first file", b -> b.before = new byte[4], "here the next file should begin"),
                bad("bytes between the files", b -> b.member(0).behind = new byte[4], "other sizes or another checksum"),
                bad("bytes before the directory", b -> b.beforeDirectory = new byte[4], "other sizes or another checksum"),
                bad("bytes after the directory", b -> b.afterDirectory = new byte[4], "which does not end here"),
                bad("bytes in the directory", b -> { b.afterDirectory = new byte[4]; b.directoryGrown = 4; }, "something between the directory and its end"),
                bad("an unknown extra field", b -> b.member(0).extra = new byte[] {1, 2, 0, 0}, "the extra field 0x201 of 0 bytes is not read"),
                bad("a second name in an extra field", b -> b.member(0).localExtra = new byte[] {0x75, 0x70, 0, 0}, "the extra field 0x7075"),
                bad("another directory where Python looks for one", b -> b.member(1).extra = extra(0x7875, 'P', 'K', 6, 7, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0), "programs look for another one"),
                bad("another directory within a time", b -> b.member(1).extra = extra(0x5455, new byte[100]), "the extra field 0x5455 of 100 bytes is not read here, but of at most 13"),
                bad("a file within a time", b -> b.member(0).localExtra = extra(0x5455, new byte[100]), "the extra field 0x5455 of 100 bytes"),
                bad("a time of 14 bytes", b -> b.member(0).localExtra = extra(0x5455, new byte[14]), "the extra field 0x5455 of 14 bytes"),
                bad("times of NTFS of 33 bytes", b -> b.member(0).localExtra = extra(0x000a, new byte[33]), "the extra field 0xa of 33 bytes"),
                bad("an old time of 13 bytes", b -> b.member(0).localExtra = extra(0x5855, new byte[13]), "the extra field 0x5855 of 13 bytes"),
                bad("an owner of 25 bytes", b -> b.member(0).extra = extra(0x7875, new byte[25]), "the extra field 0x7875 of 25 bytes"),
                bad("times of 132 bytes in all", b -> b.member(0).extra = NpzBuilder.little(132).putInt(0x5455).putInt(0x5455).array(), "has 132 bytes of extra fields, more than 128"),
                bad("64-bit sizes twice", b -> { maxSizes(b.member(0)); b.member(0).localExtra = Arrays.copyOf(zip64(152, 152), 40); System.arraycopy(zip64(152, 152), 0, b.member(0).localExtra, 20, 20); }, "the extra field 0x1"),
                named("a name that Python cuts", "0.weight.npy\0.0.weight.npy", "the name \"0.weight.npy\\u0000.0.weight.npy\" has control characters"),
                named("a name with an escape", "\u001b.0.weight.npy", "has control characters"),
                named("a name with a delete", "\u007f.0.weight.npy", "has control characters"),
                bad("64-bit sizes in the directory", b -> b.member(0).extra = zip64(152, 152), "the extra field 0x1 of 16 bytes is not read"),
                bad("an extra field cut off", b -> b.member(0).extra = new byte[3], "reaches beyond those of its file"),
                bad("an extra field too long", b -> b.member(0).extra = new byte[] {0x55, 0x54, 1, 0}, "reaches beyond those of its file"),
                bad("a name of 129 bytes", b -> { b.member(0).name = "x".repeat(116) + "0.weight.npy" + "."; b.member(0).localName = b.member(0).name; }, "has 129 bytes, more than 128"),
                bad("a name longer than the directory", b -> { }, raw -> raw[raw.length - 22 - 114 + 58 + 29] = 1, "reaches beyond the directory"));
    }

    private static Stream<Arguments> badHeaders() {
        return Stream.of(
                bad("another name in front", b -> b.member(0).localName = "1.weight.npy", "another name, method or flags"),
                bad("other flags in front", b -> b.member(0).localFlags = 2, "another name, method or flags"),
                bad("another method in front", b -> { }, raw -> raw[8] = 8, "another name, method or flags"),
                bad("another checksum in front", b -> b.member(0).localCrc ^= 1, "other sizes or another checksum"),
                bad("another size in front", b -> b.member(0).localSize++, "other sizes or another checksum"),
                bad("another packed size in front", b -> b.member(0).localPackedSize--, "other sizes or another checksum"),
                bad("no mark in front", b -> { }, raw -> raw[0] = 'Q', "the header of a file should begin"),
                bad("a name as long as the file", b -> { }, raw -> raw[27] = 1, "a longer header"),
                bad("64-bit sizes and others", b -> b.member(0).localExtra = zip64(152, 152), "sizes given twice"),
                bad("64-bit sizes that lie", b -> { maxSizes(b.member(0)); b.member(0).localExtra = zip64(152, -1); }, "other sizes or another checksum"),
                bad("64-bit sizes that are not there", b -> maxSizes(b.member(0)), "other sizes or another checksum"),
                bad("64-bit sizes cut short", b -> { maxSizes(b.member(0)); b.member(0).localExtra = Arrays.copyOf(new byte[] {1, 0, 8, 0}, 12); }, "the extra field 0x1"),
                bad("sizes behind that are not there", b -> { b.member(0).flags = 8; b.member(0).localFlags = 8; }, "other sizes or another checksum"),
                bad("sizes behind that differ", b -> b.member(0).followed(true, false).behind[8] ^= 1, "other sizes or another checksum"),
                bad("a checksum behind that differs", b -> b.member(0).followed(false, true).behind[0] ^= 1, "other sizes or another checksum"),
                bad("another mark behind", b -> b.member(0).followed(true, true).behind[0] ^= 1, "other sizes or another checksum"),
                bad("sizes behind and others in front", b -> b.member(0).followed(true, false).localSize = 7, "other sizes or another checksum"));
    }

    private static Stream<Arguments> badBytes() {
        return Stream.of(
                bad("stored in fewer bytes than its size", b -> both(b.member(0), 1000), "is stored as it is, but in 152 bytes and of size 1000"),
                deflated("a size that lies", b -> both(b.member(0), 1000), "their number or checksum differs"),
                deflated("a size one too small", b -> both(b.member(0), 151), "their number or checksum differs"),
                deflated("a size of 4 GiB", b -> both(b.member(0), 0xffff_ffffL), "inflates to 4294967295 bytes, with which the arrays outgrow 1000000 bytes and three times the file"),
                deflated("a bomb", b -> b.replace(0, npy("<f4", false, "2, 2000000", new byte[16_000_000])), "inflates to 16000128 bytes, with which the arrays outgrow"),
                bad("forty heads of 4 kB", b -> { for (int i = 4; i < 44; i++) { b.array(i + ".weight", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }" + " ".repeat(3900), new byte[16]), true); } }, "has a head of 4032 bytes, with which the arrays outgrow"),
                deflated("a bomb that says it is small", b -> { b.replace(0, npy("<f4", false, "2, 2000000", new byte[16_000_000])); both(b.member(0), 152); }, "their number or checksum differs"),
                bad("a number changed", b -> { }, raw -> raw[190] ^= 1, "their number or checksum differs"),
                deflated("a deflated byte changed", b -> { }, raw -> raw[60] ^= 1, ""),
                deflated("no deflated bytes", b -> packed(b.member(0), new byte[0]), "the file ends within its header"),
                deflated("deflated bytes cut off", b -> packed(b.member(0), Arrays.copyOf(b.member(0).packed, b.member(0).packed.length - 1)), ""),
                deflated("bytes behind the deflated ones", b -> packed(b.member(0), Arrays.copyOf(b.member(0).packed, b.member(0).packed.length + 1)), "do not end where the directory has it"),
                deflated("no deflated bytes but others", b -> packed(b.member(0), new byte[] {-1, -1, -1, -1}), "the file ends within its header"));
    }

    private static Stream<Arguments> badArrays() {
        byte[] six = floats(1, 2, 3, 4, 5, 6);
        return Stream.of(
                array("no array at all", "hello".getBytes(StandardCharsets.US_ASCII), "byte 5 of the array: the file ends within its header"),
                array("another mark", "hello, this is no array".getBytes(StandardCharsets.US_ASCII), "does not start like a NumPy array"),
                array("version 4.0", changed(6, 4), "version 4.0 of the NumPy format is unknown"),
                array("version 1.1", changed(7, 1), "version 1.1 of the NumPy format is unknown"),
                array("a head of 64 kB", changed(9, 255), "more than 4096"),
                array("a head beyond the array", changed(9, 2), "ends within its header"),
                array("a head without its end", changed(127, ' '), "does not end with a line feed"),
                array("integers", npy("<i4", false, "2, 3", six), "its numbers are of type \"<i4\""),
                array("big-endian floats", npy(">f4", false, "2, 3", six), "type \">f4\""),
                array("objects", npy("|O", false, "2, 3", six), "type \"|O\""),
                array("quadruples", npy("<f16", false, "2, 3", six), "type \"<f16\""),
                array("structures", npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), }", six), "its elements are structures"),
                array("too few numbers", npy("<f4", false, "2, 4", six), "do not take the 24 bytes"),
                array("too many numbers", npy("<f4", false, "2, 2", six), "do not take the 24 bytes"),
                array("a type of twice the size", npy("<f8", false, "2, 3", six), "do not take the 24 bytes"),
                array("a product that wraps", npy("<f4", false, "4294967296, 4294967296, 2, 3", six), "do not take the 24 bytes"),
                array("a size of 10^18", npy("<f4", false, "1000000000000000000, 3", six), "a whole number below 10^18"),
                array("a negative size", npy("<f4", false, "-2, -3", six), "a whole number below 10^18"),
                array("nine sizes", npy("<f4", false, "1, ".repeat(8) + "1", six), "more than 8 sizes"),
                array("two shapes", npy("{'descr': '<f4', 'shape': (2, 3), 'fortran_order': False, 'shape': (3, 2), }", six), "the key shape stands there twice"),
                array("no shape", npy("{'descr': '<f4', 'fortran_order': False, }", six), "the header needs descr, fortran_order and shape"),
                array("code for a shape", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1+1, 3), }", six), "expected , here"),
                array("text that forges a log line", npy("{'descr': '<f\n', 'fortran_order': False, 'shape': (2, 3), }", six), "\"<f\\u000a\""));
    }

    private static Stream<Arguments> badNetworks() {
        return Stream.of(
                named("no array by its name", "0.weight", "is no array as numpy.savez names it"),
                named("a path", "../0.weight.npy", "is no array as numpy.savez names it"),
                named("an absolute path", "/0.weight.npy", "is no array as numpy.savez names it"),
                named("a path of another system", "c:\\0.weight.npy", "is no array as numpy.savez names it"),
                named("a kernel of Keras", "dense/kernel:0.npy", "the transposed kernels"),
                named("NumPy's own names", "arr_0.npy", "tensor \"arr_0\": cannot be put in order"),
                named("a name without number", "fc.weight.npy", "its prefix is"),
                named("another prefix", "fc0.weight.npy", "its prefix is"),
                array("a kernel that is not transposed", npy("<f4", false, "3, 2", floats(1, 2, 3, 4, 5, 6)), "a bias must have the shape [3]"),
                array("weights of one dimension", npy("<f4", false, "6,", floats(1, 2, 3, 4, 5, 6)), "must have two dimensions, [units, inputs], not 1"),
                array("weights of no dimension", npy("<f4", false, "", floats(1)), "not 0"),
                array("no inputs", npy("<f4", false, "2, 0", new byte[0]), "at least 1 unit and 1 input"),
                array("no inputs of 2^31 units", npy("<f4", false, "2147483648, 0", new byte[0]), "is above 2^31-1"),
                bad("a bias alone", b -> b.members.removeFirst(), "a bias without its weight"),
                bad("an array beside", b -> b.array("0.running_mean", npy("<f4", false, "2,", floats(1, 2)), false), "cannot be put in order"),
                bad("layers that do not chain", b -> b.array("1.weight", npy("<f4", false, "1, 3", floats(1, 2, 3)), false), "inputs=3 does not match units=2"));
    }

    private static byte[] changed(int at, int value) {
        byte[] npy = npy("<f4", false, "2, 3", floats(1, 2, 3, 4, 5, 6));
        npy[at] = (byte) value;
        return npy;
    }

    private static byte[] zip64(long size, long packed) {
        return NpzBuilder.little(20).putShort((short) 1).putShort((short) 16).putLong(size).putLong(packed).array();
    }

    private static byte[] extra(int id, int... data) {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return extra(id, bytes);
    }

    private static byte[] extra(int id, byte[] data) {
        return NpzBuilder.little(4 + data.length).putShort((short) id).putShort((short) data.length).put(data).array();
    }

    private static void maxSizes(Member member) {
        member.localSize = -1;
        member.localPackedSize = -1;
    }

    private static void both(Member member, long size) {
        member.size = size;
        member.localSize = size;
    }

    private static void packed(Member member, byte[] packed) {
        member.packed = packed;
        member.packedSize = packed.length;
        member.localPackedSize = packed.length;
    }

    private static Arguments bad(String name, Consumer<NpzBuilder> change, String message) {
        return bad(name, change, raw -> { }, message);
    }

    private static Arguments bad(String name, Consumer<NpzBuilder> change, Consumer<byte[]> afterwards, String message) {
        return built(name, NpzBuilder.good(false), change, afterwards, message);
    }

    private static Arguments deflated(String name, Consumer<NpzBuilder> change, String message) {
        return deflated(name, change, raw -> { }, message);
    }

    private static Arguments deflated(String name, Consumer<NpzBuilder> change, Consumer<byte[]> afterwards, String message) {
        return built("deflated: " + name, NpzBuilder.good(true), change, afterwards, message);
    }

    private static Arguments built(String name, NpzBuilder builder, Consumer<NpzBuilder> change, Consumer<byte[]> afterwards, String message) {
        change.accept(builder);
        byte[] bytes = builder.toBytes();
        afterwards.accept(bytes);
        return whole(name, bytes, message);
    }

    private static Arguments array(String name, byte[] npy, String message) {
        return bad(name, b -> b.replace(0, npy), message);
    }

    private static Arguments named(String name, String member, String message) {
        return bad(name, b -> { b.member(0).name = member; b.member(0).localName = member; }, message);
    }

    private static Arguments whole(String name, byte[] file, String message) {
        return Arguments.of(name, file, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void isRefusedForItsReason(String name, byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad.npz"), bytes);
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> Npz.read(file, Activation.RELU));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertEquals(file.toString(), e.file());
        HostileFiles.assertSafeToLog(e);
        assertEquals(null, HostileFiles.read(bytes, archive -> Npz.read(archive, "bad.npz", Activation.RELU), name), "in its limits");
    }
}
