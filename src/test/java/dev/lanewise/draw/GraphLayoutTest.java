package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Activation;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Where things stand: on the page, apart from each other, balanced. */
class GraphLayoutTest {
    @Property(tries = 200)
    void nodesAreOnThePageAndApart(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 40) Integer> sizes) {
        GraphModel model = GraphLayout.of(Networks.of(sizes.stream().mapToInt(Integer::intValue).toArray()));
        double below = model.formulas().getFirst().baseline() - 14; // the top of the words there
        for (Node node : model.nodes()) {
            assertTrue(node.x() > Node.RADIUS && node.x() < model.width() - Node.RADIUS, node::toString);
            assertTrue(node.y() > model.titleBaseline() + Node.RADIUS && node.y() + Node.RADIUS < below, node::toString);
            for (Node other : model.nodes()) {
                double distance = Math.hypot(node.x() - other.x(), node.y() - other.y());
                assertTrue(node == other || distance > 2.3 * Node.RADIUS, () -> node + " and " + other);
            }
        }
        assertTrue(model.total().baseline() < model.height());
    }

    @Property(tries = 50)
    void theUnitsOfAllColumnsAreCentredOnOneLine(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 40) Integer> sizes) {
        GraphModel model = GraphLayout.of(Networks.of(sizes.stream().mapToInt(Integer::intValue).toArray()));
        double middle = middle(model.columns().getFirst());
        for (Column column : model.columns()) {
            assertEquals(middle, middle(column), 1e-9);
            column.offset().ifPresent(offset -> assertTrue(offset.y() < column.units().getFirst().y()));
        }
    }

    @Test
    void neighbouringWordsDoNotTouch() {
        apart(GraphLayout.of(Networks.of(10, 16, 1)));
        apart(GraphLayout.of(Networks.of(100000, 2, 1, 100000)));
        apart(GraphLayout.of(Networks.of(Activation.clip(-1.2345678e-12f, 3.3333333e12f), 3, 1000, 1000, 4)));
    }

    @Test
    void aTitleThatWouldPushTheColumnsApartIsCut() {
        Activation longName = Activation.clip(-1.2345678e-12f, 3.3333333e12f);
        String title = GraphLayout.of(Networks.of(longName, 3, 1000, 1)).columns().get(1).title();
        assertEquals(GraphLayout.LONGEST_TITLE, title.length());
        assertTrue(title.startsWith("1000 units, clip(-1.2345678E-12,") && title.endsWith("…"), title);
    }

    private static double middle(Column column) {
        return (column.units().getFirst().y() + column.units().getLast().y()) / 2;
    }

    private static void apart(GraphModel model) {
        double end = 0;
        for (Column column : model.columns()) {
            end = startsAfter(end, column.title(), column.x(), 14);
        }
        assertTrue(end < model.width());
        end = 0;
        for (Caption formula : model.formulas()) {
            end = startsAfter(end, formula.text(), formula.x(), 13);
        }
        assertTrue(end < model.width());
    }

    private static double startsAfter(double end, String words, double x, int size) {
        FontRenderContext context = new FontRenderContext(new AffineTransform(), true, true);
        double width = new Font(Font.SANS_SERIF, Font.PLAIN, size).getStringBounds(words, context).getWidth();
        assertTrue(x - width / 2 > end, words);
        return x + width / 2;
    }
}
