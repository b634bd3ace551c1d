/** Complete commands: they print what the face computes. The main job is {@link dev.lanewise.cli.Main}. */
package dev.lanewise.cli;
