package dev.lanewise.bench.jmh;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.bench.machine.Compilers;
import dev.lanewise.bench.peer.Implementation;
import dev.lanewise.bench.peer.Profiles;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Exp and tanh over 4096 normal floats with deviation 2: the library's, the JDK's own vector operators, which call a native
 * library, and loops over {@link Math}.
 *
 * <p>The hazard it shows: the operators are within an ulp too, but give other bits on other machines, and nothing where the
 * native library is missing. The hazard it has: their time depends on the values.
 *
 * <pre>{@code java -jar bench/target/benchmarks.jar JdkCurveBenchmark}</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class JdkCurveBenchmark {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int FLOATS = 4096;

    private final float[] x = new float[FLOATS];
    private final float[] z = new float[FLOATS];

    /** Makes the values, runs other activations through the same code, and warms up. */
    @Setup
    public void prepare() {
        Random random = new Random(25);
        for (int i = 0; i < FLOATS; i++) {
            x[i] = (float) (2 * random.nextGaussian());
        }
        Profiles.mix(Implementation.VECTOR);
        Compilers.settle(this::exp);
        Compilers.settle(this::tanh);
        Compilers.settle(this::expByOperator);
        Compilers.settle(this::tanhByOperator);
    }

    /** The library's. */
    @Benchmark
    public float[] exp() {
        Activation.EXP.apply(Backend.VECTOR, 1, FLOATS, x, 0, z, 0);
        return z;
    }

    /** The library's. */
    @Benchmark
    public float[] tanh() {
        Activation.TANH.apply(Backend.VECTOR, 1, FLOATS, x, 0, z, 0);
        return z;
    }

    /** The JDK's. */
    @Benchmark
    public float[] expByOperator() {
        for (int i = 0; i < FLOATS; i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.EXP).intoArray(z, i);
        }
        return z;
    }

    /** The JDK's. */
    @Benchmark
    public float[] tanhByOperator() {
        for (int i = 0; i < FLOATS; i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.TANH).intoArray(z, i);
        }
        return z;
    }

    /** A loop. */
    @Benchmark
    public float[] expByMath() {
        for (int i = 0; i < FLOATS; i++) {
            z[i] = (float) Math.exp(x[i]);
        }
        return z;
    }

    /** A loop. */
    @Benchmark
    public float[] tanhByMath() {
        for (int i = 0; i < FLOATS; i++) {
            z[i] = (float) Math.tanh(x[i]);
        }
        return z;
    }
}
