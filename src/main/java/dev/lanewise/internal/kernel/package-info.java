/**
 * The only loops over numbers, and the only mention of {@code jdk.incubator.vector}.
 *
 * <p>Start with {@link dev.lanewise.internal.kernel.SummationOrder} and
 * {@link dev.lanewise.internal.kernel.LoopKernels}, which define every result, then read
 * {@link dev.lanewise.internal.kernel.VectorKernels} down to {@code Forward512} and the generated {@code Tiles512}.
 * The classes named {@code …512} are copied by the build for 256 and 128 bits.
 *
 * <p>Rules of the house, because C2 keeps a vector in a register only while it sees everything that happens to it:
 * species are {@code static final} fields of the class that uses them; vectors live in locals; a method that takes or
 * returns one is small, private and static, so that it always inlines; no lambda, no interface call, no masked access;
 * a mask is made by {@code compare} and used at once by {@code blend}.
 */
package dev.lanewise.internal.kernel;
