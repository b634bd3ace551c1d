package dev.lanewise.cli.rows;

import dev.lanewise.internal.format.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which columns of a file are the inputs, in which order: names from its header, numbers counted from 1, and ranges of
 * numbers, such as {@code age,bmi,5-8}. A header's name is taken before a number that is spelled the same.
 *
 * @param items as the user gave them; empty for all columns
 */
public record Columns(List<String> items) {
    private static final Pattern NUMBERS = Pattern.compile("([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?");

    public Columns {
        items = List.copyOf(items);
    }

    /** Whether an item can only be a name, so that the file must have a header. */
    boolean needHeader() {
        return items.stream().anyMatch(item -> !NUMBERS.matcher(item).matches());
    }

    /**
     * Indices into a row of the file, counted from 0, one per input.
     *
     * @param inputs that many are needed
     * @param file for messages
     * @param where the place that tells the columns, for messages
     * @param columns that many the file has
     * @param header their names, or empty where they have none
     */
    int[] indices(int inputs, String file, String where, int columns, List<String> header) {
        if (items.isEmpty()) {
            if (columns != inputs) {
                throw new RowFormatException(file, where, "columns=" + columns + " does not match the network's inputs="
                        + inputs + (columns > inputs
                        ? "; choose with --columns, by number as in --columns 1-" + inputs + " or by name in a header"
                        : "; each row needs a number for every input, and commas between them"));
            }
            return IntStream.range(0, inputs).toArray();
        }
        List<Integer> chosen = new ArrayList<>();
        for (String item : items) {
            add(item, inputs, file, where, columns, header, chosen);
        }
        if (chosen.size() != inputs) {
            throw new RowFormatException(file, where, "--columns chooses " + chosen.size() + " of " + columns
                    + " columns, which does not match the network's inputs=" + inputs + "; choose " + inputs);
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void add(String item, int inputs, String file, String where, int columns, List<String> header,
            List<Integer> chosen) {
        int named = header.indexOf(item);
        Matcher numbers = NUMBERS.matcher(item);
        if (named >= 0) {
            if (header.lastIndexOf(item) != named) {
                throw new RowFormatException(file, where, "two columns are named " + Quote.letters(item)
                        + "; choose by number, as in --columns " + (named + 1));
            }
            chosen.add(named);
        } else if (numbers.matches()) {
            int first = Integer.parseInt(numbers.group(1));
            int last = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
            if (last > columns || first > last) {
                throw new RowFormatException(file, where, String.format(Locale.ROOT,
                        "--columns %s: must rise and lie within 1-%d, the columns of the file", item, columns));
            }
            if (chosen.size() + (last - first + 1L) > inputs) { // before a long range takes memory
                throw new RowFormatException(file, where, "--columns chooses more columns than the network's inputs="
                        + inputs + "; choose " + inputs);
            }
            IntStream.range(first - 1, last).forEach(chosen::add);
        } else {
            throw new RowFormatException(file, where, "has no column " + Quote.letters(item) + (header.isEmpty()
                    ? ", for its columns have no names; choose by number, as in --columns 1-" + inputs
                    : "; its columns are " + Quote.letters(String.join(",", header))));
        }
    }
}
