/**
 * Work over threads. A job is cut into parts of neighbouring items; parts share nothing but what they read, and a sum is
 * never split, so the number of threads cannot be seen in the bits.
 */
package dev.lanewise.internal.parallel;
