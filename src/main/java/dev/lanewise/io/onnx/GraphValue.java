package dev.lanewise.io.onnx;

/** What a name in a graph stands for: a constant, or a row computed from the input. */
sealed interface GraphValue permits Constant, Row {}
