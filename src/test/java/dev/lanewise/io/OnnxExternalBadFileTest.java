package dev.lanewise.io;

import dev.lanewise.io.OnnxBuilder.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.lanewise.io.OnnxBuilder.attribute;
import static dev.lanewise.io.OnnxBuilder.external;
import static dev.lanewise.io.OnnxBuilder.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** ONNX files that say wrong things of the files beside them, each refused for its own reason. */
class OnnxExternalBadFileTest {
    private static final String DATA = "model.onnx.data";

    @TempDir
    Path outside;

    private Path folder;

    /** A data file of 40 bytes, another outside the folder, and things that are no files. */
    @BeforeEach
    void files() throws IOException {
        folder = Files.createDirectories(outside.resolve("models/sub")).getParent();
        Files.write(folder.resolve(DATA), new byte[40]);
        Files.write(folder.resolve("sub/w"), new byte[40]);
        Files.write(outside.resolve("secret"), new byte[40]);
        Files.createSymbolicLink(folder.resolve("leads-out"), Path.of("../secret"));
        Files.createSymbolicLink(folder.resolve("leads-down"), Path.of("sub/w"));
        Files.createSymbolicLink(folder.resolve("to-folder"), Path.of("sub"));
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nothing"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(folder.resolve("other-name"), Path.of(DATA));
        Files.createLink(folder.resolve("hard-link"), outside.resolve("secret"));
    }

    /** w [2, 3] with these entries. */
    private static Message w(String... entries) {
        return external(header("w", OnnxBuilder.FLOAT, 2, 3), entries);
    }

    private static Message located(String location) {
        return w("location", location, "offset", "0", "length", "24");
    }

    private static Arguments bad(String name, Message tensor, String why) {
        return bad(name, new OnnxBuilder(18, 2).initializer(tensor).node("MatMul", "x,w", "z"), "tensor \"w\"", why);
    }

    private static Arguments bad(String name, OnnxBuilder graph, String where, String why) {
        return Arguments.of(name, graph.toBytes(), where, why);
    }

    /** Two tensors: w in the first 24 bytes of the data file, and v. */
    private static Arguments badPair(String name, Message v, String where, String why) {
        return bad(name, new OnnxBuilder(18, 2).initializer(located(DATA)).initializer(v).node("MatMul", "x,w", "z"), where, why);
    }

    private static Message v(String... entries) {
        return external(header("v", OnnxBuilder.FLOAT, 4), entries);
    }

    static Stream<Arguments> badNames() {
        String plain = "it must be the plain name of a file in the model's own folder";
        return Stream.of(
                bad("empty location", located(""), plain),
                bad("this folder", located("."), plain),
                bad("the folder above", located(".."), plain),
                bad("above", located("../secret"), plain),
                bad("down and above", located("sub/../../secret"), plain),
                bad("in a folder below", located("sub/w"), plain),
                bad("in this folder, by a path", located("./" + DATA), plain),
                bad("absolute", located("/etc/passwd"), plain),
                bad("with a slash at the end", located(DATA + "/"), plain),
                bad("backslashes", located("..\\secret"), plain),
                bad("a drive", located("C:secret"), plain),
                bad("a second stream", located(DATA + ":hidden"), plain),
                bad("a name with NUL", located(DATA + "\0.txt"), plain),
                bad("a name with an escape", located("\u001b[2J"), plain),
                bad("a name of 256 bytes", located("a".repeat(256)), "has a key or value of 256 bytes"),
                bad("a link that leads out", located("leads-out"), "a symbolic link that leads out of the model's folder"),
                bad("a link that leads down", located("leads-down"), "a symbolic link that leads out of the model's folder"),
                bad("a folder", located("sub"), "which is no regular file"),
                bad("a link to a folder", located("to-folder"), "which is no regular file"),
                bad("a file that is not there", located("model.data"), "is in the file \"model.data\", which is not beside the model; get both"),
                bad("a link to itself", located("loop"), "which the file system cannot find"),
                bad("a link to nothing", located("dangling"), "which is not beside the model"),
                bad("the model itself", located("model.onnx"), "which is the model itself"),
                bad("an attribute in a file that is not there", new OnnxBuilder(18, 2)
                        .node("Constant", "", "w", attribute("value", located("c"))).node("MatMul", "x,w", "z"), "tensor \"w\"", "which is not beside"));
    }

    static Stream<Arguments> badEntries() {
        Message both = located(DATA).bytes(9, new byte[24]);
        Message closed = header("w", OnnxBuilder.FLOAT, 2, 3).message(13, new Message().text(1, "location").text(2, DATA).number(3, 1)).number(14, 1);
        Message inline = header("w", OnnxBuilder.FLOAT, 2, 3).message(13, new Message().text(1, "location").text(2, DATA)).bytes(9, new byte[24]);
        return Stream.of(
                bad("no entries", w(), "has data_location=1 and no external_data"),
                bad("no location", w("offset", "0", "length", "24"), "external_data has no location"),
                bad("location twice", w("location", DATA, "location", DATA), "has the key location twice"),
                bad("offset twice", w("location", DATA, "offset", "0", "offset", "8"), "has the key offset twice"),
                bad("length twice", w("location", DATA, "length", "24", "length", "24"), "has the key length twice"),
                bad("checksum twice", w("location", DATA, "checksum", "", "checksum", ""), "has the key checksum twice"),
                bad("an unknown key", w("location", DATA, "basepath", "/etc"), "has the key \"basepath\" in external_data"),
                bad("a key in capitals", w("Location", DATA), "has the key \"Location\""),
                bad("an entry of nothing", w("location", DATA).message(13, new Message()), "has the key \"\""),
                bad("a key of 4 kB", w("location", DATA, "k".repeat(4096), ""), "has a key or value of 4096 bytes"),
                bad("a checksum of 256 bytes", w("location", DATA, "checksum", "0".repeat(256)), "has a key or value of 256 bytes"),
                bad("negative offset", w("location", DATA, "offset", "-4"), "has offset=\"-4\""),
                bad("offset with a plus", w("location", DATA, "offset", "+4"), "has offset=\"+4\""),
                bad("offset with a zero in front", w("location", DATA, "offset", "010"), "has offset=\"010\""),
                bad("hexadecimal offset", w("location", DATA, "offset", "0x4"), "has offset=\"0x4\""),
                bad("empty offset", w("location", DATA, "offset", ""), "has offset=\"\""),
                bad("offset of other digits", w("location", DATA, "offset", "\u0664"), "has offset=\"\\u0664\""),
                bad("offset of 2^63", w("location", DATA, "offset", "9223372036854775808"), "has offset=\"9223372036854775808\""),
                bad("offset of forty digits", w("location", DATA, "offset", "1".repeat(40)), "it must be a decimal number from 0 to"),
                bad("fractional length", w("location", DATA, "length", "24.0"), "has length=\"24.0\""),
                bad("length too small", w("location", DATA, "length", "20"), "has length=20 in external_data, but its dims and type need 24"),
                bad("length too large", w("location", DATA, "length", "28"), "has length=28"),
                bad("length of 2^32 + the right one", w("location", DATA, "length", "4294967320"), "has length=4294967320"),
                bad("inline numbers too", both, "has numbers both here and in another file"),
                bad("inline numbers of another field", located(DATA).bytes(4, new byte[24]), "has numbers both here and in another file"),
                bad("inline numbers that say where others are", inline, "has data_location=0 and external_data"),
                bad("data_location 2", header("w", OnnxBuilder.FLOAT, 2, 3).bytes(9, new byte[24]).number(14, 2), "has data_location=2 and no external_data"),
                bad("data_location -1", header("w", OnnxBuilder.FLOAT, 2, 3).bytes(9, new byte[24]).number(14, -1), "has data_location=-1"),
                bad("more bytes than an array holds", external(header("w", OnnxBuilder.DOUBLE, 1 << 28), "location", DATA), "needs 2147483648 bytes"),
                bad("dims beyond an array", external(header("w", OnnxBuilder.FLOAT, 1 << 16, 1 << 16), "location", DATA), "has dims whose product is above"),
                bad("a type that is not read", external(header("w", OnnxBuilder.INT8, 2, 3), "location", DATA), "of type INT8 is in another file"),
                bad("strings", external(header("w", 8, 2, 3), "location", DATA), "of type STRING is in another file"),
                bad("an unknown field of an entry", new OnnxBuilder(18, 2).initializer(closed).node("MatMul", "x,w", "z"),
                        "model.graph.tensor.external_data", "field number 3 is unknown here"),
                bad("a key twice in an entry", new OnnxBuilder(18, 2).initializer(w("location", DATA).message(13, new Message().text(1, "offset").text(1, "length"))),
                        "model.graph.tensor.external_data", "field key stands twice"),
                bad("an entry that is a number", new OnnxBuilder(18, 2).initializer(header("w", 1, 1).number(13, 1)),
                        "model.graph.tensor", "field external_data has wire type 0"),
                bad("a key that is no UTF-8", new OnnxBuilder(18, 2).initializer(header("w", 1, 1).message(13, new Message().bytes(1, new byte[] {-1}))),
                        "text", "is not valid UTF-8"));
    }

    static Stream<Arguments> badRanges() {
        return Stream.of(
                badPair("the same range twice", external(header("v", 1, 6), "location", DATA), "tensor \"v\"", "each tensor must have its own"),
                badPair("ranges that overlap by a byte", v("location", DATA, "offset", "23"), "tensor \"v\"",
                        "takes 16 bytes from byte 23 on of \"model.onnx.data\", of which tensor \"w\" takes those from 0 to 24"),
                badPair("a range within another", external(header("v", 1, 1), "location", DATA, "offset", "8"), "tensor \"v\"", "each tensor must have its own"),
                badPair("ranges that overlap under two names", v("location", "other-name", "offset", "20"), "tensor \"v\"", "each tensor must have its own"),
                badPair("a hard link to a file outside", v("location", "hard-link", "offset", "20"), "tensor \"v\"", "a file with other names too (hard links)"),
                badPair("a range that one begins before", external(header("v", 1, 4), "location", DATA, "offset", "20"), "tensor \"v\"", "each tensor must"));
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(badNames(), badEntries(), badRanges()).flatMap(files -> files);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void isRefused(String name, byte[] bytes, String where, String why) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), bytes);
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> Onnx.readWithExternalData(file), name);
        assertTrue(e.where().contains(where), e.getMessage());
        assertTrue(e.why().contains(why), e.getMessage());
        assertEquals(file.toString(), e.file());
        HostileFiles.assertSafeToLog(e);
    }

    /** Here the other file is to blame, and named. */
    static Stream<Arguments> shortFiles() {
        return Stream.of(
                bad("a range that ends a byte behind the file", w("location", DATA, "offset", "17"), "takes 24 bytes from byte 17 on"),
                bad("a range behind the file", w("location", DATA, "offset", "41"), "takes 24 bytes from byte 41 on"),
                bad("a range at 2^63 - 1", w("location", DATA, "offset", "9223372036854775807"), "from byte 9223372036854775807 on"),
                bad("a range that ends at 2^63", w("location", DATA, "offset", "9223372036854775784"), "from byte 9223372036854775784 on"),
                bad("a range of two gigabytes", external(header("w", 1, (1 << 29) - 3), "location", DATA), "takes 2147483636 bytes"),
                badPair("nothing behind the file", external(header("v", 1, 0), "location", DATA, "offset", "41"), "", "takes 0 bytes from byte 41 on"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shortFiles")
    void tellsTheFileThatIsTooShort(String name, byte[] bytes, String ignored, String why) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), bytes);
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> Onnx.readWithExternalData(file), name);
        assertEquals("byte 40", e.where());
        assertTrue(e.why().startsWith("the file ends here, but tensor ") && e.why().contains(why), e.getMessage());
        assertEquals(folder.resolve(DATA).toString(), e.file());
        HostileFiles.assertSafeToLog(e);
    }

    @Test
    void theGoodOnesBesideThemAreRead() throws IOException {
        for (String location : List.of(DATA, "other-name")) {
            Path file = Files.write(folder.resolve("model.onnx"), new OnnxBuilder(18, 2).initializer(located(location))
                    .initializer(v("location", DATA, "offset", "24")).node("MatMul", "x,w", "z").toBytes());
            assertNotNull(Onnx.readWithExternalData(file), location);
        }
    }

    @Test
    void namesAreDistinct() {
        List<Object> names = Stream.concat(badFiles(), shortFiles()).map(file -> file.get()[0]).toList();
        assertEquals(names.size(), names.stream().distinct().count());
    }
}
