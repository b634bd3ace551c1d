package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Layers from steps. A layer is a Linear step with the affine steps and selections around it: those behind it, up to the
 * activation, and those before it back to the last one. Where there is no Linear step between two activations, at the front
 * or at the end, a layer is made: the identity, scaled, shifted, selected. All layers are planned, paid for and checked
 * before the first is formed.
 */
final class LayerAssembly {
    private final Budget budget;
    private final List<LayerForm> forms = new ArrayList<>();
    private LayerForm current; // still without its activation, or null between layers
    private int columns; // that enter the next layer
    private Columns scale; // of those
    private Columns shift;

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
        List<LayerForm> forms = assembly.finish();
        forms.forEach(budget::chargeWeights);
        forms.forEach(LayerForm::check);
        return Network.of(forms.stream().map(LayerForm::layer).toArray(DenseLayer[]::new));
    }

    private void take(Step step) {
        switch (step) {
            case Step.Input input -> start(input.columns());
            case Step.Linear linear -> {
                if (current != null) {
                    end(Activation.IDENTITY);
                }
                begin(new LayerForm(linear));
            }
            case Step.Affine affine -> {
                Columns scaleBefore = current != null ? current.outScale() : scale;
                Columns shiftBefore = current != null ? current.outShift() : shift;
                boolean isJoined = !scaleBefore.isScalar(1) || !shiftBefore.isScalar(0);
                if (isJoined && areVectors(scaleBefore, shiftBefore, affine.scale(), affine.shift())) {
                    budget.chargeColumns(3L * affine.columns()); // a product, one more and a sum: also where 2 meets a vector
                }
                if (current != null) {
                    current.scaleSums(affine.scale(), affine.shift());
                } else {
                    scale = scale.times(affine.scale());
                    shift = shift.times(affine.scale()).plus(affine.shift());
                }
            }
            case Step.Select select -> {
                if (current != null && current.hasSelection()) {
                    end(Activation.IDENTITY);
                }
                make().select(select.indices());
            }
            case Step.Activate activate -> {
                make();
                end(activate.activation());
            }
            case Step.Leak leak -> {
                budget.chargeColumns(leak.columns());
                make();
                end(leak.activation());
            }
        }
    }

    private static boolean areVectors(Columns... some) {
        return Stream.of(some).anyMatch(Columns::isVector);
    }

    private void start(int incoming) {
        columns = incoming;
        scale = Columns.ONE;
        shift = Columns.ZERO;
    }

    private void begin(LayerForm form) {
        form.scaleInputs(scale, shift);
        current = form;
    }

    /** The layer there is, or one that is made. */
    private LayerForm make() {
        if (current == null) {
            begin(new LayerForm(columns, forms.size()));
        }
        return current;
    }

    private void end(Activation activation) {
        current.activate(activation);
        forms.add(current);
        start(current.units());
        current = null;
    }

    private List<LayerForm> finish() {
        boolean isPending = current != null || !scale.isAll(1) || !shift.isAll(0);
        if (isPending || forms.isEmpty()) {
            make();
            end(Activation.IDENTITY);
        }
        return forms;
    }
}
