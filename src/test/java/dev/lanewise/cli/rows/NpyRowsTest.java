package dev.lanewise.cli.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Npy;
import dev.lanewise.testing.Specials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyRowsTest {
    private static final String HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

    @TempDir
    Path folder;

    /** A file of a version, a dictionary and so many bytes of zeros. */
    private static byte[] file(int version, String dictionary, int bytes) {
        byte[] header = (dictionary + "\n").getBytes(StandardCharsets.ISO_8859_1);
        int start = version == 1 ? 10 : 12;
        ByteBuffer file = ByteBuffer.allocate(start + header.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) version).put((byte) 0);
        (version == 1 ? file.putShort((short) header.length) : file.putInt(header.length)).put(header);
        return file.array();
    }

    private static NpyRows open(byte[] file, int inputs, String... columns) throws IOException {
        return new NpyRows("d.npy", new ByteArrayInputStream(file), file.length, inputs, new Columns(List.of(columns)));
    }

    private static float[] read(NpyRows rows, int inputs) throws IOException {
        float[] x = new float[inputs * 100];
        return Arrays.copyOf(x, inputs * rows.read(x, 100));
    }

    @Test
    void headersOfOthers() throws IOException {
        for (String dictionary : new String[] {
            HEADER, HEADER + "   ", "{'shape':(2,3),'fortran_order':False,'descr':'<f4'}",
            "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2, 3,), }"
        }) {
            for (int version : new int[] {1, 2, 3}) {
                assertEquals(6, read(open(file(version, dictionary, 24), 3), 3).length, dictionary);
            }
        }
        assertEquals(0, read(open(file(1, HEADER.replace("2", "0"), 0), 3), 3).length, "no rows");
    }

    @Test
    void whatIsWrittenReadsBackBitForBit() throws IOException {
        float[] values = Specials.values();
        Path file = write(values, 2);
        Bits.assertSame(values, Npy.read(Files.newInputStream(file)).floats(), "as others read it");
        byte[] bytes = Files.readAllBytes(file);
        Bits.assertSame(values, read(open(bytes, 2), 2), "as it is read here");
        assertEquals(0, (bytes.length - values.length * 4) % 64, "aligned");
    }

    private Path write(float[] values, int columns) throws IOException {
        Path file = folder.resolve("w.npy");
        try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            NpySink sink = new NpySink(channel, columns);
            sink.write(values, values.length / columns);
            sink.finish();
        }
        return file;
    }

    /** More than the chunk that is read at a time, in blocks that end anywhere in it. */
    @Test
    void longFilesInBlocks() throws IOException {
        Random random = new Random(3);
        float[] values = new float[3 * 20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        NpyRows rows = open(Files.readAllBytes(write(values, 3)), 3);
        float[] block = new float[3 * 777];
        float[] read = new float[values.length];
        int done = 0;
        for (int came = rows.read(block, 777); came > 0; came = rows.read(block, 777)) {
            System.arraycopy(block, 0, read, done, 3 * came);
            done += 3 * came;
        }
        assertEquals(values.length, done);
        Bits.assertSame(values, read, "blocks of 777 rows");
    }

    @Test
    void doublesAreRoundedOnceToTheNearest() throws IOException {
        double[] doubles = {1 + 0x1p-24, 1 + 0x1p-24 + 0x1p-52, 1e39, 1e-46, -0.0, Double.NaN};
        byte[] file = file(1, HEADER.replace("<f4", "<f8"), 48);
        ByteBuffer.wrap(file, file.length - 48, 48).slice().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(doubles);
        float[] floats = {1, 1 + 0x1p-23f, Float.POSITIVE_INFINITY, 0, -0f, Float.NaN};
        Bits.assertSame(floats, read(open(file, 3), 3), "f8");
    }

    @Test
    void columnsAreChosenByNumber() throws IOException {
        byte[] file = Files.readAllBytes(write(new float[] {1, 2, 3, 4, 5, 6}, 3));
        assertArrayEquals(new float[] {3, 1, 6, 4}, read(open(file, 2, "3", "1"), 2));
        RowFormatException e = assertThrows(RowFormatException.class, () -> open(file, 2));
        assertTrue(e.getMessage().contains("columns=3 does not match the network's inputs=2; choose with --columns"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            <f4 ~ >f4 ~ type ">f4"
            <f4 ~ <i8 ~ x.astype('<f4')
            <f4 ~ |O ~ type "|O"
            <f4 ~ O ~ x.astype
            False ~ True ~ numpy.ascontiguousarray(x)
            (2, 3) ~ (6,) ~ 1 dimensions
            (2, 3) ~ () ~ 0 dimensions
            (2, 3) ~ (1, 2, 3) ~ 3 dimensions
            (2, 3) ~ (2, 4) ~ are not the 24 bytes that follow
            (2, 3) ~ (1, 3) ~ are not the 24 bytes that follow
            (2, 3) ~ (65536, 65536) ~ are not the 24 bytes
            (2, 3) ~ (999999999999999999, 999999999999999999) ~ are not the 24 bytes
            (2, 3) ~ (4294967296, 4294967296) ~ are not the 24 bytes
            (2, 3) ~ (838488366986797801, 22) ~ are not the 24 bytes
            (2, 3) ~ (99999999999999999999, 3) ~ a whole number below 10^18
            (2, 3) ~ (-2, 3) ~ a whole number
            (2, 3) ~ (02, 3) ~ a whole number
            (2, 3) ~ (2L, 3L) ~ expected
            (2, 3) ~ (2 3) ~ expected
            (2, 3) ~ 2, 3 ~ expected (
            False ~ 0 ~ must be True or False
            fortran_order ~ order ~ is none of
            , } ~ }} ~ after the closing
            , } ~ , } # ~ after the closing
            , } ~ `` ~ expected }
            , } ~ , 'shape': (2, 3)} ~ shape stands there twice
            'shape' ~ shape ~ expected a string
            { ~ ( ~ expected {
            '<f4' ~ [('a', '<f4')] ~ structures
            '<f4' ~ '<f4 ~ expected }
            '<f4' ~ '\\x3cf4' ~ escape
            , 'shape': (2, 3) ~ `` ~ needs descr, fortran_order and shape
            """)
    void badHeaders(String what, String with, String why) {
        String dictionary = HEADER.replace(what, with);
        assertTrue(!dictionary.equals(HEADER), "nothing changed: " + what);
        RowFormatException e = assertThrows(RowFormatException.class, () -> open(file(1, dictionary, 24), 3));
        assertTrue(e.getMessage().startsWith("d.npy: ") && e.getMessage().contains(why), e.getMessage());
    }

    /** Every prefix of a file is refused, and none asks for much memory on its word. */
    @Test
    void cutOffAnywhere() {
        byte[] whole = file(2, HEADER, 24);
        for (int length = 6; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(RowFormatException.class, () -> open(cut, 3), "length " + length);
        }
    }

    @Test
    void badBeginnings() {
        byte[] version = file(1, HEADER, 24);
        version[6] = 9;
        assertTrue(assertThrows(RowFormatException.class, () -> open(version, 3)).getMessage().contains("9.0"));
        byte[] long2 = file(2, HEADER, 24);
        ByteBuffer.wrap(long2).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
        assertTrue(assertThrows(RowFormatException.class, () -> open(long2, 3)).getMessage().contains("4294967295 bytes"));
        byte[] noFeed = file(1, HEADER, 24);
        noFeed[noFeed.length - 25] = ' ';
        assertTrue(assertThrows(RowFormatException.class, () -> open(noFeed, 3)).getMessage().contains("line feed"));
    }

    /** One byte of the header changed, at random: rows or a refusal, and nothing else. */
    @Test
    void changedBytes() throws IOException {
        Random random = new Random(11);
        byte[] whole = file(1, HEADER, 24);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[6 + random.nextInt(whole.length - 30)] = (byte) random.nextInt(256);
            }
            try {
                read(open(changed, 3), 3);
            } catch (RowFormatException e) {
                refused++;
            }
        }
        assertTrue(refused > 15_000 && refused < 20_000, "refused=" + refused);
    }
}
