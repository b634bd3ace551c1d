package dev.lanewise.bench.jmh;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.bench.machine.Compilers;
import dev.lanewise.bench.peer.Call;
import dev.lanewise.bench.peer.Implementation;
import dev.lanewise.bench.peer.Peers;
import dev.lanewise.bench.peer.Profiles;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Softmax alone over 256 rows, beside ONNX Runtime's on tensors made once.
 *
 * <p>The hazard it shows: rows narrower than a vector are turned, a block of rows at a time. The hazard it has: ONNX Runtime
 * pays some microseconds for each call, which 256 short rows hardly make up for.
 *
 * <pre>{@code java -jar bench/target/benchmarks.jar SoftmaxBenchmark -p units=128}</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class SoftmaxBenchmark {
    private static final int ROWS = 256;

    /** Floats per row. */
    @Param({"10", "128", "1000"})
    public int units;

    private float[] x;
    private float[] z;
    private Call onnxRuntime;

    /** Makes the values, compares both results, runs other activations through the same code, and warms up. */
    @Setup
    public void prepare() throws Exception {
        Random random = new Random(25);
        x = new float[ROWS * units];
        z = new float[ROWS * units];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (2 * random.nextGaussian());
        }
        onnxRuntime = Peers.onnxSoftmax(ROWS, units);
        onnxRuntime.input(x);
        onnxRuntime.run();
        float[] theirs = onnxRuntime.output();
        lanewise();
        for (int i = 0; i < z.length; i++) {
            if (!(Math.abs(z[i] - theirs[i]) <= 1e-6)) {
                throw new IllegalStateException("at " + i + " Lanewise has " + z[i] + ", ONNX Runtime " + theirs[i]);
            }
        }
        Profiles.mix(Implementation.VECTOR);
        Compilers.settle(this::lanewise);
        Compilers.settle(this::onnxRuntime);
    }

    /** The library's. */
    @Benchmark
    public float[] lanewise() {
        Activation.SOFTMAX.apply(Backend.VECTOR, ROWS, units, x, 0, z, 0);
        return z;
    }

    /** ONNX Runtime's. */
    @Benchmark
    public void onnxRuntime() {
        onnxRuntime.run();
    }

    /** Frees the native memory. */
    @TearDown(Level.Trial)
    public void close() {
        onnxRuntime.close();
    }
}
