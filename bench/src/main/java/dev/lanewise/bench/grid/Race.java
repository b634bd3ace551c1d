package dev.lanewise.bench.grid;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.bench.grid.Contestant.Timed;
import dev.lanewise.bench.machine.Compilers;
import dev.lanewise.bench.machine.NativeThreads;
import dev.lanewise.bench.model.Check;
import dev.lanewise.bench.model.Layer;
import dev.lanewise.bench.peer.Call;
import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.Peers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One task: everyone is prepared, checked and warmed up, then all are timed in turn, round after round, so that what
 * the machine does meanwhile happens to all of them and ratios hold.
 */
final class Race implements AutoCloseable {
    /** Floats of a block of an activation alone, 16 KiB. */
    private static final int BLOCK_FLOATS = 4096;

    /** In later forks only those run who can be the best of a cell: the others take a third of its time. */
    static final int FORKS_WITH_EVERYONE = 1;

    private static final Set<String> NEVER_BEST =
            Set.of(Peers.LOOP, Peers.C2_LOOP, Peers.TEXTBOOK, Peers.ONNX_TYPICAL);

    /** Calls that follow each other for so long are shared, if they ever are. */
    private static final long WAKING_NANOS = 20_000_000;

    /** Weights that the nearest caches hold, 256 KiB. */
    private static final long MOST_SHARED_FLOATS = 1 << 16;

    private static final long IDLE_NANOS = 300_000_000;

    private final Task task;
    private final Lineup lineup;
    private final Effort effort;
    private final int fork;
    private final List<Layer> layers;
    private final float[] x;
    private final List<Contestant> contestants = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();
    private final List<Measurement> absent = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<Peer, Call> checked = new LinkedHashMap<>();

    /** The library's results: the first that are checked, and then what others are compared with. */
    private float[] expected;

    Race(Task task, Lineup lineup, Effort effort, int fork) {
        this.task = task;
        this.lineup = lineup;
        this.effort = effort;
        this.fork = fork;
        this.layers = task.layers();
        this.x = task.values();
    }

    /** Prepares everyone. */
    void prepare() {
        boolean oneProcessor = Runtime.getRuntime().availableProcessors() < 2;
        for (Peer peer : lineup.peers()) {
            if (fork >= FORKS_WITH_EVERYONE && isNeverBest(peer.name())) {
                absent.add(Measurement.absent(peer.name(), "in the first fork only"));
            } else if (peer.name().equals(Peers.OPENBLAS_ARRAYS) && layers.size() > 1) {
                absent.add(Measurement.absent(peer.name(), "beside single layers only"));
            } else if (peer.name().equals(Peers.TWO_THREADS) && oneProcessor) {
                absent.add(Measurement.absent(peer.name(), "there is one processor only"));
            } else {
                prepare(peer);
            }
        }
        long floats = task.architecture().parameters();
        if (lineup.hasPeak()) {
            probes.add(Probe.peak());
        }
        if (lineup.hasSums()) {
            probes.add(Probe.sum(floats));
            probes.add(lineup == Lineup.THREADS ? Probe.twoSums(floats) : Probe.arraySum(floats));
        }
        if (lineup == Lineup.ACTIVATION) {
            addActivation();
        }
    }

    private boolean isNeverBest(String name) {
        return NEVER_BEST.contains(name) || name.equals(Peers.UNPACKED) && layers.size() > 1;
    }

    /**
     * Each has weights of its own: over the same arrays one would find in the caches what another has read. But not where one
     * call is compared with the same of another over small layers: there the place of an array counts, and caches hold it.
     */
    private void prepare(Peer peer) {
        boolean isShared = lineup == Lineup.UNPACKED && task.architecture().parameters() <= MOST_SHARED_FLOATS;
        List<Layer> own = isShared ? layers : layers.stream().map(Layer::copy).toList();
        Call call;
        try {
            call = peer.prepare(own, task.rows());
        } catch (Exception | LinkageError cannotRunHere) {
            absent.add(Measurement.absent(peer.name(), cannotRunHere.toString()));
            return;
        }
        calls.add(call);
        call.input(x);
        Contestant contestant = new Contestant(peer.name(), timed(call), 0, peer.description());
        contestant.firstRun();
        if (!contestant.isSingle()) {
            call.input(x);
            call.run();
        }
        try {
            check(peer, call.output());
        } catch (IllegalStateException wrong) {
            if (peer.role() != Peer.Role.COMPETITOR) {
                throw wrong;
            }
            absent.add(Measurement.absent(peer.name(), wrong.getMessage()));
            return;
        }
        contestants.add(contestant);
        if (!contestant.isSingle()) {
            checked.put(peer, call);
        }
    }

    private Timed timed(Call call) {
        return Timed.of(task.inputs() != Inputs.DEPENDENT ? call : () -> {
            call.run();
            call.chain();
        });
    }

    private void check(Peer peer, float[] z) {
        Check.network(peer.name(), layers, task.rows(), x, z);
        if (expected == null) {
            expected = z;
        } else if (peer.role() == Peer.Role.OWN) {
            Check.sameBits(peer.name(), z, expected);
        } else {
            Check.close(peer.name(), layers, z, expected);
        }
    }

    private void checkAgain(Peer peer, Call call) {
        call.input(x);
        long end = System.nanoTime() + (peer.name().equals(Peers.TWO_THREADS) ? WAKING_NANOS : 0);
        do {
            call.run();
        } while (System.nanoTime() < end);
        if (peer.role() == Peer.Role.OWN) {
            Check.sameBits(peer.name(), call.output(), expected);
            return;
        }
        try {
            Check.close(peer.name(), layers, call.output(), expected);
        } catch (IllegalStateException wrong) {
            contestants.removeIf(contestant -> contestant.isNamed(peer.name()));
            absent.add(Measurement.absent(peer.name(), wrong.getMessage()));
        }
    }

    private void addActivation() {
        Layer layer = layers.getFirst();
        Layer linear = new Layer(
                layer.inputs(), layer.units(), layer.weights(), layer.bias(), Activation.IDENTITY);
        try {
            Call call = Peers.named(Peers.LANEWISE).prepare(List.of(linear), task.rows());
            calls.add(call);
            call.input(x);
            contestants.add(new Contestant(Measurement.IDENTITY, Timed.of(call), 0, ""));
            call.run();
            contestants.add(new Contestant(Measurement.ACTIVATION, Timed.of(activation(call.output())), 0, ""));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of all sums, into a block that stays in the nearest cache, as a fused one finds its sums there. */
    private Runnable activation(float[] sums) {
        Layer layer = layers.getFirst();
        int units = layer.units();
        int rows = Math.min(task.rows(), Math.max(1, BLOCK_FLOATS / units));
        float[] z = new float[rows * units];
        return () -> {
            for (int row = 0; row < task.rows(); row += rows) {
                layer.activation().apply(
                        Backend.VECTOR, Math.min(rows, task.rows() - row), units, sums, row * units, z, 0);
            }
        };
    }

    /** Warms up, measures, and looks whether compiled code, and awake workers, give the same results. */
    TaskResult run() {
        warmUp();
        contestants.forEach(contestant -> contestant.calibrate(effort.turnNanos()));
        for (int round = 0; round < effort.rounds(); round++) {
            contestants.forEach(Contestant::turn);
        }
        if (lineup == Lineup.ALL && Compilers.SETTLE && fork == 0) {
            contestants.forEach(Contestant::watch);
        }
        for (Map.Entry<Peer, Call> entry : checked.entrySet()) {
            checkAgain(entry.getKey(), entry.getValue());
        }
        double idle = lineup == Lineup.THREADS ? idle() : -1;
        List<Measurement> measurements = new ArrayList<>(absent);
        contestants.forEach(contestant -> measurements.add(contestant.result()));
        return new TaskResult(task, measurements, idle);
    }

    /**
     * Each by itself first: with a tenth of the time, a kernel that is still interpreted would take ten times as long
     * to be noticed by the compiler. Then all of them in turn, which is how they will be timed.
     */
    private void warmUp() {
        for (Contestant contestant : contestants) {
            long rest = effort.restNanos() / (contestant.isJava() ? 2 : 8);
            Compilers.settle(List.of(contestant.warmUp()), rest, effort.limitNanos());
            if (Compilers.SETTLE) {
                contestant.awaitCompilation();
            }
        }
        for (Probe probe : probes) {
            for (Contestant variant : probe.variants()) {
                Compilers.settle(List.of(variant.warmUp()), effort.restNanos() / 8, effort.limitNanos());
                if (Compilers.SETTLE) {
                    variant.awaitCompilation();
                }
            }
        }
        List<Runnable> all = new ArrayList<>();
        contestants.forEach(contestant -> all.add(contestant.warmUp()));
        probes.forEach(probe -> probe.variants().forEach(variant -> all.add(variant.warmUp())));
        Compilers.settle(all, effort.restNanos(), effort.limitNanos());
        probes.forEach(probe -> contestants.add(probe.best()));
    }

    /** Runs everyone for a moment. */
    void tryOut() {
        Compilers.settle(contestants.stream().map(Contestant::warmUp).toList(), 1, 1);
    }

    /** What the workers do while nobody calls. */
    private static double idle() {
        return NativeThreads.help(() -> {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, IDLE_NANOS);
    }

    @Override
    public void close() {
        for (Call call : calls) {
            call.close();
        }
    }
}
