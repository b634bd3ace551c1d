package dev.lanewise.bench.report;

import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.stats.CellStats;
import dev.lanewise.bench.stats.Findings;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Which share of the FMA peak is reached, over the size of the call: the library and the native peers. */
final class PeakShare {
    private static final double LEAST = 60;
    private static final double MOST = 2e10;

    private final XYSeriesCollection data = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);

    private PeakShare() {}

    static Picture of(Findings findings) {
        return new PeakShare().picture(findings.of("network", "layer"));
    }

    private Picture picture(List<CellStats> cells) {
        add(cells, Peers.LANEWISE, Style.LANEWISE, new Ellipse2D.Double(-4, -4, 8, 8));
        add(cells, "oneDNN", Style.PEER, new Rectangle2D.Double(-3, -3, 6, 6));
        add(cells, Peers.ONNX_PINNED, new Color(0x2A9D6F), new Rectangle2D.Double(-3, -3, 6, 6));
        add(cells, Peers.OPENBLAS, Style.MUTED, new Rectangle2D.Double(-3, -3, 6, 6));
        NumberAxis share = new NumberAxis("% of the FMA peak");
        share.setRange(0, 110);
        Style.text(share);
        XYPlot plot = new XYPlot(data, Style.logAxis("multiply-adds per call", LEAST, MOST), share, renderer);
        Style.grid(plot);
        return new Picture("share-of-peak",
                Style.chart("Share of the FMA peak over the size of the call: networks and layers, all batches", plot),
                960, 480);
    }

    private void add(List<CellStats> cells, String name, Color colour, Shape shape) {
        XYSeries series = new XYSeries(name);
        for (CellStats cell : cells) {
            double share = cell.shareOfPeak(name);
            if (Double.isFinite(share)) {
                series.add(cell.task().multiplyAdds(), 100 * share);
            }
        }
        int index = data.getSeriesCount();
        data.addSeries(series);
        renderer.setSeriesPaint(index, colour);
        renderer.setSeriesShape(index, shape);
    }
}
