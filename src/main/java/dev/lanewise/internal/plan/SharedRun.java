package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.kernel.WeightLayout;
import dev.lanewise.internal.pack.PackedLayer;
import dev.lanewise.internal.parallel.Job;
import dev.lanewise.internal.parallel.Team;

/**
 * A batch over the threads of a team: by rows, each part through the whole network, where there are enough of them; else
 * layer by layer, by units, so that each thread reads its share of the weights. Which of the two, and in how many parts,
 * cannot be seen in the bits.
 */
final class SharedRun implements Job {
    /**
     * Multiply-adds worth sharing: 50 µs of one core at 100 billion a second, against 1 to 2 for the exchange with threads
     * that are awake.
     */
    private static final long LEAST_WORK = 5_000_000;

    private static final long LEAST_WORK_PER_PART = 1_000_000;

    /** A row alone waits for its weights, about as long as five rows take to compute. */
    private static final int ROWS_WORTH_OF_WEIGHTS = 5;

    /** Parts are whole register tiles but for the last. */
    private static final int TILE_ROWS = 6;

    /**
     * Rows per thread from which rows are shared. Each part then reads all weights, from memory where they are many:
     * 1024-4096-1024 with 64 rows ran on two threads 1.1 times as fast as on one by rows, 1.9 by units.
     */
    private static final int LEAST_ROWS_PER_THREAD = 64;

    /** Where units cannot be shared, because layers are narrow. */
    private static final int LEAST_ROWS_PER_PART = 12;

    /** The share of a network's work in layers that units can share, from which on it is worth it. */
    private static final double LEAST_SHARE = 0.75;

    /** A row of a layer reads two panels side by side; and what the last vector reaches back into is in the same part. */
    private static final int PANEL_UNIT = 2;

    /** More parts than threads, so that a thread which wakes late, or is taken away, leaves its share to the others. */
    private static final int ROW_PARTS_PER_THREAD = 4;

    /** Fewer of units, for there is one exchange more for each: 479-1024-1024-512-256-1 with 16 rows, 1.78 against 1.68 by four. */
    private static final int UNIT_PARTS_PER_THREAD = 2;

    private final NetworkPlan plan;
    private final Kernels kernels;
    private final PackedLayer[] packed;
    private final Scratch[] scratch;
    private final Team team;
    private final boolean sharesUnits;

    private float[] x;
    private int xOffset;
    private float[] z;
    private int zOffset;

    /** The layer whose units are shared; null where rows are. */
    private LayerPlan layer;

    private PackedLayer layerWeights;
    private int rows;

    SharedRun(NetworkPlan plan, Kernels kernels, PackedLayer[] packed, Scratch[] scratch, Team team) {
        this.plan = plan;
        this.kernels = kernels;
        this.packed = packed;
        this.scratch = scratch;
        this.team = team;
        double shared = 0;
        for (PackedLayer layer : packed) {
            shared += parts(layer.layout()) < 2 ? 0 : (double) layer.layout().inputs() * layer.layout().units();
        }
        // a borrowed thread is not held from layer to layer
        this.sharesUnits = shared > LEAST_SHARE * plan.workPerRow() && !team.isBorrowed();
    }

    void run(int rows, float[] x, int xOffset, float[] z, int zOffset) {
        long work = work(rows, plan.workPerRow());
        boolean byRows = !sharesUnits || rows >= team.threads() * LEAST_ROWS_PER_THREAD;
        int parts = byRows ? parts(rows, work) : team.threads();
        if (work < LEAST_WORK || parts < 2) {
            plan.run(kernels, packed, scratch[0], rows, x, xOffset, z, zOffset);
            return;
        }
        try {
            if (byRows) {
                hold(rows, x, xOffset, z, zOffset);
                team.run(this, tiles(rows), parts);
            } else {
                byUnits(rows, x, xOffset, z, zOffset);
            }
        } finally {
            hold(0, null, 0, null, 0); // keeps none of the caller's arrays alive
            layer = null;
        }
    }

    private static long work(int rows, long perRow) {
        return perRow * Math.max(rows, ROWS_WORTH_OF_WEIGHTS);
    }

    private static int tiles(int rows) {
        return (rows - 1) / TILE_ROWS + 1;
    }

    private int parts(int rows, long work) {
        int most = Math.max(team.threads(), Math.min(team.threads() * ROW_PARTS_PER_THREAD, rows / LEAST_ROWS_PER_PART));
        return (int) Math.min(Math.min(work / LEAST_WORK_PER_PART, most), tiles(rows));
    }

    /** The most parts of a layer, the last of which takes what is left. */
    private static int parts(WeightLayout layout) {
        return layout.kind() == WeightLayout.Kind.PANELS ? layout.panels() / PANEL_UNIT : 0;
    }

    private void byUnits(int rows, float[] x, int xOffset, float[] z, int zOffset) {
        Scratch room = scratch[0];
        for (int done = 0; done < rows; done += room.rows()) {
            int block = Math.min(room.rows(), rows - done);
            float[] in = x;
            int inOffset = xOffset + done * plan.inputs();
            for (int l = 0; l < packed.length; l++) {
                boolean last = l == packed.length - 1;
                float[] out = last ? z : room.after(l);
                int outOffset = last ? zOffset + done * plan.outputs() : 0;
                layer(l, block, in, inOffset, out, outOffset);
                in = out;
                inOffset = outOffset;
            }
        }
    }

    private void layer(int l, int rows, float[] in, int inOffset, float[] out, int outOffset) {
        LayerPlan current = plan.layer(l);
        WeightLayout layout = packed[l].layout();
        int most = parts(layout);
        long parts = Math.min(Math.min(most, team.threads() * UNIT_PARTS_PER_THREAD),
                work(rows, (long) layout.inputs() * layout.units()) / LEAST_WORK_PER_PART);
        if (parts < 2) {
            plan.runLayer(kernels, packed, scratch[0], l, rows, in, inOffset, out, outOffset);
            return;
        }
        this.layer = current;
        this.layerWeights = packed[l];
        hold(rows, in, inOffset, out, outOffset);
        team.run(this, most, (int) parts);
        if (!current.op().isFused()) {
            kernels.activate(current.op(), rows, layout.units(), out, outOffset, out, outOffset);
        }
    }

    private void hold(int rows, float[] x, int xOffset, float[] z, int zOffset) {
        this.rows = rows;
        this.x = x;
        this.xOffset = xOffset;
        this.z = z;
        this.zOffset = zOffset;
    }

    @Override
    public void run(int place, int from, int count) {
        if (layer == null) {
            int row = from * TILE_ROWS;
            plan.run(kernels, packed, scratch[place], Math.min(count * TILE_ROWS, rows - row), x,
                    xOffset + row * plan.inputs(), z, zOffset + row * plan.outputs());
            return;
        }
        WeightLayout layout = layerWeights.layout();
        int fromPanel = from * PANEL_UNIT;
        int toPanel = from + count == parts(layout) ? layout.panels() : fromPanel + count * PANEL_UNIT;
        kernels.forwardPanels(layout, fromPanel, toPanel, rows, x, xOffset, layerWeights.weights(), layerWeights.bias(),
                layer.op(), z, zOffset);
    }
}
