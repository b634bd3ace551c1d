package dev.lanewise.bench;

import dev.lanewise.Activation;

/** One layer as every implementation is given it: row-major weights, a bias, σ. The arrays are not copied. */
record Layer(int inputs, int units, float[] weights, float[] bias, Activation activation) {}
