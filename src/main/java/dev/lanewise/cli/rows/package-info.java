/**
 * Rows of numbers in files, for the commands: CSV and NumPy arrays, read front to back in blocks and written the same way,
 * so that memory does not grow with the file. Knows nothing of networks.
 *
 * <p>Files are not trusted, as in {@link dev.lanewise.io}: every size is checked before it is allocated, and what a file
 * gets wrong is a {@link dev.lanewise.cli.rows.RowFormatException} that says where.
 */
package dev.lanewise.cli.rows;
