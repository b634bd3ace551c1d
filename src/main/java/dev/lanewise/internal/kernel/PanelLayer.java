package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A layer over weights packed in {@link WeightLayout.Kind#PANELS}: which tile for which rows. Rows of
 * few inputs have tiles of their own, {@code FewInputsTiles}.
 *
 * <p>Panels are walked outside, rows inside: the weights of a panel stay in the nearest caches while all rows pass over
 * them. A single row reads two panels at once, for the four sums of one would wait for each other, and so do two; with 16
 * registers one that is left over from tiles of four.
 */
final class PanelLayer {
    private static final int LANES = VectorWidth.LANES;

    /**
     * Inputs per pass over the rows with one chain: a panel of 2048 inputs by 64 units is 512 KiB, half of an L2 cache.
     * Sums in between are kept in {@code out}. 256×4096×1024 runs at 172 GFLOP/s, at 151 in one pass.
     */
    private static final int BLOCK_INPUTS = 2048;

    private PanelLayer() {}

    /** σ(x w + bias) for a fused σ, x w + bias for the others, of some panels. The layer is at least one vector wide. */
    static void forward(
            WeightLayout layout,
            int fromPanel,
            int toPanel,
            int rows,
            float[] x,
            int xo,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int oo) {
        assert layout.units() >= LANES;
        int paired = RegisterTile.rowsByPair(rows, layout.chains());
        if (paired == 0 || toPanel - fromPanel == 1) {
            panels(layout, fromPanel, toPanel, rows, x, xo, w, bias, op, out, oo);
            return;
        }
        int before = rows - paired;
        if (before > 0) {
            panels(layout, fromPanel, toPanel, before, x, xo, w, bias, op, out, oo);
        }
        int xRow = xo + before * layout.inputs();
        int outRow = oo + before * layout.units();
        int panel = fromPanel;
        for (; panel + 1 < toPanel; panel += 2) {
            pair(layout, panel, paired, x, xRow, w, bias, op, out, outRow);
        }
        panels(layout, panel, toPanel, paired, x, xRow, w, bias, op, out, outRow);
    }

    /** Panel after panel. */
    private static void panels(
            WeightLayout layout,
            int fromPanel,
            int toPanel,
            int rows,
            float[] x,
            int xo,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int oo) {
        for (int panel = fromPanel; panel < toPanel; panel++) {
            int unit = layout.vectorsBefore(panel) * LANES;
            panel(layout, panel, rows, x, xo, w, bias, unit, op, out, oo + unit, layout.units());
        }
    }

    private static void pair(
            WeightLayout layout,
            int panel,
            int rows,
            float[] x,
            int xo,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int oo) {
        int unit = layout.vectorsBefore(panel) * LANES;
        int vectors = layout.vectors(panel);
        int last = vectors * LANES + layout.last(panel + 1);
        float[] start = bias == null ? StartVector.ZEROS : bias;
        PackedTiles.pair(rows, vectors, layout.vectors(panel + 1), layout.chains(), layout.inputs(), x, xo, layout.inputs(), w,
                Float.BYTES * layout.panelStart(panel), Float.BYTES * layout.panelStart(panel + 1), last, start,
                bias == null ? LANES : unit, op, out, oo + unit, layout.units());
    }

    /** All rows of one panel, into rows of {@code out} that are {@code outStride} apart and written in rising order. */
    static void panel(
            WeightLayout layout,
            int panel,
            int rows,
            float[] x,
            int xo,
            MemorySegment w,
            float[] bias,
            int unit,
            ActivationOp op,
            float[] out,
            int oo,
            int outStride) {
        int vectors = layout.vectors(panel);
        int chains = layout.chains();
        int last = layout.last(panel);
        int inputs = layout.inputs();
        long wo = Float.BYTES * layout.panelStart(panel);
        float[] start = bias == null ? StartVector.ZEROS : bias;
        int so = bias == null ? LANES : unit;
        if (RegisterTile.isByRow(rows, inputs, vectors, chains)) {
            FewInputsTiles.rows(inputs, vectors, chains, rows, x, xo, w, wo, last, start, so, op, out, oo, outStride);
            return;
        }
        boolean isInOnePass = inputs <= BLOCK_INPUTS || chains > 1 || rows <= RegisterTile.packedRows(rows, vectors, chains);
        int block = isInOnePass ? inputs : BLOCK_INPUTS;
        int done = 0;
        do {
            int count = Math.min(block, inputs - done);
            ActivationOp now = done + count == inputs ? op : ActivationOp.NONE;
            tiles(rows, vectors, chains, count, x, xo + done, inputs, w, wo + (long) Float.BYTES * done * vectors * LANES, last,
                    done == 0 ? start : out, done == 0 ? so : oo, done == 0 ? 0 : outStride, now, out, oo, outStride);
            done += count;
        } while (done < inputs);
    }

    /**
     * All rows of some inputs of a panel. Where only the tallest tile will do, the last one reaches back over rows done
     * before, and does them again; not where sums start from the output, which would be added twice.
     */
    static void tiles(
            int rows,
            int vectors,
            int chains,
            int inputs,
            float[] x,
            int xo,
            int xStride,
            MemorySegment w,
            long wo,
            int last,
            float[] start,
            int so,
            int startStride,
            ActivationOp op,
            float[] out,
            int oo,
            int outStride) {
        int most = RegisterTile.packedRows(rows, vectors, chains);
        boolean isTallest = RegisterTile.isOnlyTallest(rows, most, vectors, chains) && startStride == 0;
        for (int row = 0; row < rows; ) {
            int height = isTallest ? most : RegisterTile.evenPart(rows - row, most);
            int from = Math.min(row, rows - height);
            PackedTiles.tile(height, vectors, chains, inputs, x, xo + from * xStride, xStride, w, wo, last, start,
                    so + from * startStride, startStride, op, out, oo + from * outStride, outStride);
            row = from + height;
        }
    }
}
