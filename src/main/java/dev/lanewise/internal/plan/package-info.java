/**
 * From layers to kernel calls: in which order, over which rows, with whose weights and scratch. Knows arrays and sizes,
 * not the face.
 */
package dev.lanewise.internal.plan;
