package dev.lanewise.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of what every function was found to do over all floats: one line each, in {@code activations.tsv}. */
public record ActivationTable(List<Row> rows) {
    private static final String NAME = "activations.tsv";

    /** What to do where the table in the tree is another. */
    public static final String REMEDY = "the activations are not those of src/test/resources/dev/lanewise/testing/" + NAME
            + "; if that is meant, run mvn verify -Pexhaustive, and take target/" + NAME;

    /** One function. */
    public record Row(String function, double error, float argument, double stepBack, long digest) {
        private String line() {
            String step = Double.isNaN(stepBack) ? "-" : String.format(Locale.ROOT, "%.3f", stepBack);
            return String.format(Locale.ROOT, "%s\t%.3f\t%s\t%s\t%016x", function, error, argument, step, digest);
        }

        private static Row parse(String line) {
            String[] cells = line.split("\t");
            return new Row(cells[0], Double.parseDouble(cells[1]), Float.parseFloat(cells[2]),
                    cells[3].equals("-") ? Double.NaN : Double.parseDouble(cells[3]), Long.parseUnsignedLong(cells[4], 16));
        }
    }

    /** The one in the tree. */
    public static ActivationTable stored() {
        try (InputStream in = ActivationTable.class.getResourceAsStream(NAME)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ActivationTable(text.lines().skip(1).map(Row::parse).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of one function, as {@code Activation.toString} names it. */
    public Row row(String function) {
        return rows.stream().filter(row -> row.function().equals(function)).findFirst()
                .orElseThrow(() -> new AssertionError(function + " is missing: " + REMEDY));
    }

    public String text() {
        return rows.stream().map(Row::line)
                .collect(Collectors.joining("\n", "function\tlargest error in ulp\targument\tlargest step back in ulp\tdigest\n", "\n"));
    }

    /** Into the folder of what is built. */
    public void write() throws IOException {
        Files.writeString(Path.of(System.getProperty("basedir", "."), "target", NAME), text());
    }

    /** The rows as the README shows them. */
    public String markdown() {
        return rows.stream()
                .map(row -> String.format(Locale.ROOT, "| %s | %.3f | %s | %s |", row.function(), row.error(), row.argument(),
                        Double.isNaN(row.stepBack()) ? "" : String.format(Locale.ROOT, "%.0f", row.stepBack())))
                .collect(Collectors.joining("\n"));
    }
}
