package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.pack.PackedLayer;
import dev.lanewise.internal.parallel.RowJob;
import dev.lanewise.internal.parallel.RowTeam;
import java.util.concurrent.Executor;

/** What an evaluator owns: a plan bound to kernels, scratch for each thread, and the threads. One call at a time. */
public final class Evaluation implements RowJob {
    private final NetworkPlan plan;
    private final Kernels kernels;
    private final PackedLayer[] packed;
    private final Scratch[] scratch;
    private final RowTeam team;

    private float[] x;
    private int xOffset;
    private float[] z;
    private int zOffset;

    /**
     * Allocates scratch and starts threads.
     *
     * @param owner the threads end when it is unreachable
     * @param executor lends threads; null for own ones
     */
    public Evaluation(NetworkPlan plan, Kernels kernels, Object owner, int threads, Executor executor, int maxRows) {
        this.plan = plan;
        this.kernels = kernels;
        this.packed = plan.packedFor(kernels);
        this.scratch = new Scratch[threads];
        for (int i = 0; i < threads; i++) {
            scratch[i] = new Scratch(plan, maxRows);
        }
        this.team = threads == 1 ? null : RowTeam.of(owner, threads, executor);
    }

    /** Rows of x into rows of z. */
    public void run(int rows, float[] x, int xOffset, float[] z, int zOffset) {
        if (team == null) {
            plan.run(kernels, packed, scratch[0], rows, x, xOffset, z, zOffset);
            return;
        }
        this.x = x;
        this.xOffset = xOffset;
        this.z = z;
        this.zOffset = zOffset;
        try {
            team.run(this, rows, plan.workPerRow());
        } finally {
            this.x = null; // keeps none of the caller's arrays alive
            this.z = null;
        }
    }

    @Override
    public void run(int place, int from, int count) {
        plan.run(kernels, packed, scratch[place], count, x, xOffset + from * plan.inputs(), z,
                zOffset + from * plan.outputs());
    }

    /** Ends the threads. May be called twice. */
    public void close() {
        if (team != null) {
            team.close();
        }
    }
}
