package dev.lanewise.io.onnx;

import dev.lanewise.internal.onnx.Node;

/**
 * A tensor that depends on the input: an expression over the row that some step gives.
 *
 * @param base gives the row x that the expression is over
 * @param expression of x
 * @param shape of the result; its columns are those of the base
 * @param node where it was computed, for messages; null for the input itself
 */
record Row(Step base, Expression expression, RowShape shape, Node node) implements GraphValue {
    Row with(Expression changed, Node where) {
        return new Row(base, changed, shape, where);
    }

    Row with(RowShape changed) {
        return new Row(base, expression, changed, node);
    }

    /** The same tensor as a row by itself, so that what follows is an expression over it. */
    Row settled() {
        return expression.isVariable() ? this : over(Recogniser.steps(this));
    }

    /** The tensor that this step gives. */
    Row over(Step step) {
        return new Row(step, Expression.VARIABLE, shape, node);
    }
}
