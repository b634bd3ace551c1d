package dev.lanewise.io.onnx;

/**
 * Rows that stand as columns, [columns, rows]. No layer has such a shape: a second transposition turns them back, of its own
 * or a Gemm's.
 *
 * @param row as it was
 */
record Turned(Row row) implements GraphValue {}
