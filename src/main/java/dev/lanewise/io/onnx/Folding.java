package dev.lanewise.io.onnx;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Arithmetic on constants alone, in double: what a runtime would compute in float once per call. */
final class Folding {
    private Folding() {}

    static Constant unary(Call call, DoubleUnaryOperator function) {
        Constant a = call.floating(0, "operand");
        call.charge(8L * a.elements());
        double[] values = new double[a.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(a.at(i));
        }
        return Constant.of(call.node().outputs().getFirst(), a.dims(), values);
    }

    /** Arithmetic of shapes, on one number each, as exporters write it for the columns of a part. */
    static Constant integers(Call call, Constant a, Constant b, LongBinaryOperator function) {
        call.knownRows(a, "operand");
        call.knownRows(b, "operand");
        if (a.elements() != 1 || b.elements() != 1) {
            throw call.fault("computes with lists of integers; save the model with constants folded");
        }
        try {
            int value = Math.toIntExact(function.applyAsLong(a.integerAt(0), b.integerAt(0))); // both types have it alike
            int[] dims = a.rank() >= b.rank() ? a.dims() : b.dims();
            return Constant.of(call.node().outputs().getFirst(), dims, new long[] {value});
        } catch (ArithmeticException e) {
            throw call.fault("divides an integer by zero, or its result is no size, which has 32 bits");
        }
    }

    /** Both of one shape, or one of them a single number. */
    static Constant binary(Call call, DoubleBinaryOperator function) {
        Constant a = call.floating(0, "operand");
        Constant b = call.floating(1, "operand");
        boolean isSame = Arrays.equals(a.dims(), b.dims());
        Constant shape = isSame || b.elements() == 1 && b.rank() <= a.rank() ? a : b;
        if (!isSame && shape == b && !(a.elements() == 1 && a.rank() <= b.rank())) {
            throw call.fault("combines constants of different shapes; save the model with constants folded");
        }
        call.charge(8L * shape.elements());
        double[] values = new double[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(a.at(isSame || shape == a ? i : 0), b.at(isSame || shape == b ? i : 0));
        }
        return Constant.of(call.node().outputs().getFirst(), shape.dims(), values);
    }
}
