package dev.lanewise.internal.onnx;

import java.util.Arrays;

/** Integers whose number is not known in advance. */
final class LongList {
    private long[] values = new long[4];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
