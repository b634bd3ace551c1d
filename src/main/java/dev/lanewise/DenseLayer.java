package dev.lanewise;

import dev.lanewise.internal.plan.LayerPlan;

/**
 * One layer of a dense network: h_m = σ(b_m + Σ_j x_j w_jm) for p inputs and M units. Immutable and safe to share; arrays
 * are copied in and copied out.
 */
public final class DenseLayer {
    private final LayerPlan plan;
    private final Activation activation;

    private DenseLayer(LayerPlan plan, Activation activation) {
        this.plan = plan;
        this.activation = activation;
    }

    /**
     * A layer from row-major weights: those of input 0 to all units first.
     *
     * @param inputs p, at least 1
     * @param units M, at least 1
     * @param weights p·M floats; the weight of input j to unit m at {@code j * units + m}
     * @param bias M floats, or null for zeros
     * @param activation σ
     * @return the layer
     * @throws IllegalArgumentException if a size is less than 1 or an array has another length
     */
    public static DenseLayer of(int inputs, int units, float[] weights, float[] bias, Activation activation) {
        check(inputs, units, weights, bias, activation);
        return create(inputs, units, weights.clone(), bias, activation);
    }

    /**
     * A layer from the transposed weights, as PyTorch stores them: those of all inputs to unit 0 first.
     *
     * @param inputs p, at least 1
     * @param units M, at least 1
     * @param weights M·p floats; the weight of input j to unit m at {@code m * inputs + j}
     * @param bias M floats, or null for zeros
     * @param activation σ
     * @return the layer
     * @throws IllegalArgumentException if a size is less than 1 or an array has another length
     */
    public static DenseLayer ofTransposed(int inputs, int units, float[] weights, float[] bias, Activation activation) {
        check(inputs, units, weights, bias, activation);
        float[] rowMajor = new float[weights.length];
        for (int m = 0; m < units; m++) {
            for (int j = 0; j < inputs; j++) {
                rowMajor[j * units + m] = weights[m * inputs + j];
            }
        }
        return create(inputs, units, rowMajor, bias, activation);
    }

    private static void check(int inputs, int units, float[] weights, float[] bias, Activation activation) {
        Arguments.atLeast(1, "inputs", inputs);
        Arguments.atLeast(1, "units", units);
        long size = (long) inputs * units;
        if (weights.length != size) {
            throw new IllegalArgumentException("weights.length=" + weights.length + " does not match inputs=" + inputs
                    + " times units=" + units + ", which is " + size);
        }
        if (bias != null && bias.length != units) {
            throw new IllegalArgumentException("bias.length=" + bias.length + " does not match units=" + units
                    + "; give one float per unit, or null for zeros");
        }
        if (activation == null) {
            throw new NullPointerException("activation is null; use Activation.IDENTITY for none");
        }
        activation.requireUnits(units);
    }

    private static DenseLayer create(int inputs, int units, float[] weights, float[] bias, Activation activation) {
        float[] ownBias = bias == null ? null : bias.clone();
        return new DenseLayer(new LayerPlan(inputs, units, weights, ownBias, activation.op()), activation);
    }

    /** A layer around arrays that nobody else keeps. */
    static DenseLayer owning(int inputs, int units, float[] weights, float[] bias, Activation activation) {
        return new DenseLayer(new LayerPlan(inputs, units, weights, bias, activation.op()), activation);
    }

    LayerPlan plan() {
        return plan;
    }

    /**
     * The number of inputs, p.
     *
     * @return at least 1
     */
    public int inputs() {
        return plan.inputs();
    }

    /**
     * The number of units, M, which is the number of outputs.
     *
     * @return at least 1
     */
    public int units() {
        return plan.units();
    }

    /**
     * What the layer does to its sums.
     *
     * @return σ
     */
    public Activation activation() {
        return activation;
    }

    /**
     * The number of parameters: (p + 1)·M, the bias counted also where it was null.
     *
     * @return weights and biases
     */
    public long parameterCount() {
        return (inputs() + 1L) * units();
    }

    /**
     * One weight.
     *
     * @param input j, from 0
     * @param unit m, from 0
     * @return the weight of input j to unit m
     * @throws IndexOutOfBoundsException if there is no such input or unit
     */
    public float weight(int input, int unit) {
        checkIndex("input", input, inputs());
        checkIndex("unit", unit, units());
        return plan.weights()[input * units() + unit];
    }

    /**
     * The bias of one unit.
     *
     * @param unit m, from 0
     * @return the bias; 0 where the layer was given none
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public float bias(int unit) {
        checkIndex("unit", unit, units());
        return plan.bias() == null ? 0f : plan.bias()[unit];
    }

    private static void checkIndex(String name, int index, int size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(name + "=" + index + " must be from 0 to " + (size - 1));
        }
    }

    /**
     * All weights, row-major: the weight of input j to unit m at {@code j * units + m}.
     *
     * @return a copy
     */
    public float[] weights() {
        return plan.weights().clone();
    }

    /**
     * All biases; zeros where the layer was given none.
     *
     * @return a copy, one float per unit
     */
    public float[] biases() {
        return plan.bias() == null ? new float[units()] : plan.bias().clone();
    }

    /** Sizes, activation and parameter count, such as {@code DenseLayer[10 inputs, 16 units, sigmoid, 176 parameters]}. */
    @Override
    public String toString() {
        return "DenseLayer[" + inputs() + " inputs, " + units() + " units, " + activation + ", " + parameterCount()
                + " parameters]";
    }
}
