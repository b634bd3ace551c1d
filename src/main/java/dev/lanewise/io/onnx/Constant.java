package dev.lanewise.io.onnx;

import dev.lanewise.internal.onnx.Tensor;

/**
 * A tensor that does not depend on the input: numbers of the file seen through dims and strides, so that a transposed weight
 * costs nothing, or numbers computed from such.
 */
final class Constant implements GraphValue {
    private final String name;
    private final int[] dims;
    private final int[] strides;
    private final boolean isRowMajor;
    private final Tensor tensor; // or one of the next two
    private final double[] doubles;
    private final long[] longs;
    private final boolean isRounded; // to float, where the tensor is double
    private final boolean mayHoldRows;

    private Constant(String name, int[] dims, int[] strides, Tensor tensor, double[] doubles, long[] longs,
            boolean isRounded, boolean mayHoldRows) {
        this.name = name;
        this.dims = dims;
        this.strides = strides;
        isRowMajor = isRowMajor(dims, strides);
        this.tensor = tensor;
        this.doubles = doubles;
        this.longs = longs;
        this.isRounded = isRounded;
        this.mayHoldRows = mayHoldRows;
    }

    static Constant of(String name, Tensor tensor) {
        return new Constant(name, tensor.dims(), rowMajor(tensor.dims()), tensor, null, null, false, false);
    }

    static Constant of(String name, int[] dims, double[] values) {
        return new Constant(name, dims, rowMajor(dims), null, values, null, false, false);
    }

    static Constant of(String name, int[] dims, long[] values) {
        return new Constant(name, dims, rowMajor(dims), null, null, values, false, false);
    }

    /** Integers among which {@link ShapeOperators#ROWS} may stand for the number of rows. */
    static Constant ofSizes(String name, int[] dims, long[] values) {
        return new Constant(name, dims, rowMajor(dims), null, null, values, false, true);
    }

    private static int[] rowMajor(int[] dims) {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int d = dims.length - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= dims[d];
        }
        return strides;
    }

    /** For messages; text of the file. */
    String name() {
        return name;
    }

    int rank() {
        return dims.length;
    }

    int dim(int axis) {
        return dims[axis];
    }

    int[] dims() {
        return dims.clone();
    }

    int elements() {
        int elements = 1;
        for (int dim : dims) {
            elements *= dim;
        }
        return elements;
    }

    boolean isFloating() {
        return doubles != null || tensor != null && Tensor.isFloating(tensor.type());
    }

    boolean isInteger() {
        return longs != null || tensor != null && (tensor.type() == Tensor.INT64 || tensor.type() == Tensor.INT32);
    }

    boolean isBoolean() {
        return tensor != null && tensor.type() == Tensor.BOOL;
    }

    String typeName() {
        return doubles != null ? "FLOAT" : longs != null ? "INT64" : Tensor.typeName(tensor.type());
    }

    /** The element of a floating matrix. */
    double at(int row, int column) {
        return stored(row * strides[0] + column * strides[1]);
    }

    /** An element of a floating tensor, in row-major order of its dims. */
    double at(int index) {
        return stored(storedIndex(index));
    }

    /** An element of an integer or boolean tensor, in row-major order of its dims. */
    long integerAt(int index) {
        int stored = storedIndex(index);
        return longs != null ? longs[stored] : tensor.integer(stored);
    }

    /** Whether {@link ShapeOperators#ROWS} is a mark here, not a number of the file. */
    boolean mayHoldRows() {
        return mayHoldRows;
    }

    /** Whether the number of rows, which is not known, is among the elements of an integer tensor. */
    boolean holdsRows() {
        for (int i = 0; mayHoldRows && i < elements(); i++) {
            if (integerAt(i) == ShapeOperators.ROWS) {
                return true;
            }
        }
        return false;
    }

    /** The elements of an integer tensor. */
    long[] integers() {
        long[] integers = new long[elements()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = integerAt(i);
        }
        return integers;
    }

    private double stored(int index) {
        double value = doubles != null ? doubles[index] : tensor.floating(index);
        return isRounded ? (float) value : value;
    }

    private int storedIndex(int index) {
        if (isRowMajor) { // as a rule, and a division for each of many axes is slow
            return index;
        }
        int stored = 0;
        int rest = index;
        for (int d = dims.length - 1; d >= 0; d--) {
            stored += rest % dims[d] * strides[d];
            rest /= dims[d];
        }
        return stored;
    }

    /** The same numbers as floats, each rounded where it is none. */
    Constant rounded() {
        return new Constant(name, dims, strides, tensor, doubles, longs, true, mayHoldRows);
    }

    /** With axis d taken from axis {@code permutation[d]}. */
    Constant transposed(int[] permutation) {
        int[] newDims = new int[dims.length];
        int[] newStrides = new int[dims.length];
        for (int d = 0; d < dims.length; d++) {
            newDims[d] = dims[permutation[d]];
            newStrides[d] = strides[permutation[d]];
        }
        return new Constant(name, newDims, newStrides, tensor, doubles, longs, isRounded, mayHoldRows);
    }

    /** Whether the elements lie in row-major order, so that other dims of the same product fit them. */
    boolean isRowMajor() {
        return isRowMajor;
    }

    private static boolean isRowMajor(int[] dims, int[] strides) {
        int expected = 1;
        for (int d = dims.length - 1; d >= 0; d--) {
            if (dims[d] != 1 && strides[d] != expected) {
                return false;
            }
            expected *= dims[d];
        }
        return true;
    }

    /** The same elements under other dims of the same product; only of {@link #isRowMajor} ones. */
    Constant reshaped(int[] newDims) {
        assert isRowMajor();
        return new Constant(name, newDims, rowMajor(newDims), tensor, doubles, longs, isRounded, mayHoldRows);
    }
}
