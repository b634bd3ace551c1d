package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.internal.onnx.OnnxFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers from steps. A layer is a Linear step with the affine steps and selections around it: those behind it, up to the
 * activation, and those before it back to the last one. Each weight is formed in double from all of them, and rounded once;
 * without any, it is the number of the file. Where there is no Linear step between two activations, at the front or at the
 * end, a layer is made: the identity, scaled, shifted, selected.
 */
final class LayerAssembly {
    private final Budget budget;
    private final List<DenseLayer> layers = new ArrayList<>();
    private int inputs; // columns that enter the layer being formed
    private Columns inScale;
    private Columns inShift;
    private Step.Linear linear; // or one of the next, or none of them
    private boolean isMade;
    private int[] selection; // columns of the linear step, or null for all
    private Columns outScale;
    private Columns outShift;

    private LayerAssembly(Budget budget) {
        this.budget = budget;
    }

    /** The network of the steps up to this one. */
    static Network network(Step last, Budget budget) {
        List<Step> steps = new ArrayList<>();
        for (Step step = last; step != null; step = step.previous()) {
            steps.add(step);
        }
        LayerAssembly assembly = new LayerAssembly(budget);
        for (Step step : steps.reversed()) {
            assembly.take(step);
        }
        assembly.finish();
        return Network.of(assembly.layers.toArray(DenseLayer[]::new));
    }

    private void take(Step step) {
        switch (step) {
            case Step.Input input -> start(input.columns());
            case Step.Linear next -> {
                if (hasMatrix()) {
                    layer(Activation.IDENTITY);
                }
                linear = next;
            }
            case Step.Affine affine -> {
                if (hasMatrix()) {
                    outScale = outScale.times(affine.scale());
                    outShift = outShift.times(affine.scale()).plus(affine.shift());
                } else {
                    inScale = inScale.times(affine.scale());
                    inShift = inShift.times(affine.scale()).plus(affine.shift());
                }
            }
            case Step.Select select -> {
                if (hasMatrix() && selection != null) {
                    layer(Activation.IDENTITY);
                }
                isMade |= linear == null;
                selection = select.indices();
                outScale = outScale.select(selection);
                outShift = outShift.select(selection);
            }
            case Step.Activate activate -> {
                isMade |= linear == null;
                layer(activate.activation());
            }
        }
    }

    private void start(int columns) {
        inputs = columns;
        inScale = Columns.ONE;
        inShift = Columns.ZERO;
        linear = null;
        isMade = false;
        selection = null;
        outScale = Columns.ONE;
        outShift = Columns.ZERO;
    }

    private boolean hasMatrix() {
        return linear != null || isMade;
    }

    private void finish() {
        boolean isPending = hasMatrix() || !inScale.isAll(1) || !inShift.isAll(0);
        if (isPending || layers.isEmpty()) {
            isMade |= linear == null;
            layer(Activation.IDENTITY);
        }
    }

    /** The weight of the step itself, before anything is folded in. */
    private double weight(int input, int column) {
        return linear == null ? input == column ? 1 : 0 : linear.factor() * linear.weights().at(input, column);
    }

    private void layer(Activation activation) {
        int units = selection != null ? selection.length : linear != null ? linear.columns() : inputs;
        budget.chargeWeights(place(), inputs, units);
        float[] weights = new float[inputs * units];
        float[] bias = hasBias() ? new float[units] : null;
        boolean isShifted = !inShift.isAll(0);
        for (int m = 0; m < units; m++) {
            int column = selection == null ? m : selection[m];
            double sum = 0;
            for (int j = 0; j < inputs; j++) {
                double w = weight(j, column);
                weights[j * units + m] = rounded(scaled(inScale.get(j), w) * outScale.get(m));
                if (isShifted) {
                    sum += scaled(inShift.get(j), w);
                }
            }
            if (bias != null) {
                bias[m] = rounded(plus(plus(bias(column), sum) * outScale.get(m), outShift.get(m)));
            }
        }
        layers.add(DenseLayer.of(inputs, units, weights, bias, activation));
        start(units);
    }

    /** A zero of a made layer stays one, whatever the scale. */
    private double scaled(double scale, double weight) {
        return linear == null && weight == 0 ? 0 : scale * weight;
    }

    private boolean hasBias() {
        return linear != null && linear.bias() != null || !inShift.isAll(0) || !outShift.isAll(0);
    }

    private double bias(int column) {
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
            throw new OnnxFault(place(), null, "holds or is folded to a weight of " + value + ", beyond the floats; scale the"
                    + " model down");
        }
        return nearest;
    }

    private String place() {
        return linear == null ? "graph, layer " + layers.size() : linear.place();
    }
}
