package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.internal.onnx.OnnxFault;

/**
 * A layer that is about to be formed: (x · inScale + inShift) W, of which some columns, · outScale + outShift, then σ. Each
 * weight is formed in double from all of them, and rounded once; without any, it is the number of the file.
 */
final class LayerForm {
    private final int index; // in the network, where it is made
    private final int inputs;
    private final Step.Linear linear; // or null for the identity
    private Columns inScale = Columns.ONE;
    private Columns inShift = Columns.ZERO;
    private int[] selection; // columns of W, or null for all
    private Columns outScale = Columns.ONE;
    private Columns outShift = Columns.ZERO;
    private Activation activation = Activation.IDENTITY;

    /** A layer around a Linear step. */
    LayerForm(Step.Linear linear) {
        this.index = -1;
        this.inputs = linear.weights().dim(0);
        this.linear = linear;
    }

    /** A layer made for lack of one: the identity on so many columns. */
    LayerForm(int columns, int index) {
        this.index = index;
        this.inputs = columns;
        this.linear = null;
    }

    String place() {
        return linear == null ? "graph, layer " + index : NodeFault.place(linear.node());
    }

    int inputs() {
        return inputs;
    }

    int units() {
        return selection != null ? selection.length : linear != null ? linear.columns() : inputs;
    }

    boolean hasSelection() {
        return selection != null;
    }

    /** What happens to the inputs, before W. */
    void scaleInputs(Columns scale, Columns shift) {
        inScale = scale;
        inShift = shift;
    }

    Columns outScale() {
        return outScale;
    }

    Columns outShift() {
        return outShift;
    }

    /** What happens to the sums, after what has been said of them so far. */
    void scaleSums(Columns scale, Columns shift) {
        outScale = outScale.times(scale);
        outShift = outShift.times(scale).plus(shift);
    }

    void select(int[] columns) {
        selection = columns;
        outScale = outScale.select(columns);
        outShift = outShift.select(columns);
    }

    void activate(Activation last) {
        activation = last;
    }

    /** Computes all numbers and keeps none, so that a refusal comes before there are any. */
    void check() {
        form(null, null);
    }

    DenseLayer layer() {
        float[] weights = new float[inputs * units()];
        float[] bias = hasBias() ? new float[units()] : null;
        form(weights, bias);
        return DenseLayer.of(inputs, units(), weights, bias, activation);
    }

    private void form(float[] weights, float[] bias) {
        int units = units();
        boolean isShifted = !inShift.isAll(0);
        for (int m = 0; m < units; m++) {
            int column = selection == null ? m : selection[m];
            double sum = 0;
            for (int j = 0; j < inputs; j++) {
                double w = weight(j, column);
                float rounded = rounded(scaled(inScale.get(j), w) * outScale.get(m));
                if (weights != null) {
                    weights[j * units + m] = rounded;
                }
                double shift = isShifted ? inShift.get(j) : 0;
                if (shift != 0) {
                    checkBehindShift(shift, w);
                    sum += scaled(shift, w);
                }
            }
            float rounded = rounded(plus(plus(ownBias(column), sum) * outScale.get(m), outShift.get(m)));
            if (bias != null) {
                bias[m] = rounded;
            }
        }
    }

    /** (x + 20) · ∞ is not x · ∞ + 20 · ∞ where x is below −20. */
    private void checkBehindShift(double shift, double weight) {
        if (!Double.isFinite(weight)) {
            throw new OnnxFault(place(), null, "has a weight of " + weight + " behind a shift of " + shift + ", which cannot be"
                    + " folded into a bias; make the weights finite");
        }
    }

    private double weight(int input, int column) {
        return linear == null ? input == column ? 1 : 0 : linear.factor() * linear.weights().at(input, column);
    }

    /** A zero of the identity stays one, whatever the scale. */
    private double scaled(double scale, double weight) {
        return linear == null && weight == 0 ? 0 : scale * weight;
    }

    private boolean hasBias() {
        return linear != null && linear.bias() != null || !inShift.isAll(0) || !outShift.isAll(0);
    }

    private double ownBias(int column) {
        return linear == null || linear.bias() == null ? 0 : linear.bias().get(column);
    }

    /** The sum, where nothing added leaves a −0 as it is. */
    private static double plus(double value, double shift) {
        return shift == 0 ? value : value + shift;
    }

    /** The nearest float; refused where that is an infinity and the number is none. */
    private float rounded(double value) {
        float nearest = (float) value;
        if (Float.isInfinite(nearest) && !Double.isInfinite(value)) {
            throw new OnnxFault(place(), null, "holds or is folded to a weight of " + value + ", beyond the floats;"
                    + " scale the model down");
        }
        return nearest;
    }
}
