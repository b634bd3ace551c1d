/**
 * Pictures of networks: the graph of units and links, as DOT, SVG and PNG, and the table of layers.
 *
 * <p>Start at {@link dev.lanewise.draw.NetworkGraph}. It arranges a network once ({@code GraphLayout} makes a
 * {@code GraphModel}: nodes with positions and labels, and links) and each format is written from that one description:
 * {@code DotText} as text, {@code GraphPainter} with Java 2D, which {@code SvgRenderer} and {@code PngRenderer} give
 * their canvas. So all formats show the same nodes, the same links and the same words.
 *
 * <p>DOT and the table need nothing beyond {@code java.base}. PNG needs the module {@code java.desktop}, SVG that and the
 * optional artifact {@code org.jfree:org.jfree.svg}. Both are asked for when a picture is made, not before, and an
 * {@link java.lang.IllegalStateException} says what to add where one is missing. Nothing here needs a display.
 *
 * <p>Arguments are never null; a null is answered with a {@link java.lang.NullPointerException} that names it.
 */
package dev.lanewise.draw;
