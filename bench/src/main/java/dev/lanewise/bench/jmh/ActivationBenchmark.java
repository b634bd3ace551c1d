package dev.lanewise.bench.jmh;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.bench.machine.Compilers;
import dev.lanewise.bench.model.Check;
import dev.lanewise.bench.peer.Implementation;
import dev.lanewise.bench.peer.Profiles;
import java.util.Arrays;
import java.util.Random;
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
 * An activation alone over 4096 floats, which with their results fit the nearest cache.
 *
 * <p>The hazard it shows: a curve costs ten times the copy that ReLU is, and more than the layer below it where that is
 * narrow. The hazard it has: the values. These are normal with deviation 2, so that the curves are seen where they bend
 * and where they are flat; a GELU or SiLU fed with values whose results are subnormal takes twice as long.
 *
 * <pre>{@code java -jar bench/target/benchmarks.jar ActivationBenchmark -p activation=tanh}</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class ActivationBenchmark {
    static final int FLOATS = 4096;

    /** σ, as {@link Activation#parse} reads it. */
    @Param({
        "identity", "relu", "leakyRelu(0.01)", "thresholdedRelu(1.0)", "clip(-1.0, 1.0)", "hardSigmoid", "hardSwish", "softsign",
        "exp", "sigmoid", "logSigmoid", "tanh", "softplus", "softplus(3.0)", "elu(1.0)", "celu(2.0)", "selu", "silu", "silu(2.0)",
        "mish", "gelu", "geluTanh"
    })
    public String activation;

    /** Who computes: LOOP or VECTOR. */
    @Param
    public Backend implementation;

    private final float[] x = new float[FLOATS];
    private final float[] z = new float[FLOATS];
    private Activation sigma;

    /** Makes the values, runs other activations through the same code, checks, and warms up. */
    @Setup
    public void prepare() {
        Implementation.requireAvailable(implementation);
        Random random = new Random(25);
        for (int i = 0; i < FLOATS; i++) {
            x[i] = (float) (2 * random.nextGaussian());
        }
        Profiles.mix(Implementation.valueOf(implementation.name()));
        sigma = Activation.parse(activation);
        Arrays.fill(z, Float.NaN);
        apply();
        float[] definition = new float[FLOATS];
        for (int i = 0; i < FLOATS; i++) {
            definition[i] = sigma.apply(x[i]);
        }
        Check.sameBits(activation + " by " + implementation, z, definition);
        Compilers.settle(this::apply);
    }

    /** One pass over all values. */
    @Benchmark
    public float[] apply() {
        sigma.apply(implementation, 1, FLOATS, x, 0, z, 0);
        return z;
    }
}
