package dev.lanewise.draw;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Paints into an image. Needs {@link PictureLibrary#JAVA_DESKTOP}, but no display. */
final class PngRenderer {
    /** 1 GiB of image, far beyond any page; a network of 100 layers at two pixels per CSS pixel takes a tenth of it. */
    static final long MOST_PIXELS = 1L << 28;

    private static final double USUAL_SCALE = 2;

    private PngRenderer() {}

    /** The usual scale, or the largest one that fits. */
    static double defaultScale(GraphModel model) {
        double largest = Math.sqrt(MOST_PIXELS / (model.width() * model.height()));
        return Math.min(USUAL_SCALE, 0.99 * largest); // a little less, since sides are rounded up
    }

    /**
     * The picture as a PNG file.
     *
     * @throws IllegalArgumentException if the scale is not finite and positive, or gives too many pixels
     */
    static byte[] render(GraphModel model, double scale) throws IOException {
        if (!(scale > 0) || scale == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("scale=" + scale + " must be finite and greater than 0");
        }
        double width = Math.ceil(model.width() * scale);
        double height = Math.ceil(model.height() * scale);
        if (width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("scale=" + scale + " gives an image of " + width + " times " + height
                    + " pixels, more than " + MOST_PIXELS + "; use a smaller scale, or SVG");
        }
        BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(width / model.width(), height / model.height());
            new GraphPainter(graphics).paint(model);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // In memory: given a plain stream, ImageIO would make a temporary file of its own.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java runtime has no ImageIO writer for PNG");
            }
        }
        return bytes.toByteArray();
    }
}
