package dev.lanewise.bench.report;

import dev.lanewise.bench.grid.Inputs;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.awt.Color;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.data.xy.DefaultXYZDataset;

/** The ratio to the best peer per network and batch: blue where the library is faster, red where it is slower. */
final class HeatMap {
    private HeatMap() {}

    static Picture of(Findings findings) {
        List<CellStats> cells = findings.of("network");
        List<String> networks = new ArrayList<>();
        List<String> batches = new ArrayList<>();
        for (CellStats cell : cells) {
            addOnce(networks, cell.task().network());
            addOnce(batches, batch(cell));
        }
        double[][] blocks = new double[3][cells.size()];
        SymbolAxis x = axis("rows per call", batches);
        SymbolAxis y = axis(null, networks);
        y.setInverted(true);
        XYPlot plot = new XYPlot(null, x, y, renderer());
        for (int i = 0; i < cells.size(); i++) {
            CellStats cell = cells.get(i);
            double ratio = cell.ratioToBestPeer();
            blocks[0][i] = batches.indexOf(batch(cell));
            blocks[1][i] = networks.indexOf(cell.task().network());
            blocks[2][i] = ratio;
            plot.addAnnotation(label(blocks[0][i], blocks[1][i], ratio));
        }
        DefaultXYZDataset data = new DefaultXYZDataset();
        data.addSeries("ratio", blocks);
        plot.setDataset(data);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        JFreeChart chart = Style.chart("Time of the best peer / time of Lanewise (above 1: Lanewise is faster)", plot);
        chart.removeLegend();
        return new Picture("heatmap", chart, 960, 120 + 36 * networks.size());
    }

    private static String batch(CellStats cell) {
        return cell.task().rows() + (cell.task().inputs() == Inputs.DEPENDENT ? " dependent" : "");
    }

    private static void addOnce(List<String> list, String text) {
        if (!list.contains(text)) {
            list.add(text);
        }
    }

    private static SymbolAxis axis(String label, List<String> symbols) {
        SymbolAxis axis = new SymbolAxis(label, symbols.toArray(String[]::new));
        axis.setRange(-0.5, symbols.size() - 0.5);
        axis.setGridBandsVisible(false);
        axis.setTickMarksVisible(false);
        Style.text(axis);
        return axis;
    }

    private static XYBlockRenderer renderer() {
        XYBlockRenderer renderer = new XYBlockRenderer();
        renderer.setPaintScale(new Diverging());
        renderer.setBlockWidth(0.96);
        renderer.setBlockHeight(0.92);
        return renderer;
    }

    private static XYTextAnnotation label(double x, double y, double ratio) {
        String text = Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.0f", ratio);
        XYTextAnnotation label = new XYTextAnnotation(text, x, y);
        label.setFont(Style.TEXT);
        label.setPaint(Math.abs(Diverging.strength(ratio)) > 0.6 ? Color.WHITE : Style.INK);
        return label;
    }

    /** White at 1, full colour at 4 and at ¼. */
    private static final class Diverging implements PaintScale {
        private static final double FULL = 4;
        private static final Color FASTER = Style.LANEWISE;
        private static final Color SLOWER = new Color(0xB3322C);

        static double strength(double ratio) {
            return Math.clamp(Math.log(ratio) / Math.log(FULL), -1.0, 1.0);
        }

        @Override
        public double getLowerBound() {
            return 0;
        }

        @Override
        public double getUpperBound() {
            return Double.MAX_VALUE;
        }

        @Override
        public Paint getPaint(double ratio) {
            if (Double.isNaN(ratio)) {
                return Style.GRID;
            }
            double strength = strength(ratio);
            Color full = strength > 0 ? FASTER : SLOWER;
            double share = Math.abs(strength);
            return new Color(
                    mix(full.getRed(), share), mix(full.getGreen(), share), mix(full.getBlue(), share));
        }

        private static int mix(int colour, double share) {
            return (int) Math.round(255 + share * (colour - 255));
        }
    }
}
