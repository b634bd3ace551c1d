package dev.lanewise.io.onnx;

/** What a name in a graph stands for: a constant, a row computed from the input, one on its side, or a question about one. */
sealed interface GraphValue permits Constant, Row, Turned, Comparison {}
