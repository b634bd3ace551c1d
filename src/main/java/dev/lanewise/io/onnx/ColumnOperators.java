package dev.lanewise.io.onnx;

import dev.lanewise.internal.onnx.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Split, Slice and Gather: of rows they take columns, which are then all that is computed; of lists of integers, elements,
 * as the arithmetic of shapes needs. Concat joins such lists.
 */
final class ColumnOperators {
    private static final int MOST_PARTS = 1024;

    /** Beside its numbers; a node may make several on the way. */
    private static final int BYTES_PER_CONSTANT = 256;

    private ColumnOperators() {}

    static List<GraphValue> split(Call call) {
        call.atMostInputs(call.opset() < 13 ? 1 : 2);
        Row row = call.row(0).settled();
        int axis = columnAxis(call, row, call.integer("axis", 0));
        int size = (int) row.shape().size(axis);
        List<GraphValue> parts = new ArrayList<>();
        int from = 0;
        for (long part : partSizes(call, size)) {
            if (part < 0 || part > size - from) {
                throw call.fault("splits an axis of " + size + " into parts that do not fit");
            }
            int[] taken = IntStream.range(from, from + (int) part).toArray();
            parts.add(part == 0 ? null : taken(call, row, axis, taken, false));
            from += (int) part;
        }
        if (from != size) {
            throw call.fault("splits an axis of " + size + " into parts of " + from + " together");
        }
        return parts;
    }

    /** As given by an attribute (before opset 13) or an input, or equal; since opset 18 told so, and the last may be smaller. */
    private static long[] partSizes(Call call, int size) {
        int parts = call.outputCount();
        long[] given = call.opset() < 13
                ? call.integers("split")
                : call.hasInput(1) ? call.integers(1, "split") : null;
        if (call.opset() >= 18) {
            if (call.hasAttribute("num_outputs") == (given != null)) {
                throw call.fault("must have either the input split or the attribute num_outputs since opset 18");
            }
            long declared = call.integer("num_outputs", parts);
            if (declared != parts) {
                throw call.fault("num_outputs=" + declared + " does not match its " + parts + " outputs");
            }
        }
        if (parts > MOST_PARTS || given != null && given.length != parts) {
            throw call.fault("has " + parts + " outputs; at most " + MOST_PARTS + " are read, and as many as sizes are"
                    + " given");
        }
        if (given == null && size % parts != 0 && call.opset() < 18) {
            throw call.fault("splits an axis of " + size + " into " + parts + " equal parts");
        }
        if (given != null) {
            return given;
        }
        int each = (size + parts - 1) / parts;
        return IntStream.range(0, parts).mapToLong(part -> Math.clamp(size - (long) part * each, 0, each)).toArray();
    }

    static GraphValue slice(Call call) {
        boolean areInputs = call.opset() >= 10;
        call.atMostInputs(areInputs ? 5 : 1);
        long[] starts = areInputs ? call.integers(1, "starts") : call.integers("starts");
        long[] ends = areInputs ? call.integers(2, "ends") : call.integers("ends");
        long[] axes = !areInputs ? call.integers("axes") : call.hasInput(3) ? call.integers(3, "axes") : null;
        long[] steps = areInputs && call.hasInput(4) ? call.integers(4, "steps") : null;
        if (starts == null || ends == null || ends.length != starts.length || axes != null && axes.length != starts.length
                || steps != null && steps.length != starts.length || starts.length > Tensor.MOST_AXES) {
            throw call.fault("needs starts, ends, axes and steps of one length, at most " + Tensor.MOST_AXES);
        }
        GraphValue value = call.required(0);
        for (int i = 0; i < starts.length; i++) {
            value = sliced(call, value, axes == null ? i : axes[i], starts[i], ends[i], steps == null ? 1 : steps[i]);
        }
        return value;
    }

    private static GraphValue sliced(Call call, GraphValue value, long axis, long start, long end, long step) {
        if (step == 0) {
            throw call.fault("has a step of 0");
        }
        if (value instanceof Constant constant) {
            int size = requireList(call, constant);
            return elements(call, constant, range(call, size, start, end, step));
        }
        Row row = (Row) value;
        int place = call.axis(axis, row.shape().rank());
        if (place < row.shape().rows().length && start == 0 && end >= Integer.MAX_VALUE && step == 1) {
            return row; // all rows
        }
        place = columnAxis(call, row, axis);
        int[] taken = range(call, (int) row.shape().size(place), start, end, step);
        return taken(call, row.settled(), place, taken, false);
    }

    /** The indices from start to before end, as Python counts them. */
    private static int[] range(Call call, int size, long start, long end, long step) {
        if (step < 0 && start < -size) { // numpy takes nothing there, other readers the first element
            throw call.fault("starts at " + start + ", before the first element of an axis of " + size + ", and goes back");
        }
        long least = step > 0 ? 0 : -1;
        long most = step > 0 ? size : size - 1;
        long from = Math.clamp(start < 0 ? start + size : start, least, most);
        long to = Math.clamp(end < 0 ? Math.max(end, Long.MIN_VALUE + size) + size : end, least, most);
        long stride = Math.clamp(step, -size - 1, size + 1); // beyond the axis one element is taken anyway
        long count = Math.max(0, (to - from + stride - Long.signum(stride)) / stride);
        call.charge(4L * count);
        int[] indices = new int[(int) count];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) (from + i * stride);
        }
        return indices;
    }

    static GraphValue gather(Call call) {
        call.atMostInputs(2);
        long axis = call.integer("axis", 0);
        Constant constant = call.constant(1, "indices");
        if (!constant.isInteger() || constant.rank() > 1) {
            throw call.fault("its indices must be one integer or a list of integers");
        }
        boolean isOne = constant.rank() == 0;
        long[] indices = isOne
                ? new long[] {call.knownRows(constant, "index").integerAt(0)}
                : call.integers(1, "indices");
        if (call.required(0) instanceof Constant list) {
            int[] taken = checked(call, indices, requireList(call, list));
            return isOne ? elements(call, list, taken).reshaped(new int[0]) : elements(call, list, taken);
        }
        Row row = call.row(0);
        int place = columnAxis(call, row, axis);
        return taken(call, row.settled(), place, checked(call, indices, (int) row.shape().size(place)), isOne);
    }

    private static int[] checked(Call call, long[] indices, int size) {
        call.charge(4L * indices.length);
        int[] checked = new int[indices.length];
        for (int i = 0; i < checked.length; i++) {
            if (indices[i] < -size || indices[i] >= size) {
                throw call.fault("takes element " + indices[i] + " of an axis of " + size);
            }
            checked[i] = (int) (indices[i] < 0 ? indices[i] + size : indices[i]);
        }
        return checked;
    }

    /** An axis within a row. */
    private static int columnAxis(Call call, Row row, long axis) {
        int place = call.axis(axis, row.shape().rank());
        if (place < row.shape().rows().length) {
            throw call.fault("takes rows (axis " + place + ") of a tensor of shape " + row.shape() + "; only columns are"
                    + " taken");
        }
        return place;
    }

    /** The columns of a row whose index along an axis is one of these. */
    private static Row taken(Call call, Row row, int axis, int[] indices, boolean dropsAxis) {
        if (indices.length == 0) {
            throw call.fault("takes no columns; a layer has one at least");
        }
        int feature = axis - row.shape().rows().length;
        int[] features = row.shape().features();
        int inner = 1;
        for (int f = feature + 1; f < features.length; f++) {
            inner *= features[f];
        }
        int size = features[feature];
        int outer = row.shape().columns() / (size * inner);
        long count = (long) outer * indices.length * inner;
        call.charge(4 * count);
        int[] columns = new int[(int) count];
        for (int c = 0; c < columns.length; c++) {
            int place = c / inner;
            columns[c] = (place / indices.length * size + indices[place % indices.length]) * inner + c % inner;
        }
        int[] left = dropsAxis
                ? IntStream.range(0, features.length).filter(f -> f != feature).map(f -> features[f]).toArray()
                : Arrays.copyOf(features, features.length);
        if (!dropsAxis) {
            left[feature] = indices.length;
        }
        return new Row(row.base().selected(columns, call), Expression.VARIABLE, row.shape().withFeatures(left), call.node());
    }

    private static int requireList(Call call, Constant constant) {
        if (!constant.isInteger() || constant.rank() != 1) {
            throw call.fault("takes elements of a constant that is no list of integers; save the model with constants"
                    + " folded");
        }
        return constant.dim(0);
    }

    private static Constant elements(Call call, Constant list, int[] indices) {
        call.charge(BYTES_PER_CONSTANT + 8L * indices.length);
        int[] dims = {indices.length};
        long[] taken = Arrays.stream(indices).mapToLong(list::integerAt).toArray();
        return list.mayHoldRows() ? Constant.ofSizes(list.name(), dims, taken) : Constant.of(list.name(), dims, taken);
    }

    static GraphValue concat(Call call) {
        long[] joined = {};
        for (int i = 0; i < call.inputCount(); i++) {
            if (call.required(i) instanceof Row) {
                throw call.fault("joins computed tensors; branches are not dense layers");
            }
            Constant list = call.constant(i, "input");
            requireList(call, list);
            call.charge(8L * (joined.length + list.elements()));
            long[] longer = Arrays.copyOf(joined, joined.length + list.elements());
            for (int k = 0; k < list.elements(); k++) {
                longer[joined.length + k] = list.integerAt(k);
                if (!list.mayHoldRows() && list.integerAt(k) == ShapeOperators.ROWS) {
                    throw call.fault("joins the size " + list.integerAt(k) + ", which is none");
                }
            }
            joined = longer;
        }
        if (!call.hasAttribute("axis")) {
            throw call.fault("lacks the attribute axis");
        }
        call.axis(call.integer("axis", 0), 1); // of lists, which have one
        return Constant.ofSizes(call.node().outputs().getFirst(), new int[] {joined.length}, joined);
    }
}
