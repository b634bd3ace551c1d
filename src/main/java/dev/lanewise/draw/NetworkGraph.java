package dev.lanewise.draw;

import dev.lanewise.Network;
import dev.lanewise.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The graph of a network, as it is drawn in textbooks: a column of inputs, one of units per layer, an offset node "1" per
 * layer, and a link from each of them to each unit of the next column. A link is a parameter, so the two-layer regression
 * network with p inputs, M hidden units and one output has (p + 1)·M + M + 1 of them.
 *
 * <p>Inputs are named x₁ … x_p, hidden units h₁ … h_M (with the layer as superscript, h₁⁽²⁾, where there are several hidden
 * layers), the output z, or z₁ … z_K. Titles give the size and the activation of each column; the parameters of each layer
 * and their sum stand below. A column of more than 16 units is shortened to its first eight and its last one, with an
 * ellipsis that states the true count; the links between the nodes shown are still all there, and every number is that
 * of the whole network.
 *
 * <pre>{@code
 * NetworkGraph graph = NetworkGraph.of(network);
 * System.out.print(graph.summary());
 * graph.writePng(Path.of("network.png"));
 * }</pre>
 *
 * <p>Immutable and safe to share. It keeps sizes and names, not the network. The same network gives the same DOT and the
 * same summary everywhere, and the same SVG and PNG wherever the JDK finds the same fonts.
 */
public final class NetworkGraph {
    private final GraphModel model;
    private final String summary;

    private NetworkGraph(GraphModel model, String summary) {
        this.model = model;
        this.summary = summary;
    }

    /**
     * Arranges the graph of a network. Costs time and memory by the nodes shown, not by the parameters.
     *
     * @param network any network
     * @return its graph
     */
    public static NetworkGraph of(Network network) {
        Objects.requireNonNull(network, "network");
        return new NetworkGraph(GraphLayout.of(network), LayerTable.of(network));
    }

    /** What all formats are written from. */
    GraphModel model() {
        return model;
    }

    /**
     * The graph in the language of Graphviz: one {@code digraph} from left to right, a rank per column, labels in Unicode,
     * and for every node its place, so that {@code dot -Tpdf} draws the same picture. Titles, ellipses and formulas are nodes
     * without shape and links. Lines end with {@code \n}.
     *
     * @return the text of a DOT file
     */
    public String toDot() {
        return DotText.of(model);
    }

    /**
     * The picture as a vector graphic: one {@code <svg>} element without XML declaration, fit to be put into HTML. Text
     * stays text, in the generic families {@code serif} and {@code sans-serif}; nodes are groups with an id and a title.
     *
     * @return the element; its size is in CSS pixels
     * @throws IllegalStateException if {@code org.jfree:org.jfree.svg} or the module {@code java.desktop} is missing;
     *     the message says what to add
     */
    public String toSvg() {
        PictureLibrary.JAVA_DESKTOP.require();
        PictureLibrary.JFREE_SVG.require();
        return SvgRenderer.render(model);
    }

    /**
     * Writes {@link #toSvg()} with an XML declaration, in UTF-8. The file is replaced as a whole or left as it was.
     *
     * @param file where to write; its folder must exist
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException as for {@link #toSvg()}
     */
    public void writeSvg(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + toSvg();
        AtomicFile.write(file, document.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes the picture as PNG, on white, at two pixels per CSS pixel, which is sharp on a dense screen; for print give
     * {@link #writePng(Path, double)} a 4, or use SVG. Networks of hundreds of layers get fewer pixels, so that the image
     * never holds more than 2^28.
     * The file is replaced as a whole or left as it was.
     *
     * @param file where to write; its folder must exist
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if the module {@code java.desktop} is missing; the message says what to add
     */
    public void writePng(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        PictureLibrary.JAVA_DESKTOP.require();
        AtomicFile.write(file, PngRenderer.render(model, PngRenderer.defaultScale(model)));
    }

    /**
     * Writes the picture as PNG at a chosen resolution. The file is replaced as a whole or left as it was.
     *
     * @param file where to write; its folder must exist
     * @param scale pixels per CSS pixel, finite and greater than 0; 1 gives the size that the SVG has on screen
     * @throws IllegalArgumentException if the scale is no such number, or the image would hold more than 2^28 pixels
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if the module {@code java.desktop} is missing; the message says what to add
     */
    public void writePng(Path file, double scale) throws IOException {
        Objects.requireNonNull(file, "file");
        PictureLibrary.JAVA_DESKTOP.require();
        AtomicFile.write(file, PngRenderer.render(model, scale));
    }

    /**
     * The layers as a table with aligned columns, numbers, sizes, activations and parameters, and the total. Lines end
     * with {@code \n}. For a 10×16×1 network:
     *
     * <pre>{@code
     * layer  inputs -> units  activation  parameters
     *     1      10 ->    16  sigmoid            176
     *     2      16 ->     1  identity            17
     * total                                      193
     * }</pre>
     *
     * @return the table, always of the whole network
     */
    public String summary() {
        return summary;
    }

    /** What is drawn, such as {@code NetworkGraph[10x16x1, 29 nodes, 193 links]}; nodes and links are those shown. */
    @Override
    public String toString() {
        return "NetworkGraph[" + model.shape() + ", " + model.nodes().size() + " nodes, " + model.links().size()
                + " links]";
    }
}
