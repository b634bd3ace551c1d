package dev.lanewise.io.onnx;

import dev.lanewise.internal.format.Quote;

/** Constants beside rows, by the rule of numpy: axes are matched from the last, and one of size 1 serves for all. */
final class Broadcast {
    private Broadcast() {}

    /** The number of a constant for each column of a row, or one for all; refused where rows would differ or grow. */
    static Columns columns(Call call, Constant constant, RowShape shape) {
        if (constant.rank() > shape.rank()) {
            throw call.fault("combines a tensor of shape " + shape + " with a constant of " + constant.rank()
                    + " axes, tensor " + Quote.ascii(constant.name()) + ", which would give it more axes");
        }
        int missing = shape.rank() - constant.rank();
        for (int d = 0; d < constant.rank(); d++) {
            int axis = missing + d;
            boolean fits = constant.dim(d) == 1
                    || axis >= shape.rows().length && constant.dim(d) == shape.size(axis);
            if (!fits) {
                throw call.fault("combines a tensor of shape " + shape + " with a constant, tensor "
                        + Quote.ascii(constant.name()) + ", of size " + constant.dim(d) + " in axis " + axis
                        + "; a constant must be the same for every row and have one number for each column, or one for all");
            }
        }
        if (constant.elements() == 1) {
            return Columns.of(constant.at(0));
        }
        if (constant.elements() == shape.columns() && constant.isRowMajor()) { // sizes of one apart, the same axes
            call.charge(shape.columns()); // looked through, however often it is used
            return Columns.of(constant);
        }
        call.charge(8L * shape.columns());
        return Columns.of(spread(constant, shape, missing));
    }

    private static double[] spread(Constant constant, RowShape shape, int missing) {
        int first = shape.rows().length;
        double[] columns = new double[shape.columns()];
        for (int c = 0; c < columns.length; c++) {
            int index = 0; // in the constant, row-major
            int stride = 1;
            int rest = c;
            for (int axis = shape.rank() - 1; axis >= Math.max(first, missing); axis--) {
                int size = (int) shape.size(axis);
                int dim = constant.dim(axis - missing);
                index += dim == 1 ? 0 : rest % size * stride;
                stride *= dim;
                rest /= size;
            }
            columns[c] = constant.at(index);
        }
        return columns;
    }
}
