package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.Network;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.lanewise.io.Samples.entry;
import static dev.lanewise.io.Samples.file;
import static dev.lanewise.io.Samples.metadata;
import static dev.lanewise.io.Samples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Files that must be refused, each for its own reason, and whatever else a file may hold. */
class SafetensorsBadFileTest {
    private static final String RELU = metadata("relu");
    private static final String WEIGHT = entry("0.weight", "F32", "1,1", "0,4");
    private static final String LF = "\\n"; // escaped in JSON

    @TempDir
    Path folder;

    static Stream<Arguments> badFiles() {
        return Stream.of(badLengths(), badText(), badStructure(), badNumbers(), badOffsets(), badNetworks(), badActivations())
                .flatMap(files -> files);
    }

    private static Stream<Arguments> badLengths() {
        byte[] good = object(RELU, WEIGHT).getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                bad("empty file", new byte[0], ""),
                bad("seven bytes", new byte[7], ""),
                bad("length alone", file(0, new byte[0], new byte[0]), "must start with {"),
                bad("length zero", file(0, good, new byte[4]), "must start with {"),
                bad("length one too few", file(good.length - 1, good, new byte[4]), "not strict JSON"),
                bad("length one too many", file(good.length + 1, good, new byte[4]), ""),
                bad("length 2^31", file(1L << 31, good, new byte[4]), "header length 2147483648 is more than"),
                bad("length 2^32 + the right one", file((1L << 32) + good.length, good, new byte[4]), "is more than the"),
                bad("length -1", file(-1, good, new byte[4]), "header length 18446744073709551615 is more than"),
                bad("length Long.MIN_VALUE + the right one", file(Long.MIN_VALUE + good.length, good, new byte[4]), "is more than"),
                bad("length 16 MiB + 1", file((16 << 20) + 1, new byte[100], new byte[0]), "is more than the"));
    }

    private static Stream<Arguments> badText() {
        return Stream.of(
                bad("space before the brace", " " + object(RELU, WEIGHT), 4, "must start with {"),
                bad("byte order mark", "\uFEFF" + object(RELU, WEIGHT), 4, "must start with {"),
                bad("array", "[1]", 0, "must start with {"),
                bad("UTF-16", file(object(RELU, WEIGHT).getBytes(StandardCharsets.UTF_16LE), 4), "not strict JSON"),
                bad("UTF-8 stray byte", latin1(object(RELU, entry("é.0.weight", "F32", "1,1", "0,4"))), "byte 48: the header is not valid UTF-8"),
                bad("UTF-8 overlong", latin1(object(RELU, entry("\u00c0\u00ae0.weight", "F32", "1,1", "0,4"))), "not valid UTF-8"),
                bad("UTF-8 surrogate", latin1(object(RELU, entry("\u00ed\u00a0\u0080.0.weight", "F32", "1,1", "0,4"))), "not valid UTF-8"),
                bad("half a character in a value", object(metadata("relu").replace("}", ",\"a\":\"b\\\\ud83d\\ud83d\"}"), WEIGHT), 4, "byte 65: before this byte the header has an escape for half"),
                bad("second half of a character in a value", object(metadata("relu").replace("}", ",\"a\":\"\\uD83D\\uDE00\\uDE00\"}"), WEIGHT), 4, "escape for half a character alone"),
                bad("half a character in a key", object(metadata("relu").replace("}", ",\"\\ud800b\":\"\"}"), WEIGHT), 4, "escape for half a character alone"),
                bad("half a character before another escape", object(metadata("relu").replace("}", ",\"\\ud800\\n\":\"\"}"), WEIGHT), 4, "escape for half a character alone"),
                bad("half a character in the name of a tensor", object(RELU, WEIGHT.replace("0.weight", "\\udc000.weight")), 4, "escape for half a character alone"),
                bad("UTF-8 cut at the end", latin1(object(RELU, WEIGHT) + "\u00c3"), "not valid UTF-8"),
                bad("comment", object(RELU, "/* */" + WEIGHT), 4, "not strict JSON"),
                bad("single quotes", "{'0.weight':{}}", 0, "not strict JSON"),
                bad("bare name", "{a:1}", 0, "not strict JSON"),
                bad("trailing comma", "{" + RELU + "," + WEIGHT + ",}", 4, "not strict JSON"),
                bad("control character in a string", object(RELU, WEIGHT.replace("F32", "F\n32")), 4, "not strict JSON"),
                bad("not closed", "{" + RELU + "," + WEIGHT, 4, "not strict JSON"),
                bad("zeros as padding", object(RELU, WEIGHT) + "\0\0", 4, "not strict JSON"),
                bad("form feed as padding", object(RELU, WEIGHT) + "\f", 4, "not strict JSON"),
                bad("two documents", object(RELU, WEIGHT) + "{}", 4, "after the closing }"),
                bad("number after the document", object(RELU, WEIGHT) + " 1", 4, "after the closing }"),
                bad("too deep", "{\"0.weight\":{\"shape\":[[[[[[1]]]]]]}}", 0, ""),
                bad("deep metadata", "{\"__metadata__\":" + "{\"a\":".repeat(100_000) + "}", 0, "\"a\" must be a string"));
    }

    private static Stream<Arguments> badStructure() {
        return Stream.of(
                bad("duplicate tensor", object(RELU, WEIGHT, WEIGHT), 4, "Duplicate field '0.weight'"),
                bad("duplicate tensor, escaped", object(RELU, WEIGHT, WEIGHT.replace("0.w", "0.\\u0077")), 4, "Duplicate field '0.weight'"),
                bad("duplicate metadata", object(RELU, RELU, WEIGHT), 4, "Duplicate field '__metadata__'"),
                bad("duplicate metadata key", object("\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}", WEIGHT), 4, "Duplicate field 'a'"),
                bad("duplicate dtype", object(RELU, WEIGHT.replace("{", "{\"dtype\":\"F32\",")), 4, "Duplicate field 'dtype'"),
                bad("duplicate offsets", object(RELU, WEIGHT.replace("{", "{\"data_offsets\":[0,4],")), 4, "Duplicate field 'data_offsets'"),
                bad("unknown field", object(RELU, WEIGHT.replace("{", "{\"strides\":[1],")), 4, "tensor \"0.weight\": unknown field \"strides\""),
                bad("no dtype", object(RELU, "\"0.weight\":{\"shape\":[1,1],\"data_offsets\":[0,4]}"), 4, "lacks dtype"),
                bad("no shape", object(RELU, "\"0.weight\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}"), 4, "lacks shape"),
                bad("no offsets", object(RELU, "\"0.weight\":{\"dtype\":\"F32\",\"shape\":[1,1]}"), 4, "lacks data_offsets"),
                bad("tensor is null", object(RELU, "\"0.weight\":null"), 0, "must be an object"),
                bad("tensor is an array", object(RELU, "\"0.weight\":[]"), 0, "must be an object"),
                bad("dtype is a number", object(RELU, WEIGHT.replace("\"F32\"", "32")), 4, "dtype must be a string"),
                bad("dtype is unknown", object(RELU, WEIGHT.replace("F32", "F33")), 4, "unknown dtype \"F33\""),
                bad("dtype in small letters", object(RELU, WEIGHT.replace("F32", "f32")), 4, "unknown dtype \"f32\""),
                bad("shape is a number", object(RELU, WEIGHT.replace("[1,1]", "1")), 4, "shape must be an array"),
                bad("shape in a shape", object(RELU, WEIGHT.replace("[1,1]", "[[1]]")), 4, "in shape must be a plain integer"),
                bad("nine dimensions", object(RELU, entry("0.weight", "F32", "1" + ",1".repeat(8), "0,4")), 4, "more than 8"),
                bad("metadata is null", object("\"__metadata__\":null", WEIGHT), 4, "must be an object of strings"),
                bad("metadata holds a number", object("\"__metadata__\":{\"activations\":1}", WEIGHT), 4, "\"activations\" must be a string"));
    }

    private static Stream<Arguments> badNumbers() {
        return Stream.of("1.0", "1e0", "-1", "-0", "true", "null", "\"1\"", "{}").map(number -> bad("dimension " + number,
                object(RELU, entry("0.weight", "F32", "1," + number, "0,4")), 4, "must be a plain integer"));
    }

    private static Stream<Arguments> badOffsets() {
        return Stream.of(
                bad("dimension 01", object(RELU, entry("0.weight", "F32", "1,01", "0,4")), 4, "not strict JSON"),
                bad("dimension +1", object(RELU, entry("0.weight", "F32", "1,+1", "0,4")), 4, "not strict JSON"),
                bad("dimension NaN", object(RELU, entry("0.weight", "F32", "1,NaN", "0,4")), 4, "not strict JSON"),
                bad("offset above 2^53", object(RELU, entry("0.weight", "F32", "1,1", "0,9007199254740993")), 4, "above 2^53"),
                bad("offset 2^64 + 4", object(RELU, entry("0.weight", "F32", "1,1", "0,18446744073709551620")), 4, "above 2^53"),
                bad("offset of 10,000 digits", object(RELU, entry("0.weight", "F32", "1,1", "0," + "9".repeat(10_000))), 4, ""),
                bad("dimension 2^31", object(RELU, entry("0.weight", "F32", "0,2147483648", "0,0")), 0, "is above 2^31-1"),
                bad("product beyond long", object(RELU, entry("0.weight", "F32", "2147483647,2147483647,2147483647", "0,4")), 4, "above 2^63"),
                bad("product that wraps to 4 bytes", object(RELU, entry("0.weight", "F32", "2097152,2097152,2097152,1", "0,0")), 0, "above 2^63"),
                bad("one offset", object(RELU, entry("0.weight", "F32", "1,1", "4")), 4, "must be two numbers"),
                bad("three offsets", object(RELU, entry("0.weight", "F32", "1,1", "0,4,4")), 4, "more than 2"),
                bad("end before begin", object(RELU, entry("0.weight", "F32", "1,1", "4,0")), 4, "do not span the 4 bytes"),
                bad("span too short", object(RELU, entry("0.weight", "F32", "1,2", "0,4")), 4, "do not span the 8 bytes"),
                bad("not whole bytes", object(RELU, entry("0.weight", "F4", "1,1", "0,1")), 1, "4 bits are not whole bytes"),
                bad("starts after 0", object(RELU, entry("0.weight", "F32", "1,1", "4,8")), 8, "without hole or overlap"),
                bad("hole", object(RELU, WEIGHT, entry("0.bias", "F32", "1", "8,12")), 12, "those before it end at 4"),
                bad("overlap", object(RELU, WEIGHT, entry("0.bias", "F32", "1", "2,6")), 6, "those before it end at 4"),
                bad("same bytes twice", object(RELU, WEIGHT, entry("0.bias", "F32", "1", "0,4")), 4, "without hole or overlap"),
                bad("bytes after the last", object(RELU, WEIGHT), 5, ""),
                bad("bytes missing", object(RELU, WEIGHT), 3, ""),
                bad("bytes hidden under another type", object(RELU, entry("0.bias", "I8", "1,1", "0,1"), WEIGHT), 4, "without hole or overlap"));
    }

    private static Stream<Arguments> badNetworks() {
        String two = metadata("relu,relu");
        return Stream.of(
                bad("no tensors", "{}", 0, "holds no tensor"),
                bad("metadata only", object(RELU), 0, "holds no tensor"),
                bad("other tensor", object(RELU, WEIGHT, entry("1.running_mean", "F32", "1", "4,8")), 8, "tensor \"1.running_mean\": cannot be put in order"),
                bad("two names without number", object(two, entry("fc.weight", "F32", "1,1", "0,4"), entry("out.weight", "F32", "1,1", "4,8")), 8, "its prefix is \"out.\", but that of another tensor is \"fc.\""),
                bad("a name with number and one without", object(two, entry("fc1.weight", "F32", "1,1", "0,4"), entry("fc.weight", "F32", "1,1", "4,8")), 8, "its prefix is \"fc.\""),
                bad("two texts behind the number", object(two, entry("0.a.weight", "F32", "1,1", "0,4"), entry("1.b.weight", "F32", "1,1", "4,8")), 8, "its prefix is \"<number>.b\", but that of another tensor is \"<number>.a\""),
                bad("text behind one number only", object(two, entry("0.weight", "F32", "1,1", "0,4"), entry("1.b.weight", "F32", "1,1", "4,8")), 8, "its prefix is \"<number>.b\""),
                bad("a bias of another place", object(RELU, entry("0.a.weight", "F32", "1,1", "0,4"), entry("0.bias", "F32", "1", "4,8")), 8, "its prefix is \"<number>\""),
                bad("a number behind the number", object(RELU, entry("0.a1.b.weight", "F32", "1,1", "0,4"), entry("1.a1.b.weight", "F32", "1,1", "4,8")), 8, "its prefix is \"1.a<number>.b\""),
                bad("number with a zero ahead", object(RELU, entry("00.weight", "F32", "1,1", "0,4")), 4, "cannot be put in order"),
                bad("number beyond int", object(RELU, entry("4294967296.weight", "F32", "1,1", "0,4")), 4, "cannot be put in order"),
                bad("negative number", object(RELU, entry("-1.weight", "F32", "1,1", "0,4")), 4, "cannot be put in order"),
                bad("digits of another script", object(RELU, entry("\u0661.weight", "F32", "1,1", "0,4")), 4, "cannot be put in order"),
                bad("two prefixes", object(two, entry("a.0.weight", "F32", "1,1", "0,4"), entry("b.2.weight", "F32", "1,1", "4,8")), 8, "its prefix is \"b.<number>\", but that of another tensor is \"a.<number>\""),
                bad("prefix and none", object(two, WEIGHT, entry("b.2.weight", "F32", "1,1", "4,8")), 8, "its prefix is \"b.<number>\""),
                bad("bias without weight", object(RELU, WEIGHT, entry("2.bias", "F32", "1", "4,8")), 8, "tensor \"2.bias\": a bias without its weight"),
                bad("weight of one dimension", object(RELU, entry("0.weight", "F32", "1", "0,4")), 4, "two dimensions, [units, inputs], not 1"),
                bad("weight of three dimensions", object(RELU, entry("0.weight", "F32", "1,1,1", "0,4")), 4, "not 3"),
                bad("weight of no dimension", object(RELU, entry("0.weight", "F32", "", "0,4")), 4, "not 0"),
                bad("no units", object(RELU, entry("0.weight", "F32", "0,3", "0,0")), 0, "at least 1 unit and 1 input; the shape is [0, 3]"),
                bad("bias too long", object(RELU, WEIGHT, entry("0.bias", "F32", "2", "4,12")), 12, "a bias must have the shape [1]"),
                bad("bias of two dimensions", object(RELU, WEIGHT, entry("0.bias", "F32", "1,1", "4,8")), 8, "a bias must have the shape [1]"),
                bad("layers that do not chain", object(two, entry("0.weight", "F32", "2,1", "0,8"), entry("2.weight", "F32", "1,3", "8,20")), 20, "tensor \"2.weight\": inputs=3 does not match units=2 of \"0.weight\""),
                bad("integer weights", object(RELU, entry("0.weight", "I32", "1,1", "0,4")), 4, "weights of dtype I32 are not read"),
                bad("boolean bias", object(RELU, WEIGHT, entry("0.bias", "BOOL", "1", "4,5")), 5, "weights of dtype BOOL are not read"),
                bad("8-bit floats", object(RELU, entry("0.weight", "F8_E4M3", "1,1", "0,1")), 1, "weights of dtype F8_E4M3 are not read"));
    }

    private static Stream<Arguments> badActivations() {
        return Stream.of(
                bad("no activations", object(WEIGHT), 4, "give one per layer, as in Safetensors.read("),
                bad("too few activations", object(metadata("relu"), WEIGHT, entry("1.weight", "F32", "1,1", "4,8")), 8, "names 1 activations for 2 layers"),
                bad("too many activations", object(metadata("relu,relu"), WEIGHT), 4, "names more activations for 1 layers"),
                bad("ten thousand activations", object(metadata(",".repeat(10_000)), WEIGHT), 4, "names more activations for 1 layers"),
                bad("a longer text than its layers and slopes need", object(metadata("leakyRelu(1." + "1".repeat(74_787) + ")"), WEIGHT), 4, "\"activations\": has 74800 characters, more than 74688, 64 for each layer and 32 for each of the 2332 slopes"),
                bad("a wide character among activations", object(metadata("relu\u0100"), WEIGHT), 4, "\"activations\": has the character \"\\u0100\""),
                bad("a million activations", object(metadata(",".repeat(1_000_000)), WEIGHT), 4, "\"activations\": has more than 190528 characters, 65536 and one for every 8 bytes; give the activations as arguments"),
                bad("one slope for two units", object(metadata("prelu(1)"), entry("0.weight", "F32", "2,1", "0,8")), 8, "units=2 of layer 0 (counted from 0) does not match the activation's 1 slopes; prelu has one for each unit"),
                bad("two slopes for one unit", object(metadata(" prelu (1, 1)"), WEIGHT), 4, "units=1 of layer 0 (counted from 0) does not match the activation's 2 slopes"),
                bad("PReLU without slopes", object(metadata("prelu"), WEIGHT), 4, "\"prelu\" is no activation"),
                bad("PReLU of nothing", object(metadata("prelu()"), WEIGHT), 4, "\"prelu()\" is no activation"),
                bad("PReLU not closed", object(metadata("prelu(1"), WEIGHT), 4, "\"prelu(1\" is no activation"),
                bad("clip with three numbers", object(metadata("clip(0, 1, 2)"), WEIGHT), 4, "\"clip(0, 1, 2)\" is no activation"),
                bad("more slopes than may be", object(metadata("prelu(1" + ",1".repeat(2199) + ")"), entry("0.weight", "F16", "2200,1", "0,4400")), 4400, " slopes, more than the 20"),
                bad("unknown activation", object(metadata("swoosh"), WEIGHT), 4, "\"swoosh\" is no activation of this release"),
                bad("no name", object(metadata(""), WEIGHT), 4, "\"\" is no activation"),
                bad("clip with one number", object(metadata("clip(1)"), WEIGHT), 4, "\"clip(1)\" is no activation"),
                bad("clip the wrong way round", object(metadata("clip(1, 0)"), WEIGHT), 4, "\"clip(1, 0)\" is no activation"),
                bad("parenthesis not closed", object(metadata("clip(1,relu"), WEIGHT), 4, "\"clip(1,relu\" is no activation"),
                bad("text that forges a log line", object(metadata("relu" + LF + "INFO all is well"), WEIGHT), 4, "\"relu\\u000aINFO all is well\""));
    }

    private static byte[] latin1(String header) {
        return file(header.getBytes(StandardCharsets.ISO_8859_1), 4);
    }

    private static Arguments bad(String name, String header, int dataBytes, String message) {
        return bad(name, file(header, dataBytes), message);
    }

    private static Arguments bad(String name, byte[] file, String message) {
        return Arguments.of(name, file, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void isRefusedForItsReason(String name, byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad.safetensors"), bytes);
        ModelFormatException fromStream = assertThrows(ModelFormatException.class, () -> Samples.read(bytes));
        ModelFormatException fromFile = assertThrows(ModelFormatException.class, () -> Safetensors.read(file));
        assertTrue(fromStream.getMessage().contains(message), fromStream.getMessage());
        assertTrue(fromFile.getMessage().contains(message), fromFile.getMessage());
        assertEquals("test.safetensors", fromStream.file());
        assertEquals(file.toString(), fromFile.file());
        HostileFiles.assertSafeToLog(fromStream);
    }

    @Test
    void whatDependsOnTheSizeIsSaidForFiles() throws IOException {
        byte[] header = object(RELU, WEIGHT).getBytes(StandardCharsets.UTF_8);
        assertRefused(new byte[7], "byte 0", "a file of 7 bytes is too short");
        assertRefused(file(header.length + 5, header, new byte[4]), "byte 0", "is more than the " + (header.length + 4) + " bytes that follow");
        assertRefused(file(header, 5), "header, data_offsets", "the tensors end at 4, but 5 bytes follow");
        assertRefused(file(header, 3), "header, data_offsets", "the tensors end at 4, but 3 bytes follow");
        assertRefused(file((16 << 20) + 1, new byte[(16 << 20) + 1], new byte[0]), "byte 0", "is more than the 16777216 bytes allowed");
    }

    private void assertRefused(byte[] bytes, String where, String why) throws IOException {
        Path file = Files.write(folder.resolve("bad.safetensors"), bytes);
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> Safetensors.read(file));
        assertEquals(where, e.where());
        assertTrue(e.why().contains(why), e.why());
    }

    @Test
    void streamsThatEndEarlyOrLateSayWhere() {
        byte[] good = file(object(RELU, WEIGHT), 4);
        ModelFormatException early = assertThrows(ModelFormatException.class, () -> Samples.read(Arrays.copyOf(good, good.length - 3)));
        assertEquals("byte " + (good.length - 3), early.where());
        ModelFormatException late = assertThrows(ModelFormatException.class, () -> Samples.read(Arrays.copyOf(good, good.length + 1)));
        assertEquals("byte " + good.length, late.where());
        assertTrue(late.why().contains("more bytes after the last tensor"), late.why());
    }

    @Test
    void activationsGivenMustMatchTheLayers() {
        ModelFormatException e = assertThrows(ModelFormatException.class,
                () -> Samples.read(Samples.shipped(Samples.DIABETES), Activation.RELU));
        assertTrue(e.why().contains("layers=2 does not match activations.length=1"), e.why());
    }

    @Test
    void longTextCostsNoMoreThanItsLength() {
        byte[] file = file(object(metadata("relu" + " ".repeat(70_000) + "x"), WEIGHT), 4);
        ModelFormatException e = assertTimeoutPreemptively(Duration.ofSeconds(10), // quadratic: minutes
                () -> assertThrows(ModelFormatException.class, () -> Samples.read(file)));
        assertTrue(e.why().startsWith("\"relu" + " ".repeat(57) + "...\" is no activation"), e.why());
    }

    @Test
    void aFaultOfTheStreamIsAnIoException() {
        IOException fault = new IOException("unplugged");
        InputStream in = new InputStream() {
            private int read;

            @Override
            public int read() throws IOException {
                if (read++ < 500) {
                    return Samples.shipped(Samples.DIABETES)[read - 1] & 0xff;
                }
                throw fault;
            }
        };
        assertEquals(fault, assertThrows(IOException.class, () -> Safetensors.read(in, "stream")));
    }

    @Test
    void declaredSizesAreNotAllocated() throws Exception {
        byte[] tensor = file(object(RELU, entry("0.weight", "F32", "65536,8191", "0,2147221504")), 100);
        byte[] header = file(16 << 20, "{\"a".getBytes(StandardCharsets.UTF_8), new byte[100]);
        byte[] unsigned = file(Long.MIN_VALUE, new byte[0], new byte[100]);
        for (byte[] bytes : List.of(tensor, header, unsigned)) {
            Path file = Files.write(folder.resolve("huge.safetensors"), bytes);
            for (Callable<Network> read : List.<Callable<Network>>of(() -> Samples.read(bytes), () -> Safetensors.read(file))) {
                assertThrows(ModelFormatException.class, read::call); // classes are loaded by now
                long allocated = allocatedBy(() -> assertThrows(ModelFormatException.class, read::call));
                assertTrue(allocated < 1 << 20, allocated + " bytes allocated for a file of " + bytes.length);
            }
        }
    }

    @Test
    void memoryIsInProportionToTheFile() throws Exception {
        int layers = 8;
        List<String> members = new ArrayList<>(List.of(metadata("relu" + ",relu".repeat(layers - 1))));
        for (int l = 0; l < layers; l++) {
            members.add(entry(l + ".weight", "F32", "512,512", (l << 20) + "," + (l + 1 << 20)));
        }
        byte[] bytes = file(object(members.toArray(String[]::new)), layers << 20);
        Path file = Files.write(folder.resolve("large.safetensors"), bytes);
        Safetensors.read(file);
        long fromFile = allocatedBy(() -> Safetensors.read(file));
        long fromStream = allocatedBy(() -> Safetensors.read(new ByteArrayInputStream(bytes), "stream"));
        // the floats, and the layers formed from them: what is live at once is half of it
        assertTrue(fromFile < 2.1 * bytes.length, fromFile + " bytes allocated from a file of " + bytes.length);
        assertTrue(fromStream < 3.1 * bytes.length, fromStream + " bytes allocated from a stream of " + bytes.length);
    }

    private static long allocatedBy(Callable<?> call) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        call.call();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
