/**
 * Complete commands: they read files, print, and compute through the face. {@link dev.lanewise.cli.Main} is the entry, and
 * the main job is {@code compare} without a file. One class per command, options shared by several in classes of their own;
 * they need the artifact {@code info.picocli:picocli}. {@link dev.lanewise.cli.rows} reads and writes the rows.
 */
package dev.lanewise.cli;
