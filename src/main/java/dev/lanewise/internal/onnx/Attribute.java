package dev.lanewise.internal.onnx;

/**
 * An attribute of a node: what its type says, and nothing beside it.
 *
 * @param name of the attribute
 * @param type which of the others holds the value
 * @param f a float
 * @param i an integer
 * @param s a text
 * @param tensor a tensor, or a list of floats
 * @param ints integers
 */
public record Attribute(String name, Type type, float f, long i, String s, Tensor tensor, long[] ints) {
    /** The types that are read, and all others. */
    public enum Type { FLOAT, INT, STRING, TENSOR, FLOATS, INTS, OTHER }

    Attribute withTensor(Tensor other) {
        return new Attribute(name, type, f, i, s, other, ints);
    }
}
