package dev.lanewise.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/**
 * Paints the graph with Java 2D, for every canvas alike. Links come first and are light, so that the nodes painted over
 * them stand out; biases are dashed.
 */
final class GraphPainter {
    /** What canvases differ in: whether they keep structure, and how they hold a text in place. */
    interface Canvas {
        /** The next strokes and words are those of this node. */
        void begin(String id, String title);

        /** The node is complete. */
        void end();

        /** Writes a text in the font and colour that are set, with its start, middle or end at x. */
        void write(String text, Anchor anchor, double x, double baseline);
    }

    /** Which part of a text stands at the given place, and how much of its width lies left of that. */
    enum Anchor {
        START(0), MIDDLE(0.5), END(1);

        private final double share;

        Anchor(double share) {
            this.share = share;
        }

        double leftOf(double x, double width) {
            return x - share * width;
        }
    }

    /** For canvases of pixels: no structure, and the font that measures is the one that is seen. */
    private record Pixels(Graphics2D graphics) implements Canvas {
        @Override
        public void begin(String id, String title) {}

        @Override
        public void end() {}

        @Override
        public void write(String text, Anchor anchor, double x, double baseline) {
            double left = anchor.leftOf(x, width(text, graphics.getFont()));
            graphics.drawString(text, (float) left, (float) baseline);
        }
    }

    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x1F2933);
    private static final Color QUIET_INK = new Color(0x5F6B7A);
    private static final Color LINK = new Color(0xB4BCC8);

    private static final BasicStroke WEIGHT_STROKE = new BasicStroke(0.75f);
    private static final BasicStroke BIAS_STROKE =
            new BasicStroke(0.75f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 3}, 0);
    private static final BasicStroke NODE_STROKE = new BasicStroke(1.5f);

    private static final Font SYMBOL = new Font(Font.SERIF, Font.ITALIC, 18);
    private static final Font DIGIT = new Font(Font.SERIF, Font.PLAIN, 17);
    private static final Font INDEX = new Font(Font.SERIF, Font.PLAIN, 11);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final Font TOTAL = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    private static final Font FORMULA = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font COUNT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    /** Measures as if at infinite resolution, so that words stand at the same places on every canvas. */
    private static final FontRenderContext MEASURE = new FontRenderContext(new AffineTransform(), true, true);

    private static final double INDEX_SPACE = 0.5;
    private static final double SUBSCRIPT_DROP = 5;
    private static final double SUPERSCRIPT_RISE = 8;
    private static final double LABEL_WIDTH = 1.5 * Node.RADIUS; // wider ones are drawn smaller

    private final Graphics2D graphics;
    private final Canvas canvas;

    /** For an image. */
    GraphPainter(Graphics2D graphics) {
        this(graphics, new Pixels(graphics));
    }

    /** For a canvas of its own kind, behind the same graphics. */
    GraphPainter(Graphics2D graphics, Canvas canvas) {
        this.graphics = graphics;
        this.canvas = canvas;
    }

    void paint(GraphModel model) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(PAPER);
        graphics.fill(new Rectangle2D.Double(0, 0, model.width(), model.height()));
        model.links().forEach(this::paint);
        for (Column column : model.columns()) {
            column.ellipsis().ifPresent(ellipsis -> paint(ellipsis, column.x()));
            write(new Caption(column.title(), column.x(), model.titleBaseline()), TITLE, INK);
        }
        model.nodes().forEach(this::paint);
        model.formulas().forEach(formula -> write(formula, FORMULA, QUIET_INK));
        write(model.total(), TOTAL, INK);
    }

    private void paint(Link link) {
        graphics.setColor(LINK);
        graphics.setStroke(link.isOffset() ? BIAS_STROKE : WEIGHT_STROKE);
        graphics.draw(new Line2D.Double(link.from().x(), link.from().y(), link.to().x(), link.to().y()));
    }

    private void paint(Node node) {
        canvas.begin(node.id(), node.label().toString());
        double radius = Node.RADIUS;
        Ellipse2D circle = new Ellipse2D.Double(node.x() - radius, node.y() - radius, 2 * radius, 2 * radius);
        graphics.setColor(new Color(node.kind().fill()));
        graphics.fill(circle);
        graphics.setColor(new Color(node.kind().outline()));
        graphics.setStroke(NODE_STROKE);
        graphics.draw(circle);
        graphics.setColor(node.kind() == Node.Kind.OFFSET ? QUIET_INK : INK);
        write(node.label(), node.x(), node.y());
        canvas.end();
    }

    /** Three dots above the count, on paper of their own, so that the links that pass end beside the words. */
    private void paint(Column.Ellipsis ellipsis, double x) {
        double width = width(ellipsis.text(), COUNT) + 6;
        graphics.setColor(PAPER);
        graphics.fill(new RoundRectangle2D.Double(x - width / 2, ellipsis.y() + 6, width, 20, 8, 8));
        graphics.fill(new RoundRectangle2D.Double(x - 7, ellipsis.y() - 24, 14, 30, 8, 8));
        graphics.setColor(QUIET_INK);
        for (int dot = 0; dot < 3; dot++) {
            graphics.fill(new Ellipse2D.Double(x - 2, ellipsis.y() - 20 + 9 * dot, 4, 4));
        }
        write(new Caption(ellipsis.text(), x, ellipsis.y() + 20), COUNT, INK);
    }

    private void write(Caption caption, Font font, Color color) {
        graphics.setColor(color);
        graphics.setFont(font);
        canvas.write(caption.text(), Anchor.MIDDLE, caption.x(), caption.baseline());
    }

    /**
     * Writes a label into a node. The index is drawn smaller and lower rather than with the subscript digits of Unicode,
     * which many fonts lack or draw too small.
     *
     * <p>The ink, not the line of text, is centred: across as a whole, and down between the middle of the letter and the
     * middle of the whole, since the eye takes the letter for the larger part. The letter ends where the index starts, so
     * that they stay together also where an SVG is shown in a narrower font than this one was measured in.
     */
    private void write(Label label, double x, double y) {
        Font symbol = Character.isLetter(label.base().charAt(0)) ? SYMBOL : DIGIT;
        boolean alone = label.subscript().isEmpty() && label.superscript().isEmpty();
        double join = width(label.base(), symbol);
        Rectangle2D letter = ink(label.base(), symbol, 0, 0);
        Rectangle2D whole = letter
                .createUnion(inkOrElse(letter, label.subscript(), join + INDEX_SPACE, SUBSCRIPT_DROP))
                .createUnion(inkOrElse(letter, label.superscript(), join + INDEX_SPACE, -SUPERSCRIPT_RISE));
        double shrink = Math.min(1, LABEL_WIDTH / whole.getWidth());
        double at = x + shrink * (join - whole.getCenterX());
        double baseline = y - shrink * (letter.getCenterY() + whole.getCenterY()) / 2;
        double indexAt = at + shrink * INDEX_SPACE;
        write(label.base(), symbol, shrink, alone ? Anchor.MIDDLE : Anchor.END, alone ? x : at, baseline);
        write(label.subscript(), INDEX, shrink, Anchor.START, indexAt, baseline + shrink * SUBSCRIPT_DROP);
        write(label.superscript(), INDEX, shrink, Anchor.START, indexAt, baseline - shrink * SUPERSCRIPT_RISE);
    }

    private void write(String text, Font font, double shrink, Anchor anchor, double x, double baseline) {
        if (!text.isEmpty()) {
            graphics.setFont(shrink == 1 ? font : font.deriveFont((float) (shrink * font.getSize2D())));
            canvas.write(text, anchor, x, baseline);
        }
    }

    private static double width(String text, Font font) {
        return font.getStringBounds(text, MEASURE).getWidth();
    }

    /** The ink of an index; the letter's where there is none, which adds nothing to it. */
    private static Rectangle2D inkOrElse(Rectangle2D letter, String index, double x, double baseline) {
        return index.isEmpty() ? letter : ink(index, INDEX, x, baseline);
    }

    private static Rectangle2D ink(String text, Font font, double x, double baseline) {
        Rectangle2D ink = font.createGlyphVector(MEASURE, text).getVisualBounds();
        ink.setRect(ink.getX() + x, ink.getY() + baseline, ink.getWidth(), ink.getHeight());
        return ink;
    }
}
