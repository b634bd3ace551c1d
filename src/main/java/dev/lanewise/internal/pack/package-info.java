/**
 * Weights laid out for the kernels: what packing is, what it costs, and why it is done once.
 *
 * <p>A tile computes R rows by V vectors of units and walks down all inputs. Over row-major weights it reads V vectors
 * from one row of the matrix, jumps a whole row ahead, reads the next V, and so on. For 4096 units that is a jump of
 * 16 KiB: each read is on another page, the hardware prefetcher stops at page borders, and a batch-1 layer of 4096×4096
 * falls to 10 GB/s where the memory gives 22. Packed in panels, as wide as a tile, the same reads are one stream from
 * the first byte to the last.
 *
 * <p>Packed weights start on a cache line and every vector of them fills one. An array starts where the collector puts it,
 * 16 bytes after some multiple of 8, so that nearly every 64-byte vector in it crosses two lines and costs two reads: a plain
 * sum of 16 KiB takes 85 ns over an array and 45 ns over aligned memory (one core of a Zen 5 with 512-bit vectors). Hence
 * memory outside the heap, from an arena of the collector's: it is given back when the network is unreachable, needs no
 * close, and counts against {@code -XX:MaxDirectMemorySize}. It is not free: C2 checks each range of a segment that a loop
 * reads by some 34 instructions before it, and of an array by seven. So the loops of {@code PackedTiles} take the weights of some
 * inputs as one slice, whose vectors are then at constants inside a constant size, and need no check of their own.
 *
 * <p>Packing moves each weight once, which costs about as much as one batch-1 pass. A matrix product that packs on every
 * call pays that each time, and for a few rows it is most of the bill. Weights of a trained network do not change, so
 * here a {@code Network} packs them once, on first need, and all its evaluators share the result. What is packed for a call
 * nevertheless, where there are many rows, lies in scratch and in the same layouts: {@code RepackedLayer}.
 *
 * <p>The layouts are those of {@link dev.lanewise.internal.kernel.WeightLayout}. Vectors are always whole: where the units
 * are no multiple of one, the last vector repeats units of the one before, or is padded where there is none before; with 16
 * lanes and four chains a vector may be four inputs by four units, of which fewer are padding. A layer that would grow by more
 * than a quarter and 4 KiB, such as 1024×33 with 16 lanes, stays as it is, and so do one unit, with as many lanes, for its
 * weights are a stream as they lie, and two of up to 20 inputs. The loops never read packed weights, so that a mistake here
 * shows as a difference.
 */
package dev.lanewise.internal.pack;
