package dev.lanewise.cli.rows;

import dev.lanewise.internal.format.NpyHeader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files of rows, NumPy arrays told from CSV by their first bytes. */
public final class RowFile {
    private RowFile() {}

    /**
     * Opens a file.
     *
     * @param file a NumPy array, or else CSV
     * @param inputs numbers per row that are wanted
     * @param columns where they are
     * @param hasHeader whether a CSV file names its columns in the first line; null to look
     * @return its rows; the caller closes it
     * @throws RowFormatException if the file cannot hold such rows, as far as its beginning tells
     * @throws IOException if the file cannot be opened or read
     * @throws IllegalStateException if the file is CSV and the library for it is missing; the message names it
     */
    public static RowSource open(Path file, int inputs, Columns columns, Boolean hasHeader) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            byte[] mark = NpyHeader.MARK.getBytes(StandardCharsets.ISO_8859_1);
            in.mark(mark.length);
            boolean isNpy = Arrays.equals(in.readNBytes(mark.length), mark);
            in.reset();
            if (isNpy) {
                if (!Files.isRegularFile(file)) {
                    throw new RowFormatException(file.toString(), "byte 0",
                            "a NumPy array must come from a regular file, whose size can be checked; save it first");
                }
                return new NpyRows(file.toString(), in, Files.size(file), inputs, columns);
            }
            requireFastCsv();
            return new CsvRows(file.toString(), in, inputs, columns, hasHeader);
        } catch (Throwable failure) {
            try {
                in.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    /** Asked for by name before a class that uses it is touched. */
    private static void requireFastCsv() {
        try {
            Class.forName("de.siegmar.fastcsv.reader.CsvReader", false, RowFile.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException("CSV needs the optional library FastCSV; add de.siegmar:fastcsv (4.4 or later)"
                    + " to the class path, or to the module path with --add-modules de.siegmar.fastcsv"
                    + " (NumPy files do not need it)", e);
        }
    }
}
