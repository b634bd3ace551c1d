package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.internal.pack.PackedLayer;
import dev.lanewise.internal.parallel.Team;
import java.util.concurrent.Executor;

/** What an evaluator owns: a plan bound to kernels, scratch for each thread, and the threads. One call at a time. */
public final class Evaluation {
    private final NetworkPlan plan;
    private final Kernels kernels;
    private final PackedLayer[] packed;
    private final Scratch[] scratch;
    private final Team team;
    private final SharedRun shared;

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
        this.team = threads == 1 ? null : Team.of(owner, threads, executor);
        this.shared = team == null ? null : new SharedRun(plan, kernels, packed, scratch, team);
    }

    /** Rows of x into rows of z. */
    public void run(int rows, float[] x, int xOffset, float[] z, int zOffset) {
        if (shared == null) {
            plan.run(kernels, packed, scratch[0], rows, x, xOffset, z, zOffset);
        } else {
            shared.run(rows, x, xOffset, z, zOffset);
        }
    }

    /** Ends the threads. May be called twice. */
    public void close() {
        if (team != null) {
            team.close();
        }
    }
}
