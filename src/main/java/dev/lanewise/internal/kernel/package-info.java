/**
 * The only loops over numbers, and the only mention of {@code jdk.incubator.vector}.
 *
 * <p>Start with {@link dev.lanewise.internal.kernel.SummationOrder} and
 * {@link dev.lanewise.internal.kernel.LoopKernels}, which define every result, then read
 * {@link dev.lanewise.internal.kernel.VectorKernels} down to {@code PanelLayer} and the
 * generated {@code PackedTiles}.
 *
 * <p>Rules of the house, because C2 keeps a vector in a register only while it sees everything that happens to it:
 * a vector that a loop hands to its next turn is an argument there, never the receiver of what makes the next one;
 * there is one species per virtual machine, a {@code static final} field of each class that uses it (see
 * {@code VectorWidth}); vectors live in locals and cross no call but those of the Vector API; no lambda, no masked
 * access, no interface call but of a {@code MemorySegment} whose class was compared with {@code NativeMemory.TYPE}; shuffles are
 * constants, of {@code MixedLanesTiles}, {@code BlockTiles} and {@code LaneChains} alone, and {@code selectFrom} reads tables in
 * {@code ElementwiseVectors} alone; a mask is made by {@code compare} in the method whose {@code blend} uses it, and lives in no
 * loop's next turn.
 */
package dev.lanewise.internal.kernel;
