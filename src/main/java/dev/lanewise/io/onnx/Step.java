package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.internal.onnx.Node;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.UnaryOperator;

/**
 * What a graph does to a row, step by step from its input: the form between operators and layers. A step knows the one
 * before it; numbers stay in the constants of the file.
 */
sealed interface Step {
    /** What a selection takes in memory for each step that it passes. */
    long BYTES_PER_STEP = 256;

    /** See {@link #BYTES_PER_STEP}. */
    long BYTES_PER_INDEX = 32;

    /** The number of columns of the row after this step. Stored where it is that of the step before: chains are long. */
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
    record Affine(Step previous, int columns, Columns scale, Columns shift) implements Step {}

    /** The columns of these indices, in this order. */
    record Select(Step previous, int[] indices) implements Step {
        @Override
        public int columns() {
            return indices.length;
        }
    }

    /** σ. */
    record Activate(Step previous, int columns, Activation activation) implements Step {}

    /** A leaky ReLU with a slope for each column, the slopes not all the same. */
    record Leak(Step previous, int columns, Columns slopes) implements Step {
        /** As an activation, each slope rounded once. */
        Activation activation() {
            float[] perUnit = new float[columns];
            for (int c = 0; c < perUnit.length; c++) {
                perUnit[c] = (float) slopes.get(c);
            }
            return Activation.prelu(perUnit);
        }
    }

    /** This step followed by an affine one; itself where that does nothing. */
    default Step scaled(Columns scale, Columns shift) {
        return scale.isAll(1) && shift.isAll(0) ? this : new Affine(this, columns(), scale, shift);
    }

    /** This step followed by an activation; itself where that does nothing. */
    default Step activated(Activation activation) {
        return activation.equals(Activation.IDENTITY) ? this : new Activate(this, columns(), activation);
    }

    /**
     * This step followed by a leaky ReLU.
     *
     * @throws IllegalArgumentException if a slope is no finite float
     */
    default Step leaking(Columns slopes) {
        if (slopes.isUniform()) {
            double slope = slopes.get(0);
            return activated(slope == 0 ? Activation.RELU : Activation.leakyRelu((float) slope));
        }
        int columns = columns();
        for (int c = 0; c < columns; c++) {
            if (!Float.isFinite((float) slopes.get(c))) {
                throw new IllegalArgumentException("slope " + c + " is " + slopes.get(c) + "; it must be a finite float");
            }
        }
        return new Leak(this, columns, slopes);
    }

    /**
     * This step followed by a selection of columns, taken as early as it can be: columns that are not selected need not be
     * computed, unless the activation looks at the whole row. The call pays for each step that it goes back.
     */
    default Step selected(int[] indices, Call call) {
        Deque<UnaryOperator<Step>> behind = new ArrayDeque<>(); // no recursion: a file may have more steps than a stack holds
        Step step = this;
        int[] taken = indices;
        while (true) {
            call.charge(BYTES_PER_STEP + BYTES_PER_INDEX * taken.length);
            int[] here = taken;
            switch (step) {
                case Affine s -> {
                    behind.push(before -> before.scaled(s.scale.select(here), s.shift.select(here)));
                    step = s.previous;
                }
                case Select s -> {
                    taken = Arrays.stream(here).map(index -> s.indices[index]).toArray();
                    step = s.previous;
                }
                case Activate s when !s.activation.isRowwise() -> {
                    behind.push(before -> before.activated(s.activation));
                    step = s.previous;
                }
                case Leak s -> {
                    behind.push(before -> before.leaking(s.slopes.select(here)));
                    step = s.previous;
                }
                default -> {
                    Step result = new Select(step, here);
                    for (UnaryOperator<Step> next : behind) {
                        result = next.apply(result);
                    }
                    return result;
                }
            }
        }
    }
}
