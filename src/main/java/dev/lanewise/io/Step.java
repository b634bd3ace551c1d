package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.internal.onnx.Node;
import java.util.Arrays;

/**
 * What a graph does to a row, step by step from its input: the form between operators and layers. A step knows the one
 * before it; numbers stay in the constants of the file.
 */
sealed interface Step {
    /** What a selection takes in memory for each step that it passes, with the slopes of a PReLU and their digits. */
    long BYTES_PER_STEP = 256;

    /** See {@link #BYTES_PER_STEP}. */
    long BYTES_PER_INDEX = 32;

    /** The number of columns of the row after this step. */
    int columns();

    /** The step before, or null for the input. */
    Step previous();

    /** The row as it comes. */
    record Input(int columns) implements Step {
        @Override
        public Step previous() {
            return null;
        }
    }

    /**
     * x W · factor + bias.
     *
     * @param weights inputs × units
     * @param bias one per unit, or null for none
     * @param node for messages
     */
    record Linear(Step previous, Constant weights, double factor, Columns bias, Node node) implements Step {
        @Override
        public int columns() {
            return weights.dim(1);
        }
    }

    /** scale · x + shift, column by column. */
    record Affine(Step previous, Columns scale, Columns shift) implements Step {
        @Override
        public int columns() {
            return previous.columns();
        }
    }

    /** The columns of these indices, in this order. */
    record Select(Step previous, int[] indices) implements Step {
        @Override
        public int columns() {
            return indices.length;
        }
    }

    /** σ. */
    record Activate(Step previous, Activation activation) implements Step {
        @Override
        public int columns() {
            return previous.columns();
        }
    }

    /** This step followed by an affine one; itself where that does nothing. */
    default Step scaled(Columns scale, Columns shift) {
        return scale.isAll(1) && shift.isAll(0) ? this : new Affine(this, scale, shift);
    }

    /** This step followed by an activation; itself where that does nothing. */
    default Step activated(Activation activation) {
        return activation.equals(Activation.IDENTITY) ? this : new Activate(this, activation);
    }

    /**
     * This step followed by a selection of columns, taken as early as it can be: columns that are not selected need not be
     * computed, unless the activation looks at the whole row. The call pays for each step that it goes back.
     */
    default Step selected(int[] indices, Call call) {
        call.charge(BYTES_PER_STEP + BYTES_PER_INDEX * indices.length);
        return switch (this) {
            case Affine step -> step.previous.selected(indices, call)
                    .scaled(step.scale.select(indices), step.shift.select(indices));
            case Select step -> step.previous.selected(
                    Arrays.stream(indices).map(index -> step.indices[index]).toArray(), call);
            case Activate step when !step.activation.isRowwise() ->
                    step.previous.selected(indices, call).activated(UnitActivations.select(step.activation, indices));
            default -> new Select(this, indices);
        };
    }
}
