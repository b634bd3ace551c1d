package dev.lanewise.bench.report;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGHints;

/**
 * A chart with its size, as it goes into files and into the page.
 *
 * @param name of the files
 */
record Picture(String name, JFreeChart chart, int width, int height) {
    /** Pixels of the PNG per unit, so that it is sharp on any screen. */
    private static final int SCALE = 2;

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), svg());
        try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".png"))) {
            ChartUtils.writeScaledChartAsPNG(out, chart, width, height, SCALE, SCALE);
        }
    }

    /** The SVG element; its definitions are named after the picture, so that many fit on one page. */
    String svg() {
        SVGGraphics2D graphics = new SVGGraphics2D(width, height);
        graphics.setDefsKeyPrefix(name + "-");
        // outlines: another reader's font would be wider or narrower than the one for which room was made
        graphics.setRenderingHint(SVGHints.KEY_DRAW_STRING_TYPE, SVGHints.VALUE_DRAW_STRING_TYPE_VECTOR);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        return graphics.getSVGElement(name, true, null, null, null);
    }
}
