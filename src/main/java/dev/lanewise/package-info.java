/**
 * What users see: layers, networks, evaluators, and the fused operation itself.
 *
 * <p>All matrices are row-major {@code float[]}: a batch of n rows with p inputs each is n·p floats, row after row; the
 * weights of a layer with p inputs and M units are p·M floats, the M weights of the first input first. Offsets and sizes
 * count floats. No argument may be null unless its method says so; a null argument throws
 * {@link java.lang.NullPointerException}.
 *
 * <p>Arguments are checked before any output is written, so a call that refuses an argument has changed nothing.
 * {@link dev.lanewise.Network}, {@link dev.lanewise.DenseLayer}, {@link dev.lanewise.Activation} and
 * {@link dev.lanewise.EvaluatorOptions} are immutable and may be shared by threads; an {@link dev.lanewise.Evaluator} is
 * for one thread at a time.
 *
 * <p>Results have the same {@code float} bits whatever the batch, the number of threads, the backend, the width of the
 * vectors and the CPU; the payload of a NaN is left out of that promise.
 */
package dev.lanewise;
