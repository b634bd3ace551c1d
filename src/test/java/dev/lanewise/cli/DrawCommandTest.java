package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.draw.NetworkGraph;
import dev.lanewise.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawCommandTest {
    @TempDir
    Path folder;

    @Test
    void theEndingDecidesTheFormat() throws IOException {
        Path model = ModelFiles.shipped(folder);
        NetworkGraph graph = NetworkGraph.of(Safetensors.read(model));
        assertEquals("", Run.of("draw", model, "-o", folder.resolve("net.dot")).succeeded());
        assertEquals(graph.toDot(), Files.readString(folder.resolve("net.dot")));
        Run.of("draw", model, "-o", folder.resolve("net.SVG")).succeeded();
        assertTrue(Files.readString(folder.resolve("net.SVG")).endsWith(graph.toSvg()));
        Run.of("draw", model, "--output", folder.resolve("net.png")).succeeded();
        assertTrue(ImageIO.read(folder.resolve("net.png").toFile()).getWidth() > 400);
    }

    @Test
    void whatIsNoPlaceForAPicture() throws IOException {
        Path model = ModelFiles.shipped(folder);
        Run.of("draw", model, "-o", folder.resolve("net.pdf")).failed(2, "net.pdf", ".svg or .png or .dot");
        Run.of("draw", model, "-o", folder.resolve("none").resolve("net.dot")).failed(1, "create the folder first");
        Path disguised = Files.move(model, folder.resolve("model.dot"));
        byte[] before = Files.readAllBytes(disguised);
        Run.of("draw", disguised, "-o", disguised).failed(2, "is the input");
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(disguised)));
    }
}
