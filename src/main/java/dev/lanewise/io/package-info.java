/**
 * Model files: networks read from and written to the formats of others.
 *
 * <p>{@link dev.lanewise.io.ModelFile} recognises a format by its content; {@link dev.lanewise.io.Onnx}, {@link
 * dev.lanewise.io.Safetensors} and {@link dev.lanewise.io.Npz} are those that this release reads; safetensors it also writes.
 * Keras files (HDF5) are not read: jhdf 0.13.0 was measured to allocate 386 MB for a damaged file of 1,205 bytes, against the
 * promise below. Save the weights with {@code numpy.savez}, kernels transposed, or export the model to ONNX.
 *
 * <p>Files are not trusted. A reader checks every size before it allocates, opens no other file (but for {@link
 * dev.lanewise.io.Onnx#readWithExternalData}, which opens those that an ONNX file names in its folder), loads no class by
 * name, and gives either a whole network or an exception: {@link dev.lanewise.io.ModelFormatException} for what the file says,
 * {@link java.io.IOException} for what the disk does, {@link java.lang.NullPointerException} for a null argument, and
 * nothing else but what concerns the set-up: {@link java.lang.IllegalStateException} where an optional library is missing,
 * {@link java.lang.OutOfMemoryError} where a heap is smaller than an honest network. Time and memory are in proportion to
 * what really is in the file: a refusal allocates at most four times its bytes and 1 MiB, a network three times its weights
 * as floats beside, and ten megabytes take less than a second. To keep that, some things are counted that no honest network
 * has many of: axes, tensors that are tiny, texts beyond ASCII, uses of one constant, slopes in a text, files of one model.
 *
 * <p>All methods are static, keep no state and may be called by many threads at once.
 */
package dev.lanewise.io;
