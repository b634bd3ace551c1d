package dev.lanewise.bench;

/** Rows, inputs and units of one layer, written {@code 24x768x512}. */
record Shape(int rows, int inputs, int units) {
    static Shape parse(String text) {
        String[] parts = text.split("x");
        if (parts.length != 3) {
            throw new IllegalArgumentException("shape=" + text + " must be rows x inputs x units, such as 24x768x512");
        }
        return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    long multiplyAdds() {
        return (long) rows * inputs * units;
    }
}
