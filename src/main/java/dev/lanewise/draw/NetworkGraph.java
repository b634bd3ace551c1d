package dev.lanewise.draw;
/** Being written. */
public final class NetworkGraph { private NetworkGraph() {} }
