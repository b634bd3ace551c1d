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

    private enum Likeness { UNKNOWN, SAME, DIFFERENT }

    private final double[] values; // or
    private final Constant constant;
    private final int size;
    private Likeness likeness = Likeness.UNKNOWN; // looked for once; a race of threads finds the same twice

    private Columns(double[] values, Constant constant, int size) {
        this.values = values;
        this.constant = constant;
        this.size = size;
    }

    static Columns of(double... values) {
        return new Columns(values, null, values.length);
    }

    /** The elements of a constant in row-major order, where they lie so. */
    static Columns of(Constant constant) {
        assert constant.isRowMajor();
        return new Columns(null, constant, constant.elements());
    }

    double get(int column) {
        int index = isVector() ? column : 0;
        return values != null ? values[index] : constant.at(index);
    }

    /** Whether there is a number for each column, so that another array of them costs memory. */
    boolean isVector() {
        return size > 1;
    }

    /** Whether this is one number, and this one. */
    boolean isScalar(double value) {
        return !isVector() && get(0) == value;
    }

    /** Whether all columns have this number. */
    boolean isAll(double value) {
        return get(0) == value && isUniform();
    }

    /** Whether all columns have the same number, which is not NaN. */
    boolean isUniform() {
        if (likeness == Likeness.UNKNOWN) {
            likeness = areAll(get(0)) ? Likeness.SAME : Likeness.DIFFERENT;
        }
        return likeness == Likeness.SAME;
    }

    private boolean areAll(double value) {
        for (int c = 0; c < size; c++) {
            if (get(c) != value) {
                return false;
            }
        }
        return true;
    }

    /** Whether each number is the same as the other's, up to two units in the last place of a float. */
    boolean isNear(Columns other) {
        for (int c = 0; c < Math.max(size, other.size); c++) {
            if (!isNear(get(c), other.get(c))) {
                return false;
            }
        }
        return true;
    }

    /** See {@link #isNear(Columns)}: a constant of mathematics, as one exporter or another rounds it. */
    static boolean isNear(double value, double ideal) {
        double size = Math.abs(ideal);
        boolean isNormal = size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE; // else its ulp tells nothing
        return value == ideal || isNormal && Math.abs(value - ideal) <= 2 * Math.ulp((float) ideal);
    }

    /** Whether no column has an infinity or NaN. */
    boolean isFinite() {
        for (int c = 0; c < size; c++) {
            if (!Double.isFinite(get(c))) {
                return false;
            }
        }
        return true;
    }

    Columns map(DoubleUnaryOperator function) {
        double[] result = new double[size];
        for (int c = 0; c < result.length; c++) {
            result[c] = function.applyAsDouble(get(c));
        }
        return of(result);
    }

    Columns with(Columns other, DoubleBinaryOperator function) {
        double[] result = new double[Math.max(size, other.size)];
        for (int c = 0; c < result.length; c++) {
            result[c] = function.applyAsDouble(get(c), other.get(c));
        }
        return of(result);
    }

    /** The sum; no numbers are made where one side is nothing. */
    Columns plus(Columns other) {
        return other.isScalar(0) ? this : isScalar(0) ? other : with(other, Double::sum);
    }

    /** The product; no numbers are made where one side changes nothing, or is nothing beside numbers that are finite. */
    Columns times(Columns other) {
        return other.isScalar(1) || isScalar(0) && other.isFinite() ? this
                : isScalar(1) || other.isScalar(0) && isFinite() ? other
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
