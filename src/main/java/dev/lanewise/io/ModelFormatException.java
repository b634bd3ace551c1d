package dev.lanewise.io;
/** Being written. */
public final class ModelFormatException { private ModelFormatException() {} }
