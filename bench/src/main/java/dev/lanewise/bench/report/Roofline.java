package dev.lanewise.bench.report;

import dev.lanewise.bench.model.Architecture;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Every task by how much it computes per byte it has to read, weights, rows and results once each, under the roofs
 * that the probes of the same run found.
 */
final class Roofline {
    private static final double LEAST = 0.05;
    private static final double MOST = 1000;

    /** Where one cache ends and the next begins, roughly, on current server cores. */
    private static final double L1_BYTES = 40e3;

    private static final double L2_BYTES = 1e6;
    private static final double L3_BYTES = 16e6;

    private final XYSeriesCollection data = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();

    private Roofline() {}

    static Picture of(Findings findings) {
        return new Roofline().picture(findings);
    }

    private Picture picture(Findings findings) {
        double peak = findings.peak();
        points("networks", findings.of("network"), Style.LANEWISE, 7);
        points("layers", findings.of("layer"), new Color(0x2A9D6F), 7);
        points("sweeps of sizes", findings.of("rows", "units", "inputs"), new Color(0xB7A3D9), 4);
        roof("sum, in L1", findings.readRate(0, L1_BYTES), peak, 0x6B7280);
        roof("sum, in L2", findings.readRate(L1_BYTES, L2_BYTES), peak, 0x9CA3AF);
        roof("sum, in L3", findings.readRate(L2_BYTES, L3_BYTES), peak, 0xB8BEC7);
        roof("sum, larger", findings.readRate(L3_BYTES, Double.MAX_VALUE), peak, 0xD1D5DB);
        XYPlot plot = new XYPlot(data,
                Style.logAxis("floating-point operations per byte of weights, rows and results", LEAST, MOST),
                Style.logAxis("GFLOP/s", 0.5, 400), renderer);
        Style.grid(plot);
        return new Picture("roofline",
                Style.chart(String.format(Locale.ROOT, "Lanewise under the roofs of this core (FMA peak %.0f GFLOP/s)",
                        peak), plot), 960, 560);
    }

    private void points(String name, List<CellStats> cells, Color colour, double size) {
        XYSeries series = new XYSeries(name);
        for (CellStats cell : cells) {
            double speed = cell.gigaflops(Peers.LANEWISE);
            if (Double.isFinite(speed)) {
                series.add(2.0 * cell.task().multiplyAdds() / bytes(cell), speed);
            }
        }
        if (series.isEmpty()) {
            return;
        }
        int index = data.getSeriesCount();
        data.addSeries(series);
        renderer.setSeriesPaint(index, colour);
        renderer.setSeriesShape(index, new Ellipse2D.Double(-size / 2, -size / 2, size, size));
        renderer.setSeriesLinesVisible(index, false);
    }

    private static double bytes(CellStats cell) {
        Architecture architecture = cell.task().architecture();
        long rows = cell.task().rows();
        long values = rows * (architecture.inputs() + architecture.outputs());
        return (double) Float.BYTES * (architecture.parameters() + values);
    }

    private void roof(String name, double bandwidth, double peak, int colour) {
        if (!Double.isFinite(bandwidth) || !Double.isFinite(peak)) {
            return;
        }
        XYSeries series = new XYSeries(String.format(Locale.ROOT, "%s %.0f GB/s", name, bandwidth));
        series.add(LEAST, bandwidth * LEAST);
        series.add(peak / bandwidth, peak);
        series.add(MOST, peak);
        int index = data.getSeriesCount();
        data.addSeries(series);
        renderer.setSeriesPaint(index, new Color(colour));
        renderer.setSeriesStroke(index, Style.LINE);
        renderer.setSeriesShapesVisible(index, false);
    }
}
