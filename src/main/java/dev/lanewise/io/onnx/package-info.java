/**
 * From the graph of an ONNX file to the layers of a network; {@code OnnxNetwork} is the way in.
 *
 * <p>{@code GraphTranslation} evaluates each node on what its inputs stand for: constants stay numbers of the file ({@code
 * Constant}), computed tensors are rows ({@code Row}), which are a step ({@code Step}: linear, affine, activation, selection of
 * columns) and an expression over it ({@code Expression}), for exporters spell activations in several nodes. The classes whose
 * names end in {@code Operators} say what each operator does; {@code Recogniser} tells the activation that an expression is.
 * {@code LayerAssembly} joins the steps to layers and folds what can be folded, in double. {@code Budget} bounds what all that
 * may cost beside the file's own bytes. Faults are {@link dev.lanewise.internal.onnx.OnnxFault}.
 */
package dev.lanewise.io.onnx;
