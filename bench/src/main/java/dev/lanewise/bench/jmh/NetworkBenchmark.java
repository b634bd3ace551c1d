package dev.lanewise.bench.jmh;

import dev.lanewise.bench.machine.Compilers;
import dev.lanewise.bench.model.Architecture;
import dev.lanewise.bench.model.Check;
import dev.lanewise.bench.model.Layer;
import dev.lanewise.bench.peer.Implementation;
import dev.lanewise.bench.peer.Profiles;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole networks, one call for a batch of rows: the first ones are the size of a price or a risk score, then digits,
 * a ranking model and an autoencoder. The library runs them through one evaluator with default options: one thread.
 *
 * <p>The hazard it shows: in a small network the work is nanoseconds, and what surrounds it (checks, calls,
 * activations, narrow layers that do not fill a vector) decides; and layers depend on each other, so that the latency
 * of a sum counts, which {@link LayerBenchmark} with its independent calls hides.
 *
 * <pre>{@code java -jar bench/target/benchmarks.jar NetworkBenchmark -p batch=1 -p network="10-16-1 sigmoid"}</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class NetworkBenchmark {
    /** Sizes, σ between layers, σ at the end unless it is linear: see {@link Architecture#parse}. */
    @Param({
        "10-16-1 sigmoid",
        "13-64-1 sigmoid",
        "16-64-32-32-5 relu softmax",
        "64-64-32-10 relu softmax",
        "64-64-64-8 tanh",
        "784-512-256-10 relu softmax",
        "479-1024-1024-512-256-1 relu sigmoid",
        "640-128x4-8-128x4-640 relu"
    })
    public String network;

    /** Rows per call. */
    @Param({"1", "32", "256"})
    public int batch;

    /** Who computes. */
    @Param
    public Implementation implementation;

    private Runnable call;
    private float[] z;

    /** Makes the arrays, binds, checks, and warms up. */
    @Setup
    public void prepare() {
        Profiles.mix(implementation);
        Architecture architecture = Architecture.parse(network);
        List<Layer> layers = architecture.layers();
        float[] x = architecture.rows(batch);
        z = new float[batch * architecture.outputs()];
        call = implementation.network(layers, batch, x, z);
        Arrays.fill(z, Float.NaN);
        call.run();
        Check.network(implementation.title(), layers, batch, x, z);
        Compilers.settle(call);
    }

    /** One call; the result lies in a field, so that no store can be dropped. */
    @Benchmark
    public float[] evaluate() {
        call.run();
        return z;
    }
}
