/**
 * Weights laid out for the kernels: what packing is, what it costs, and why it is done once.
 *
 * <p>A tile computes R rows by V vectors of units and walks down all inputs. Over row-major weights it reads V vectors
 * from one row of the matrix, jumps a whole row ahead, reads the next V, and so on. For 4096 units that is a jump of
 * 16 KiB: each read is on another page, the hardware prefetcher stops at page borders, and a batch-1 layer of 4096×4096
 * falls to 10 GB/s where the memory gives 22. Packed in panels, as wide as a tile, the same reads are one stream from
 * the first byte to the last, and batch 1 runs at the speed of the memory system: 135 GB/s from L1, 110 from L2, 90 from
 * L3. In batches the gain is smaller but there: 110 to 101 GFLOP/s at 24×768×768. (All measured on one core of a Zen 4
 * with 512-bit vectors.)
 *
 * <p>Packing moves each weight once, which costs about as much as one batch-1 pass. A matrix product that packs on every
 * call pays that each time, and for a few rows it is most of the bill. Weights of a trained network do not change, so
 * here a {@code Network} packs them once, on first need, and all its evaluators share the result.
 *
 * <p>The layouts are those of {@link dev.lanewise.internal.kernel.WeightLayout}. Panels take exactly the space of the
 * weights, and a layer of one panel, with 512-bit vectors every one of 16 to 79 units, is packed as it lies and shares
 * the array of the layer. Layers narrower than a vector are padded to one, or turned to lie unit by unit; both stay
 * within 1.25 times the weights and 4 KiB. The loops never read packed weights, so that a mistake here shows as a
 * difference.
 */
package dev.lanewise.internal.pack;
