/**
 * What several file formats have in common: text of a file made safe to show ({@link dev.lanewise.internal.format.Quote}),
 * halves ({@link dev.lanewise.internal.format.Half}), the head of a NumPy array ({@link
 * dev.lanewise.internal.format.NpyHeader}), what reading may allocate ({@link
 * dev.lanewise.internal.format.Account}), and what an array holds ({@link dev.lanewise.internal.format.ArrayLimit}). Knows
 * neither networks nor the exceptions of its users.
 */
package dev.lanewise.internal.format;
