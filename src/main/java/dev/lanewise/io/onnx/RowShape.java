package dev.lanewise.io.onnx;

import java.util.Arrays;

/**
 * The shape of a computed tensor: axes that count rows, then the axes of one row. A dense network sees a row as a list of
 * columns, so an operation that only reshapes is legal where rows stay rows and the order of columns stays.
 *
 * @param rows sizes of the axes that count rows, −1 where one is not known; none or one in files
 * @param features sizes of the axes of a row, all known
 */
record RowShape(long[] rows, int[] features) {
    /** The number of columns of a row. */
    int columns() {
        int columns = 1;
        for (int size : features) {
            columns *= size;
        }
        return columns;
    }

    int rank() {
        return rows.length + features.length;
    }

    /** The size of an axis; −1 where it is not known. */
    long size(int axis) {
        return axis < rows.length ? rows[axis] : features[axis - rows.length];
    }

    /** The same rows with other axes in them. */
    RowShape withFeatures(int... sizes) {
        return new RowShape(rows, sizes);
    }

    /** Whether the columns are one axis, up to axes of size one. */
    boolean isFlat() {
        return features.length > 0 && features[features.length - 1] == columns();
    }

    boolean sameAs(RowShape other) {
        return rows.length == other.rows.length && Arrays.equals(features, other.features);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int axis = 0; axis < rank(); axis++) {
            text.append(axis == 0 ? "" : ", ").append(size(axis) < 0 ? "N" : String.valueOf(size(axis)));
        }
        return text.append(']').toString();
    }
}
