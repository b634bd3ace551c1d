package dev.lanewise.io.onnx;

import dev.lanewise.Activation;

/**
 * A nonlinear function of an expression: the part of a formula that algebra cannot take apart.
 *
 * @param kind which function
 * @param activation the same as an activation of ours; null where there is none
 * @param low the lower bound of a clip, the slope of a hard sigmoid, else 0
 * @param high the upper bound of a clip, the offset of a hard sigmoid, else 0
 * @param argument what it is applied to
 */
record Atom(Kind kind, Activation activation, double low, double high, Expression argument) {
    /** Functions that formulas of activations are made of, and all others. */
    enum Kind { SIGMOID, TANH, ERF, EXP, ABS, SOFTPLUS, CLIP, HARD_SIGMOID, OTHER }

    static Atom of(Kind kind, Activation activation, Expression argument) {
        return new Atom(kind, activation, 0, 0, argument);
    }

    /** min(max(x, low), high), with low at most high. */
    static Atom clip(double low, double high, Expression argument) {
        boolean isRelu = low == 0 && high == Double.POSITIVE_INFINITY;
        Activation activation = isRelu ? Activation.RELU : Activation.clip((float) low, (float) high);
        return new Atom(Kind.CLIP, activation, low, high, argument);
    }

    static Atom hardSigmoid(float slope, float offset, Expression argument) {
        return new Atom(Kind.HARD_SIGMOID, Activation.hardSigmoid(slope, offset), slope, offset, argument);
    }
}
