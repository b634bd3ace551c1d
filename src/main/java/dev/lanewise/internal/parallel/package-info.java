/**
 * Rows over threads. A batch is cut into one part of neighbouring rows per thread; parts share nothing but the weights,
 * and a sum is never split, so the number of threads cannot be seen in the bits.
 */
package dev.lanewise.internal.parallel;
