package dev.lanewise.io.onnx;

import dev.lanewise.internal.onnx.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that leave each row and the order of its columns as they are, or only change axes; refused where they do not. */
final class ShapeOperators {
    /** Stands for the number of rows in the shapes that {@link #shape} gives: no size is negative but −1. */
    static final long ROWS = Long.MIN_VALUE;

    private ShapeOperators() {}

    static GraphValue identity(Call call) {
        call.atMostInputs(1);
        call.ignore("consumed_inputs");
        return call.required(0);
    }

    /** Through unless in training. */
    static GraphValue dropout(Call call) {
        call.atMostInputs(call.opset() < 12 ? 1 : 3);
        if (call.hasInput(1)) {
            call.constant(1, "ratio");
        }
        call.ignore("ratio");
        call.ignore("seed");
        call.ignore("consumed_inputs");
        boolean isTraining = call.opset() < 7 && call.integer("is_test", 0) == 0;
        if (call.hasInput(2)) {
            Constant mode = call.constant(2, "training_mode");
            isTraining = !mode.isBoolean() || mode.elements() != 1 || mode.integerAt(0) != 0;
        }
        if (isTraining) {
            throw call.fault("is in training mode; save the model for inference");
        }
        return call.required(0);
    }

    static GraphValue flatten(Call call) {
        call.atMostInputs(1);
        Row row = call.row(0);
        RowShape shape = row.shape();
        long given = call.integer("axis", 1);
        if (given < 0 && call.opset() < 11) {
            throw call.fault("axis=" + given + " must not be negative before opset 11");
        }
        int axis = given == shape.rank() ? shape.rank() : call.axis(given, shape.rank());
        long[] sizes = {1, 1};
        for (int a = 0; a < shape.rank(); a++) {
            int side = a < axis ? 0 : 1;
            sizes[side] = shape.size(a) < 0 || sizes[side] < 0 ? -1 : sizes[side] * shape.size(a);
        }
        return reshaped(call, row, sizes);
    }

    static GraphValue reshape(Call call) {
        call.atMostInputs(2);
        boolean zeroIsZero = call.integer("allowzero", 0) != 0;
        Constant shape = call.sizes(1, "shape");
        long[] sizes = shape.integers();
        checkAxes(call, sizes.length);
        checkSizes(call, sizes, shape.mayHoldRows());
        if (call.required(0) instanceof Constant constant) {
            call.knownRows(shape, "shape");
            return constantReshaped(call, constant, sizes, zeroIsZero);
        }
        Row row = call.row(0);
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] == ROWS) {
                sizes[axis] = axis == 0 ? -1 : ROWS;
            } else if (sizes[axis] == 0 && !zeroIsZero && axis < row.shape().rank()) {
                sizes[axis] = row.shape().size(axis);
            }
        }
        return reshaped(call, row, inferred(row.shape(), sizes));
    }

    private static void checkSizes(Call call, long[] sizes, boolean mayHoldRows) {
        int open = 0;
        for (long size : sizes) {
            open += size == -1 ? 1 : 0;
            if (open > 1 || size < -1 && !(mayHoldRows && size == ROWS)) {
                String shape = mayHoldRows ? text(sizes) : Arrays.toString(sizes);
                throw call.fault("has the shape " + shape + "; no size is below -1, and only one may be -1");
            }
        }
    }

    /**
     * Where −1 is not in front, the first size is that of the rows, and the −1 what is left of a row. With a first size of the
     * file and an open number of rows the −1 would be another one for each batch.
     */
    private static long[] inferred(RowShape shape, long[] sizes) {
        long[] result = sizes.clone();
        long known = 1;
        int open = 0;
        for (int axis = 1; axis < result.length; axis++) {
            if (result[axis] == -1) {
                open = axis;
            } else {
                known = known > Integer.MAX_VALUE ? known : known * Math.max(0, Math.min(result[axis], Integer.MAX_VALUE));
            }
        }
        if (open == 0 || known == 0 || shape.columns() % known != 0) {
            return result;
        }
        boolean isRowCountOpen = shape.rows().length > 0 && shape.rows()[0] < 0;
        if (result[0] == -1 || result[0] > 0 && !isRowCountOpen) {
            result[open] = shape.columns() / known;
        }
        return result;
    }

    /** The same columns under other axes: the first one counts rows as before, or one row has no axis of rows. */
    private static GraphValue reshaped(Call call, Row row, long[] sizes) {
        RowShape shape = row.shape();
        int first = shape.rows().length;
        boolean isOneRow = first == 0 || first == 1 && shape.rows()[0] == 1;
        if (isOneRow && product(sizes, 0) == shape.columns() && !(sizes.length > 0 && sizes[0] == 1)) {
            return row.with(new RowShape(new long[0], ints(sizes, 0)));
        }
        boolean keepsRows = sizes.length > 0 && product(sizes, 1) == shape.columns()
                && (first == 1 && (sizes[0] < 0 || shape.rows()[0] < 0 || sizes[0] == shape.rows()[0])
                        || first == 0 && (sizes[0] == 1 || sizes[0] == -1));
        if (!keepsRows) {
            throw call.fault("makes " + text(sizes) + " of a tensor of shape " + shape + ", which would mix rows; the"
                    + " columns of a row must stay together");
        }
        long rows = first == 0 ? 1 : shape.rows()[0] < 0 ? -1 : shape.rows()[0];
        return row.with(new RowShape(new long[] {rows}, ints(sizes, 1)));
    }

    private static String text(long[] sizes) {
        return Arrays.toString(sizes).replace(Long.toString(ROWS), "N");
    }

    /** The product of sizes from an axis on; −1 where one is negative or it is beyond every row. */
    private static long product(long[] sizes, int from) {
        long product = 1;
        for (int axis = from; axis < sizes.length; axis++) {
            if (sizes[axis] < 0 || sizes[axis] > Integer.MAX_VALUE || product > Integer.MAX_VALUE) {
                return -1;
            }
            product *= sizes[axis];
        }
        return product;
    }

    private static int[] ints(long[] sizes, int from) {
        return Arrays.stream(sizes, from, sizes.length).mapToInt(Math::toIntExact).toArray();
    }

    private static GraphValue constantReshaped(Call call, Constant constant, long[] sizes, boolean zeroIsZero) {
        int[] dims = new int[sizes.length];
        long known = 1;
        int open = -1;
        for (int axis = 0; axis < dims.length; axis++) {
            boolean keeps = sizes[axis] == 0 && !zeroIsZero && axis < constant.rank();
            long size = keeps ? constant.dim(axis) : sizes[axis];
            if (size == -1 && open < 0) {
                open = axis;
            } else if (size < 1 || size > constant.elements() / known) {
                throw call.fault("gives a constant the shape " + text(sizes) + ", which its " + constant.elements()
                        + " elements do not fit");
            } else {
                known *= size;
                dims[axis] = (int) size;
            }
        }
        if (open >= 0) {
            dims[open] = (int) (constant.elements() / known);
            known *= dims[open];
        }
        if (known != constant.elements() || known == 0 || !constant.isRowMajor()) {
            throw call.fault("gives a constant the shape " + text(sizes) + ", which its " + constant.elements()
                    + " elements do not fit in their order");
        }
        return constant.reshaped(dims);
    }

    private static void checkAxes(Call call, int axes) {
        if (axes > Tensor.MOST_AXES) {
            throw call.fault("makes a tensor of " + axes + " axes; at most " + Tensor.MOST_AXES + " are read");
        }
    }

    static GraphValue squeeze(Call call) {
        call.atMostInputs(call.opset() < 13 ? 1 : 2);
        long[] axes = axes(call);
        int rank = rank(call.required(0));
        boolean[] isGone = new boolean[rank];
        if (axes == null) {
            for (int axis = 0; axis < rank; axis++) {
                isGone[axis] = size(call.required(0), axis) == 1;
            }
        } else {
            for (long axis : axes) {
                isGone[call.axis(axis, rank)] = true;
            }
        }
        List<Long> sizes = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            if (!isGone[axis]) {
                sizes.add(size(call.required(0), axis));
            } else if (size(call.required(0), axis) != 1) {
                throw call.fault("removes axis " + axis + ", whose size is not known to be 1");
            }
        }
        return withSizes(call, sizes);
    }

    static GraphValue unsqueeze(Call call) {
        call.atMostInputs(call.opset() < 13 ? 1 : 2);
        long[] axes = axes(call);
        if (axes == null) {
            throw call.fault("lacks axes");
        }
        int rank = rank(call.required(0)) + axes.length;
        checkAxes(call, rank);
        boolean[] isNew = new boolean[rank];
        for (long axis : axes) {
            int place = call.axis(axis, rank);
            if (isNew[place]) {
                throw call.fault("names axis " + axis + " twice");
            }
            isNew[place] = true;
        }
        List<Long> sizes = new ArrayList<>();
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            sizes.add(isNew[axis] ? 1 : size(call.required(0), next++));
        }
        return withSizes(call, sizes);
    }

    private static GraphValue withSizes(Call call, List<Long> sizes) {
        long[] array = sizes.stream().mapToLong(size -> size).toArray();
        if (call.required(0) instanceof Constant constant) {
            if (!constant.isRowMajor() || constant.elements() == 0) {
                throw call.fault("changes the axes of a transposed or empty constant; save the model with constants"
                        + " folded");
            }
            return constant.reshaped(ints(array, 0));
        }
        return reshaped(call, call.row(0), array);
    }

    /** An attribute before opset 13, then an input; null where there is neither. */
    private static long[] axes(Call call) {
        long[] axes = call.opset() < 13
                ? call.integers("axes")
                : call.hasInput(1) ? call.integers(1, "axes") : null;
        if (axes != null && axes.length > Tensor.MOST_AXES) {
            throw call.fault("names " + axes.length + " axes; a tensor has at most " + Tensor.MOST_AXES);
        }
        return axes;
    }

    private static int rank(GraphValue value) {
        return value instanceof Constant constant ? constant.rank() : ((Row) value).shape().rank();
    }

    private static long size(GraphValue value, int axis) {
        return value instanceof Constant constant ? constant.dim(axis) : ((Row) value).shape().size(axis);
    }

    static GraphValue transpose(Call call) {
        call.atMostInputs(1);
        Row turned = call.turned(0);
        GraphValue value = turned == null ? call.required(0) : turned;
        int rank = rank(value);
        long[] permutation = call.integers("perm");
        int[] from = new int[rank];
        boolean[] isUsed = new boolean[rank];
        if (permutation != null && permutation.length != rank) {
            throw call.fault("has a perm of " + permutation.length + " axes for a tensor of " + rank);
        }
        for (int axis = 0; axis < rank; axis++) {
            from[axis] = permutation == null ? rank - 1 - axis : call.axis(permutation[axis], rank);
            if (isUsed[from[axis]]) {
                throw call.fault("names axis " + from[axis] + " twice in its perm");
            }
            isUsed[from[axis]] = true;
        }
        if (value instanceof Constant constant) {
            return constant.transposed(from);
        }
        Row row = (Row) value;
        boolean exchanges = rank == 2 && from[0] == 1;
        if (turned != null) {
            return exchanges ? row : new Turned(row);
        }
        return exchanges && row.shape().rows().length == 1 && row.shape().columns() > 1
                ? new Turned(row) : rowTransposed(call, row, from);
    }

    /** Axes of size one may move; the others must keep their order. */
    private static GraphValue rowTransposed(Call call, Row row, int[] from) {
        long[] sizes = new long[from.length];
        int last = -1;
        for (int axis = 0; axis < from.length; axis++) {
            sizes[axis] = row.shape().size(from[axis]);
            if (sizes[axis] != 1) {
                if (from[axis] < last) {
                    throw call.fault("changes the order of the columns of a tensor of shape " + row.shape()
                            + "; reorder the weights instead");
                }
                last = from[axis];
            }
        }
        return reshaped(call, row, sizes);
    }

    /** The sizes of a tensor, with a mark for the number of rows: what views of x.size(0) rows are made of. */
    static GraphValue shape(Call call) {
        call.atMostInputs(1);
        GraphValue value = call.required(0);
        int rank = rank(value);
        long from = call.integer("start", 0);
        long to = call.integer("end", rank);
        int start = Math.clamp(from < 0 ? from + rank : from, 0, rank);
        int end = Math.clamp(to < 0 ? to + rank : to, start, rank);
        long[] sizes = new long[end - start];
        for (int axis = start; axis < end; axis++) {
            boolean countsRows = value instanceof Row row && axis < row.shape().rows().length;
            sizes[axis - start] = countsRows ? ROWS : size(value, axis);
        }
        return Constant.ofSizes("", new int[] {sizes.length}, sizes);
    }
}
