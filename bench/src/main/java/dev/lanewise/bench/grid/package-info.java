/**
 * The grid of cells and how it is measured: one fresh virtual machine per cell and repetition, in which everyone is
 * timed in turn, so that the ratio of two figures lives inside one virtual machine.
 */
package dev.lanewise.bench.grid;
