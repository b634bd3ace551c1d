package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.kernel.WeightLayout;
import dev.lanewise.internal.pack.PackedLayer;
import dev.lanewise.internal.parallel.Job;
import dev.lanewise.internal.parallel.Team;

/**
 * A batch over the threads of a team: by rows, each part through the whole network, or layer by layer, by units, so that
 * each thread reads its share of the weights. The better of the two, by a rough estimate for each call; which one it is,
 * and in how many parts, cannot be seen in the bits.
 *
 * <p>Work is counted in multiply-adds, of which a core does some 100 billion in a second (Zen 5, Xeon), or 56 (Zen 4).
 */
final class SharedRun implements Job {
    /**
     * Worth sharing with threads that are awake: 10 to 18 µs. One row of 784-512-256-10, 23 µs on one thread, takes two 13
     * (Zen 4).
     */
    private static final long LEAST_WORK = 1_000_000;

    /**
     * Worth waking threads for, or asking an executor for them, in one call or in calls that follow each other at once: so waking
     * adds a quarter at most. After a pause, 784-512-256-10 took 134 µs for 16 rows on two threads and 84 on one (9 million), 265
     * and 320 for 64 rows (34 million; Zen 5).
     */
    private static final long LEAST_WORK_TO_WAKE = 24_000_000;

    /**
     * With half as much, and less for an exchange, 2 and 4 rows of six layers of 300×300 took two threads 1.1 times as long as
     * one.
     */
    private static final long LEAST_WORK_PER_PART = 300_000;

    /** An exchange with the other threads at the end of a layer. */
    private static final long EXCHANGE = 200_000;

    /** A row alone waits for its weights, about as long as five rows take to compute. */
    private static final int ROWS_WORTH_OF_WEIGHTS = 5;

    /** Rows are cut where the tallest register tiles of wide layers are, with 32 registers; two such are three with 16. */
    private static final int ROWS_PER_ITEM = 6;

    /** A part reads all weights: so let it use them for some rows. */
    private static final int LEAST_ROWS_PER_PART = 12;

    /**
     * The same where the weights come from memory, being more than 16 MB: 1024-4096-1024 with 64 rows ran on two threads 1.1
     * times as fast as on one by rows in parts of 13, and 1.9 times by units.
     */
    private static final int LEAST_ROWS_FROM_MEMORY = 64;

    private static final long FROM_MEMORY = 4_000_000;

    /** A row of a layer reads two panels side by side; and what the last vector reaches back into is in the same part. */
    private static final int PANELS_PER_ITEM = 2;

    /** More parts than threads, so that a thread which wakes late, or is taken away, leaves its share to the others. */
    private static final int ROW_PARTS_PER_THREAD = 4;

    /**
     * Fewer of units, for there is one exchange per layer: 479-1024-1024-512-256-1 with 16 rows ran 1.78 times as fast as on
     * one thread in two parts per thread, 1.68 and 1.71 times in four.
     */
    private static final int UNIT_PARTS_PER_THREAD = 2;

    private final NetworkPlan plan;
    private final Kernels kernels;
    private final PackedLayer[] packed;
    private final Scratch[] scratch;
    private final Team team;

    /** When the last call ended that was large enough to share. */
    private long lastEnd;

    /** What calls that followed each other at once have done alone since the last pause or shared call. */
    private long doneAlone;

    private boolean wakes;

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
        this.lastEnd = System.nanoTime() - 2 * Team.LOOK_NANOS;
    }

    void run(int rows, float[] x, int xOffset, float[] z, int zOffset) {
        long alone = work(rows, plan.workPerRow());
        if (alone < LEAST_WORK) {
            plan.run(kernels, packed, scratch[0], rows, x, xOffset, z, zOffset);
            return;
        }
        if (team.isBorrowed() || System.nanoTime() - lastEnd > Team.LOOK_NANOS) {
            doneAlone = 0;
        }
        wakes = doneAlone + alone >= LEAST_WORK_TO_WAKE;
        if (wakes || team.isAwake()) {
            share(rows, alone, x, xOffset, z, zOffset);
            doneAlone = 0;
        } else {
            plan.run(kernels, packed, scratch[0], rows, x, xOffset, z, zOffset);
            doneAlone += alone;
        }
        lastEnd = System.nanoTime();
    }

    private void share(int rows, long alone, float[] x, int xOffset, float[] z, int zOffset) {
        int parts = rowParts(rows, alone);
        long byRows = parts < 2 ? alone : work(rowsOfOneThread(rows, parts), plan.workPerRow());
        // a borrowed thread is not held from layer to layer
        long byUnits = team.isBorrowed() ? Long.MAX_VALUE : estimateByUnits(rows);
        try {
            if (byUnits < byRows) {
                runByUnits(rows, x, xOffset, z, zOffset);
            } else {
                hold(rows, x, xOffset, z, zOffset);
                team.run(this, tiles(rows), parts, wakes);
            }
        } finally {
            hold(0, null, 0, null, 0); // keeps none of the caller's arrays alive
            layer = null;
        }
    }

    private static long work(int rows, long perRow) {
        return rows == 0 ? 0 : perRow * Math.max(rows, ROWS_WORTH_OF_WEIGHTS);
    }

    private static int tiles(int rows) {
        return (rows - 1) / ROWS_PER_ITEM + 1;
    }

    private int rowParts(int rows, long work) {
        int least = plan.workPerRow() < FROM_MEMORY ? LEAST_ROWS_PER_PART : LEAST_ROWS_FROM_MEMORY;
        int most = Math.min(team.threads() * ROW_PARTS_PER_THREAD, rows / least);
        return (int) Math.max(1, Math.min(Math.min(most, work / LEAST_WORK_PER_PART), tiles(rows)));
    }

    /** Of the thread that has most to do. */
    private int rowsOfOneThread(int rows, int parts) {
        int turns = (parts - 1) / team.threads() + 1;
        int perPart = ((tiles(rows) - 1) / parts + 1) * ROWS_PER_ITEM;
        return Math.min(rows, turns * perPart);
    }

    private long estimateByUnits(int rows) {
        int block = Math.min(rows, scratch[0].rows());
        long perBlock = 0;
        for (int l = 0; l < packed.length; l++) {
            long work = layerWork(l, block);
            int parts = unitParts(l, block);
            int turns = (parts - 1) / team.threads() + 1;
            perBlock += parts < 2 ? work : work * turns / parts + EXCHANGE;
        }
        return perBlock * ((rows - 1) / block + 1);
    }

    private long layerWork(int l, int rows) {
        WeightLayout layout = packed[l].layout();
        return work(rows, (long) layout.inputs() * layout.units());
    }

    /** The parts of a layer; fewer than two where its units are not shared. */
    private int unitParts(int l, int rows) {
        int most = Math.min(panelPairs(packed[l].layout()), team.threads() * UNIT_PARTS_PER_THREAD);
        return (int) Math.min(most, layerWork(l, rows) / LEAST_WORK_PER_PART);
    }

    /** What the units of a layer are shared by; the last one takes what is left. */
    private static int panelPairs(WeightLayout layout) {
        return layout.kind() == WeightLayout.Kind.PANELS ? layout.panels() / PANELS_PER_ITEM : 0;
    }

    private void runByUnits(int rows, float[] x, int xOffset, float[] z, int zOffset) {
        Scratch room = scratch[0];
        for (int done = 0; done < rows; done += room.rows()) {
            int block = Math.min(room.rows(), rows - done);
            float[] in = x;
            int inOffset = xOffset + done * plan.inputs();
            for (int l = 0; l < packed.length; l++) {
                boolean last = l == packed.length - 1;
                float[] out = last ? z : room.after(l);
                int outOffset = last ? zOffset + done * plan.outputs() : 0;
                runLayer(l, block, in, inOffset, out, outOffset);
                in = out;
                inOffset = outOffset;
            }
        }
    }

    private void runLayer(int l, int rows, float[] in, int inOffset, float[] out, int outOffset) {
        int parts = unitParts(l, rows);
        if (parts < 2) {
            plan.runLayer(kernels, packed, scratch[0], l, rows, in, inOffset, out, outOffset);
            return;
        }
        layer = plan.layer(l);
        layerWeights = packed[l];
        hold(rows, in, inOffset, out, outOffset);
        team.run(this, panelPairs(layerWeights.layout()), parts, wakes);
        if (layer.op().isRowwise()) {
            kernels.activate(layer.op(), rows, layer.units(), out, outOffset, out, outOffset);
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
            int row = from * ROWS_PER_ITEM;
            plan.run(kernels, packed, scratch[place], Math.min(count * ROWS_PER_ITEM, rows - row), x,
                    xOffset + row * plan.inputs(), z, zOffset + row * plan.outputs());
            return;
        }
        WeightLayout layout = layerWeights.layout();
        int fromPanel = from * PANELS_PER_ITEM;
        int toPanel = from + count == panelPairs(layout) ? layout.panels() : fromPanel + count * PANELS_PER_ITEM;
        kernels.forwardPanels(layout, fromPanel, toPanel, rows, x, xOffset, layerWeights.weights(), layerWeights.bias(),
                layer.op(), z, zOffset);
    }
}
