package dev.lanewise.internal.onnx;

/**
 * Where the numbers of a tensor are, when they are in another file: raw, as the file itself would hold them.
 *
 * @param position in the file, of the tensor's end, for messages
 * @param location names the other file; text that nobody has checked
 * @param offset of the first byte there, at least 0
 * @param length the bytes that the tensor needs, at least 0
 */
public record ExternalData(int position, String location, long offset, int length) {}
