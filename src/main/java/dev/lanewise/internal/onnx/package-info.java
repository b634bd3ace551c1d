/**
 * The bytes of an ONNX file as a graph of records: first the wire is walked ({@link dev.lanewise.internal.onnx.WireWalk}),
 * by the table of {@link dev.lanewise.internal.onnx.MessageType}, then what a dense network may need of it is read ({@link
 * dev.lanewise.internal.onnx.GraphReader}). Knows neither networks nor operators. Nothing else needs protobuf.
 */
package dev.lanewise.internal.onnx;
