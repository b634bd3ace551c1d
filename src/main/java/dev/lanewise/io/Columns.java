package dev.lanewise.io;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A number for each column of a row, or one for all: what scales and shifts are, and the coefficients of an {@link
 * Expression}. In double, so that a chain of them is rounded once, when weights are formed.
 *
 * @param values one per column, or one for all; not changed after
 */
record Columns(double[] values) {
    static final Columns ZERO = of(0);
    static final Columns ONE = of(1);

    static Columns of(double value) {
        return new Columns(new double[] {value});
    }

    double get(int column) {
        return values[values.length == 1 ? 0 : column];
    }

    /** Whether there is an array of them, which costs memory. */
    boolean isVector() {
        return values.length > 1;
    }

    /** Whether all columns have this number. */
    boolean isAll(double value) {
        for (double each : values) {
            if (each != value) {
                return false;
            }
        }
        return true;
    }

    /** Whether all columns have the same number, which is not NaN. */
    boolean isUniform() {
        return isAll(values[0]);
    }

    /** Whether each number is the same as the other's, up to two units in the last place of a float. */
    boolean isNear(Columns other) {
        int size = Math.max(values.length, other.values.length);
        for (int c = 0; c < size; c++) {
            if (!isNear(get(c), other.get(c))) {
                return false;
            }
        }
        return true;
    }

    /** See {@link #isNear(Columns)}: a constant of mathematics, as one exporter or another rounds it. */
    static boolean isNear(double value, double ideal) {
        return Math.abs(value - ideal) <= 2 * Math.ulp((float) ideal);
    }

    Columns map(DoubleUnaryOperator function) {
        return new Columns(Arrays.stream(values).map(function).toArray());
    }

    Columns with(Columns other, DoubleBinaryOperator function) {
        double[] result = new double[Math.max(values.length, other.values.length)];
        for (int c = 0; c < result.length; c++) {
            result[c] = function.applyAsDouble(get(c), other.get(c));
        }
        return new Columns(result);
    }

    Columns plus(Columns other) {
        return with(other, Double::sum);
    }

    Columns times(Columns other) {
        return with(other, (a, b) -> a * b);
    }

    /** Those of the columns of these indices. */
    Columns select(int[] indices) {
        return isVector() ? new Columns(Arrays.stream(indices).mapToDouble(this::get).toArray()) : this;
    }
}
