package dev.lanewise.bench.model;

/** Rows, inputs and units of one layer, written {@code 24x768x512}. */
public record Shape(int rows, int inputs, int units) {
    /** Reads it. */
    public static Shape parse(String text) {
        String[] parts = text.split("x");
        if (parts.length != 3) {
            throw new IllegalArgumentException("shape=" + text + " must be rows x inputs x units, such as 24x768x512");
        }
        return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    /** Of all rows. */
    public long multiplyAdds() {
        return (long) rows * inputs * units;
    }

    @Override
    public String toString() {
        return rows + "x" + inputs + "x" + units;
    }
}
