package dev.lanewise.io.onnx;

import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.Attribute;
import dev.lanewise.internal.onnx.Attribute.Type;
import dev.lanewise.internal.onnx.Node;
import dev.lanewise.internal.onnx.OnnxFault;

/**
 * One node with the values of its inputs. Attributes are asked for by name, with the default of the operator; one that
 * nobody asked for is refused at the end, since it may change what the node means.
 */
final class Call {
    private final Node node;
    private final long opset;
    private final GraphValue[] inputs;
    private final Budget budget;
    private long asked; // bit a: attribute a of the node

    Call(Node node, long opset, GraphValue[] inputs, Budget budget) {
        this.node = node;
        this.opset = opset;
        this.inputs = inputs;
        this.budget = budget;
    }

    Node node() {
        return node;
    }

    /** The version of the operators. */
    long opset() {
        return opset;
    }

    int inputCount() {
        return inputs.length;
    }

    int outputCount() {
        return node.outputs().size();
    }

    /** The value of an input, or null where it is left out; numbers. */
    GraphValue input(int index) {
        GraphValue value = index < inputs.length ? inputs[index] : null;
        if (value instanceof Comparison) {
            throw fault("computes with the result of a comparison (input " + index + "), which only Where takes");
        }
        if (value instanceof Turned turned) {
            throw fault("takes a tensor of shape " + turned.row().shape() + " whose axes are exchanged (input " + index
                    + "); rows must be in front, so transpose the weights instead");
        }
        return value;
    }

    /** The row that stands as columns in an input, or null where the input is another value. */
    Row turned(int index) {
        return index < inputs.length && inputs[index] instanceof Turned turned ? turned.row() : null;
    }

    /** An input that must be a comparison. */
    Comparison comparison(int index) {
        if (index < inputs.length && inputs[index] instanceof Comparison comparison) {
            return comparison;
        }
        throw fault("does not choose by a comparison (input " + index + ") of a computed tensor with a number");
    }

    boolean hasInput(int index) {
        return input(index) != null;
    }

    /** An input that must be there. */
    GraphValue required(int index) {
        if (input(index) == null) {
            throw fault("lacks input " + index);
        }
        return input(index);
    }

    /** Refuses more inputs than an operator has. */
    void atMostInputs(int most) {
        if (inputs.length > most) {
            throw fault("has " + inputs.length + " inputs, more than the " + most + " of its operator");
        }
    }

    /** The one input that is computed. */
    Row row(int index) {
        if (required(index) instanceof Row row) {
            return row;
        }
        throw fault("has a constant in the place of a computed tensor (input " + index + "); where all inputs are constants,"
                + " save the model with constants folded, as exporters do by default");
    }

    /** An input that must be a constant. */
    Constant constant(int index, String what) {
        if (required(index) instanceof Constant constant) {
            return constant;
        }
        throw fault("its " + what + " (input " + index + ") is computed from the graph's input; it must be a constant of"
                + " the file");
    }

    /** A constant of floating numbers. */
    Constant floating(int index, String what) {
        Constant constant = constant(index, what);
        if (!constant.isFloating()) {
            throw fault("its " + what + ", tensor " + Quote.ascii(constant.name()) + ", has type "
                    + constant.typeName() + "; FLOAT, DOUBLE, FLOAT16 and BFLOAT16 are read");
        }
        return constant;
    }

    /** A floating constant of one element, which gives the result no more axes than input 0 has. */
    double scalar(int index, String what) {
        return scalar(floating(index, what), what).at(0);
    }

    private Constant scalar(Constant constant, String what) {
        int most = row(0).shape().rank();
        if (constant.elements() != 1 || constant.rank() > most) {
            throw fault("its " + what + " must be one number with at most " + most + " axes, not " + constant.elements()
                    + " with " + constant.rank());
        }
        return constant;
    }

    /** A constant of one element, floating or integer. */
    double scalarOfAnyType(int index, String what) {
        Constant constant = constant(index, what);
        return constant.isInteger() ? knownRows(scalar(constant, what), what).integerAt(0) : scalar(index, what);
    }

    /** A list of integers, none of them the number of rows. */
    long[] integers(int index, String what) {
        return knownRows(sizes(index, what), what).integers();
    }

    /** A list of integers among which {@link ShapeOperators#ROWS} may stand. */
    Constant sizes(int index, String what) {
        Constant constant = constant(index, what);
        if (!constant.isInteger() || constant.rank() > 1) {
            throw fault("its " + what + " must be a list of integers");
        }
        charge(8L * constant.elements());
        return constant;
    }

    /** Refuses the number of rows where it would be computed with: it is another one at each call. */
    Constant knownRows(Constant constant, String what) {
        if (constant.holdsRows()) {
            throw fault("its " + what + " is the number of rows, which is not known; only shapes are made of it");
        }
        return constant;
    }

    long integer(String name, long otherwise) {
        Attribute attribute = attribute(name, Type.INT);
        return attribute == null ? otherwise : attribute.i();
    }

    float number(String name, float otherwise) {
        Attribute attribute = attribute(name, Type.FLOAT);
        return attribute == null ? otherwise : attribute.f();
    }

    String text(String name, String otherwise) {
        Attribute attribute = attribute(name, Type.STRING);
        return attribute == null ? otherwise : attribute.s();
    }

    /** A list of integers, or null. */
    long[] integers(String name) {
        Attribute attribute = attribute(name, Type.INTS);
        return attribute == null ? null : attribute.ints();
    }

    /** An attribute of this type, or null where there is none of the name. */
    Attribute attribute(String name, Type type) {
        ignore(name);
        Attribute attribute = node.attribute(name);
        if (attribute != null && attribute.type() != type) {
            throw fault("its attribute " + name + " must be of type " + type);
        }
        return attribute;
    }

    boolean hasAttribute(String name) {
        return node.attribute(name) != null;
    }

    /** Lets an attribute stand that changes nothing here. */
    void ignore(String name) {
        for (int a = 0; a < node.attributes().size(); a++) {
            asked |= node.attributes().get(a).name().equals(name) ? 1L << a : 0;
        }
    }

    /** Refuses attributes that nobody asked for. */
    void checkAttributes() {
        for (int a = 0; a < node.attributes().size(); a++) {
            if (a >= Long.SIZE || (asked & 1L << a) == 0) {
                throw fault("its attribute " + Quote.ascii(node.attributes().get(a).name())
                        + " is none of this operator in opset " + opset);
            }
        }
    }

    /** An axis as given, counted from the front. */
    int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw fault("axis=" + axis + " is outside a tensor of " + rank + " axes");
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** Sets memory aside for numbers that are about to be computed. */
    void charge(long bytes) {
        budget.charge(node, bytes);
    }

    OnnxFault fault(String reason) {
        return NodeFault.of(node, reason);
    }
}
