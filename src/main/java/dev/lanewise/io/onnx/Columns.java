package dev.lanewise.io.onnx;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A number for each column of a row, or one for all: what scales and shifts are, and the coefficients of an {@link
 * Polynomial}. In double, so that a chain of them is rounded once, when weights are formed. One that is just as it stands in
 * the file is not copied.
 */
final class Columns {
    static final Columns ZERO = of(0);
    static final Columns ONE = of(1);

    private final double[] values; // or
    private final Constant constant;

    private Columns(double[] values, Constant constant) {
        this.values = values;
        this.constant = constant;
    }

    static Columns of(double... values) {
        return new Columns(values, null);
    }

    /** The elements of a constant in their order. */
    static Columns of(Constant constant) {
        return new Columns(null, constant);
    }

    private int size() {
        return values != null ? values.length : constant.elements();
    }

    double get(int column) {
        int index = isVector() ? column : 0;
        return values != null ? values[index] : constant.at(index);
    }

    /** Whether there is a number for each column, so that another array of them costs memory. */
    boolean isVector() {
        return size() > 1;
    }

    /** Whether this is one number, and this one. */
    boolean isScalar(double value) {
        return !isVector() && get(0) == value;
    }

    /** Whether all columns have this number. */
    boolean isAll(double value) {
        for (int c = 0; c < size(); c++) {
            if (get(c) != value) {
                return false;
            }
        }
        return true;
    }

    /** Whether all columns have the same number, which is not NaN. */
    boolean isUniform() {
        return isAll(get(0));
    }

    /** Whether each number is the same as the other's, up to two units in the last place of a float. */
    boolean isNear(Columns other) {
        for (int c = 0; c < Math.max(size(), other.size()); c++) {
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
        double[] result = new double[size()];
        for (int c = 0; c < result.length; c++) {
            result[c] = function.applyAsDouble(get(c));
        }
        return of(result);
    }

    Columns with(Columns other, DoubleBinaryOperator function) {
        double[] result = new double[Math.max(size(), other.size())];
        for (int c = 0; c < result.length; c++) {
            result[c] = function.applyAsDouble(get(c), other.get(c));
        }
        return of(result);
    }

    /** The sum; no numbers are made where one side is nothing. */
    Columns plus(Columns other) {
        return other.isScalar(0) ? this : isScalar(0) ? other : with(other, Double::sum);
    }

    /** The product; no numbers are made where one side is nothing, which takes no NaN from the other, or changes nothing. */
    Columns times(Columns other) {
        return other.isScalar(1) || isScalar(0) ? this
                : isScalar(1) || other.isScalar(0) ? other
                : with(other, (a, b) -> a * b);
    }

    /** Those of the columns of these indices. */
    Columns select(int[] indices) {
        if (!isVector()) {
            return this;
        }
        double[] selected = new double[indices.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = get(indices[i]);
        }
        return of(selected);
    }
}
