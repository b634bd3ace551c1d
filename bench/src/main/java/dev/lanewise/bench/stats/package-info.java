/** Medians, spreads and ratios over virtual machines. */
package dev.lanewise.bench.stats;
