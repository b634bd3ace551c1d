/** What is computed: sizes, weights, rows, and the right result. */
package dev.lanewise.bench.model;
