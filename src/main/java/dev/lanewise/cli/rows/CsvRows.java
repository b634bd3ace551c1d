package dev.lanewise.cli.rows;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.lanewise.internal.format.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Rows from a CSV file: RFC 4180, UTF-8, empty lines skipped. The only class that needs FastCSV.
 *
 * <p>The first line is a header if one of its cells that would be read is not a number, unless the caller says. Every line
 * has as many cells as the first. A number is what {@link DecimalFloat} takes.
 */
final class CsvRows implements RowSource {
    /** Beyond any network's inputs, and what a file without line ends runs into. */
    private static final int MAX_COLUMNS = 1 << 22;

    /** In chars, of a line and of a cell: 16 per column. */
    private static final int MAX_LINE = 16 * MAX_COLUMNS;

    /** Of FastCSV, which quotes chars of the file as they are. */
    private static final int LONGEST_MESSAGE = 200;

    private final String file;
    private final CountedInput in;
    private final CloseableIterator<CsvRecord> lines;
    private final int columns;
    private final int[] indices;
    private final List<String> header;
    private CsvRecord pending;

    /**
     * Reads as far as the first line.
     *
     * @param hasHeader whether the first line is one; null to look
     */
    CsvRows(String file, InputStream stream, int inputs, Columns chosen, Boolean hasHeader) throws IOException {
        this.file = file;
        this.in = new CountedInput(stream);
        this.lines = CsvReader.builder()
                .detectBomHeader(true)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // both are refused here, with the place
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_LINE)
                .build(CsvRecordHandler.of(c -> c.maxFields(MAX_COLUMNS).maxFieldSize(MAX_LINE).maxRecordSize(MAX_LINE)),
                        in, StandardCharsets.UTF_8)
                .iterator();
        CsvRecord first = next();
        if (first == null) {
            throw new RowFormatException(file, "line 1", "the file is empty; it needs a row of " + inputs + " numbers");
        }
        columns = first.getFieldCount();
        boolean named = hasHeader == null ? chosen.needHeader() : hasHeader;
        int[] found = chosen.indices(inputs, file, line(first), columns, named ? first.getFields() : List.of());
        if (hasHeader == null && !named && !isAllNumbers(first, found)) {
            named = true;
            found = chosen.indices(inputs, file, line(first), columns, first.getFields());
        }
        indices = found;
        header = named ? first.getFields() : List.of();
        pending = named ? null : first;
    }

    /** An empty cell makes no header: a first row that lacks a number is refused like any other. */
    private static boolean isAllNumbers(CsvRecord line, int[] indices) {
        for (int index : indices) {
            String cell = line.getField(index);
            if (!DecimalFloat.isNumber(cell) && !cell.isBlank()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read(float[] into, int maxRows) throws IOException {
        int rows = 0;
        while (rows < maxRows) {
            CsvRecord line = pending != null ? pending : next();
            pending = null;
            if (line == null) {
                break;
            }
            parse(line, into, rows++ * indices.length);
        }
        return rows;
    }

    private void parse(CsvRecord line, float[] into, int offset) {
        if (line.getFieldCount() != columns) {
            throw new RowFormatException(file, line(line), "columns=" + line.getFieldCount() + " does not match the columns="
                    + columns + " of the first line; every line needs the same number");
        }
        for (int j = 0; j < indices.length; j++) {
            String cell = line.getField(indices[j]);
            if (!DecimalFloat.isNumber(cell)) {
                throw new RowFormatException(file, line(line) + ", column " + (indices[j] + 1)
                        + (header.isEmpty() ? "" : " (" + Quote.letters(header.get(indices[j])) + ")"),
                        cell.isBlank() ? "the cell is empty; write NaN where a number is missing"
                                : Quote.letters(cell) + " is not a number; write it as in -1.5e-3, or NaN");
            }
            into[offset + j] = DecimalFloat.parse(cell);
        }
    }

    /** The next line, or null at the end. */
    private CsvRecord next() throws IOException {
        try {
            return lines.hasNext() ? lines.next() : null;
        } catch (CsvParseException e) {
            throw new RowFormatException(file, "near byte " + in.count(), "is not CSV: "
                    + Quote.lettersUnquoted(e.getMessage(), LONGEST_MESSAGE));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (NoSuchElementException e) {
            throw new IllegalStateException(e); // hasNext said so
        }
    }

    private static String line(CsvRecord line) {
        return "line " + line.getStartingLineNumber();
    }

    @Override
    public boolean hasHeader() {
        return !header.isEmpty();
    }

    @Override
    public long position() {
        return in.count();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
