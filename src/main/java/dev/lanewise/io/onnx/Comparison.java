package dev.lanewise.io.onnx;

/**
 * Whether the numbers of a row are above a bound. No layer has such values: they only choose in a {@code Where}.
 *
 * @param row that is compared
 * @param bound that its numbers are to be above
 */
record Comparison(Row row, double bound) implements GraphValue {}
