package dev.lanewise.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleInsets;

/** How all plots look. */
final class Style {
    static final Color LANEWISE = new Color(0x1F5FA8);
    static final Color PEER = new Color(0xD9822B);
    static final Color MUTED = new Color(0x8A8F98);
    static final Color GRID = new Color(0xE3E6EA);
    static final Color INK = new Color(0x22262B);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    static final BasicStroke LINE = new BasicStroke(1.5f);

    private Style() {}

    /** A chart around a plot. */
    static JFreeChart chart(String title, Plot plot) {
        JFreeChart chart = new JFreeChart(title, BOLD, plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(10, 6, 6, 10));
        TextTitle heading = chart.getTitle();
        heading.setPaint(INK);
        if (chart.getLegend() != null) {
            chart.getLegend().setItemFont(TEXT);
            chart.getLegend().setFrame(BlockBorder.NONE);
        }
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        return chart;
    }

    static void grid(XYPlot plot) {
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
    }

    static LogAxis logAxis(String label, double low, double high) {
        LogAxis axis = new LogAxis(label);
        axis.setBase(10);
        axis.setTickUnit(new NumberTickUnit(1)); // one decade
        axis.setRange(low, high);
        axis.setNumberFormatOverride(shortNumbers());
        axis.setMinorTickMarksVisible(true);
        text(axis);
        return axis;
    }

    static void text(ValueAxis axis) {
        axis.setLabelFont(TEXT);
        axis.setTickLabelFont(TEXT);
        axis.setLabelPaint(INK);
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
    }

    /** 1,000 as 1k, 1,000,000 as 1M: an axis over ten decades has no room for the noughts. */
    private static NumberFormat shortNumbers() {
        return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)) {
            private static final long serialVersionUID = 1;

            @Override
            public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
                String[] units = {"", "k", "M", "G", "T"};
                int unit = 0;
                double scaled = number;
                while (scaled >= 999.5 && unit < units.length - 1) {
                    scaled /= 1000;
                    unit++;
                }
                return super.format(scaled, to, position).append(units[unit]);
            }
        };
    }
}
