package dev.lanewise.draw;

import java.util.Locale;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGHints;
import org.jfree.svg.ViewBox;

/**
 * Paints into an SVG element. Needs {@link PictureLibrary#JAVA_DESKTOP} and {@link PictureLibrary#JFREE_SVG}.
 *
 * <p>The same model gives the same text. JFreeSVG makes ids from the time for gradients and clips, so there are none here.
 * Coordinates are rounded to a hundredth of a pixel, which nobody sees.
 */
final class SvgRenderer {
    private SvgRenderer() {}

    static String render(GraphModel model) {
        StringBuilder body = new StringBuilder();
        SVGGraphics2D graphics = new SVGGraphics2D(model.width(), model.height(), null, body);
        graphics.setGeomDoubleConverter(SvgRenderer::rounded);
        graphics.setTransformDoubleConverter(SvgRenderer::rounded);
        new GraphPainter(graphics, new Elements(graphics, body)).paint(model);
        ViewBox page = new ViewBox(0, 0, (int) model.width(), (int) model.height());
        return graphics.getSVGElement(null, true, page, null, null);
    }

    private static String rounded(double value) {
        double hundredths = Math.rint(value * 100);
        return hundredths % 100 == 0 ? Long.toString((long) hundredths / 100) : Double.toString(hundredths / 100);
    }

    /**
     * Each node as a group with its id, and its label as the text that a browser shows under the pointer. Texts are
     * anchored by the viewer, which knows the font it shows them in; JFreeSVG has no such notion, so the group around the
     * text says it.
     *
     * @param body what the graphics writes to
     */
    private record Elements(SVGGraphics2D graphics, StringBuilder body) implements GraphPainter.Canvas {
        @Override
        public void begin(String id, String title) {
            graphics.setRenderingHint(SVGHints.KEY_BEGIN_GROUP, id);
            graphics.setRenderingHint(SVGHints.KEY_ELEMENT_TITLE, title);
        }

        @Override
        public void end() {
            graphics.setRenderingHint(SVGHints.KEY_END_GROUP, "");
        }

        @Override
        public void write(String text, GraphPainter.Anchor anchor, double x, double baseline) {
            body.append("<g text-anchor='").append(anchor.name().toLowerCase(Locale.ROOT)).append("'>");
            graphics.drawString(text, (float) x, (float) baseline);
            body.append("</g>");
        }
    }
}
