package dev.lanewise.io.onnx;

/** What a name in a graph stands for: a constant, a row computed from the input, or a question about such a row. */
sealed interface GraphValue permits Constant, Row, Comparison {}
