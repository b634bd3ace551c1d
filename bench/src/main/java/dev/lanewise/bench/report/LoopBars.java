package dev.lanewise.bench.report;

import dev.lanewise.bench.peer.Implementation;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** Loop against vector, as JMH found them: nanoseconds per call, on a logarithmic axis. */
final class LoopBars {
    private static final double LEAST = 10;
    private static final double MOST = 1e9;
    private static final List<Color> COLOURS = List.of(
            new Color(0xC9CED6), new Color(0x9AA3AF), new Color(0xE3B778), new Color(0x7FB0E0), Style.LANEWISE);

    private LoopBars() {}

    static Picture of(Findings findings) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        List<String> who = new ArrayList<>();
        for (Implementation implementation : Implementation.values()) {
            who.add(implementation.title());
        }
        who.add("vector, packed");
        List<CellStats> cells = findings.of("jmh");
        for (String name : who) {
            for (CellStats cell : cells) {
                if (cell.names().contains(name)) {
                    data.addValue(cell.nanos(name), name, label(cell.cell()));
                }
            }
        }
        CategoryAxis axis = new CategoryAxis();
        axis.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
        axis.setTickLabelFont(Style.TEXT);
        axis.setMaximumCategoryLabelWidthRatio(2);
        CategoryPlot plot = new CategoryPlot(
                data, axis, Style.logAxis("nanoseconds per call", LEAST, MOST), renderer(who.size()));
        plot.setRangeGridlinePaint(Style.GRID);
        return new Picture("loop-against-vector",
                Style.chart("Loop against vector by JMH (less is better, each line ten times the one below)", plot),
                960, 620);
    }

    private static String label(String cell) {
        return cell.substring("jmh/".length());
    }

    private static BarRenderer renderer(int series) {
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setBase(LEAST);
        renderer.setIncludeBaseInRange(false);
        renderer.setItemMargin(0.05);
        for (int i = 0; i < series; i++) {
            renderer.setSeriesPaint(i, COLOURS.get(i));
        }
        return renderer;
    }
}
