package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PNG, decoded again and looked at where something has to be. */
class PngRendererTest {
    private static final int PAPER = 0xFFFFFF;

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.37})
    void nodesLinksAndWordsAreWhereTheModelSays(double scale) throws IOException {
        GraphModel model = NetworkGraph.of(Networks.of(10, 16, 1)).model();
        BufferedImage image = decode(PngRenderer.render(model, scale));
        assertEquals(Math.ceil(model.width() * scale), image.getWidth());
        assertEquals(Math.ceil(model.height() * scale), image.getHeight());
        for (Node node : model.nodes()) { // beside the label, above the lower edge
            assertEquals(node.kind().fill(), pixel(image, node.x(), node.y() + 0.8 * Node.RADIUS, scale), node::toString);
        }
        for (Link link : model.links()) {
            assertTrue(isInkNear(image, (link.from().x() + 2 * link.to().x()) / 3,
                    (link.from().y() + 2 * link.to().y()) / 3, 5, scale), link::toString);
        }
        for (Column column : model.columns()) {
            assertTrue(isInkNear(image, column.x(), model.titleBaseline() - 5, 8, scale), column.title());
        }
        assertEquals(PAPER, pixel(image, 3, 3, scale));
        assertEquals(PAPER, pixel(image, model.width() - 3, model.height() - 3, scale));
    }

    @Test
    void labelsAreDrawnInsideTheirNodes() throws IOException {
        GraphModel model = NetworkGraph.of(Networks.of(1000, 2, 100000, 2)).model();
        BufferedImage image = decode(PngRenderer.render(model, 2));
        for (Node node : model.nodes()) {
            assertTrue(isDarkNear(image, node.x(), node.y(), 8), () -> "no label in " + node);
            for (int angle = 0; angle < 360; angle++) { // a ring inside the outline, free of ink
                double x = node.x() + 0.9 * Node.RADIUS * Math.cos(Math.toRadians(angle));
                double y = node.y() + 0.9 * Node.RADIUS * Math.sin(Math.toRadians(angle));
                assertEquals(node.kind().fill(), pixel(image, x, y, 2), () -> "label over the edge of " + node);
            }
        }
    }

    @Test
    void theSameNetworkGivesTheSameFile(@TempDir Path folder) throws IOException {
        NetworkGraph.of(Networks.of(4, 3, 2)).writePng(folder.resolve("a.png"));
        NetworkGraph.of(Networks.of(4, 3, 2)).writePng(folder.resolve("b.png"), 2);
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.png")), Files.readAllBytes(folder.resolve("b.png")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1000, 1e300})
    void scalesThatGiveNoImageAreRefused(double scale, @TempDir Path folder) throws IOException {
        NetworkGraph graph = NetworkGraph.of(Networks.of(2, 3, 1));
        Path file = folder.resolve("network.png");
        String message = assertThrows(IllegalArgumentException.class, () -> graph.writePng(file, scale)).getMessage();
        assertTrue(message.startsWith("scale=" + scale), message);
        assertTrue(Files.notExists(file));
    }

    @Test
    void veryDeepNetworksGetFewerPixels() {
        GraphModel model = NetworkGraph.of(Networks.of(IntStream.generate(() -> 16).limit(400).toArray())).model();
        double scale = PngRenderer.defaultScale(model);
        double pixels = Math.ceil(model.width() * scale) * Math.ceil(model.height() * scale);
        assertTrue(scale < 2 && pixels <= PngRenderer.MOST_PIXELS && pixels > 0.9 * PngRenderer.MOST_PIXELS);
    }

    private static BufferedImage decode(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static int pixel(BufferedImage image, double x, double y, double scale) {
        return image.getRGB((int) (x * scale), (int) (y * scale)) & 0xFFFFFF;
    }

    private static boolean isInkNear(BufferedImage image, double x, double y, double distance, double scale) {
        for (double dx = -distance; dx <= distance; dx++) {
            for (double dy = -distance; dy <= distance; dy++) {
                if (pixel(image, x + dx, y + dy, scale) != PAPER) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isDarkNear(BufferedImage image, double x, double y, double distance) {
        for (double dx = -distance; dx <= distance; dx++) {
            for (double dy = -distance; dy <= distance; dy++) {
                if ((pixel(image, x + dx, y + dy, 2) >> 8 & 0xFF) < 0xA0) {
                    return true;
                }
            }
        }
        return false;
    }
}
