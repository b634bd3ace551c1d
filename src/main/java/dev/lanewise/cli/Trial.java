package dev.lanewise.cli;

import dev.lanewise.Network;

/**
 * A network and rows to compare its evaluations on.
 *
 * @param network any
 * @param rows at least 1
 * @param x their inputs, row-major
 */
record Trial(Network network, int rows, float[] x) {}
