package dev.lanewise.bench.jmh;

import dev.lanewise.Activation;
import dev.lanewise.bench.machine.Compilers;
import dev.lanewise.bench.model.Architecture;
import dev.lanewise.bench.model.Check;
import dev.lanewise.bench.model.Layer;
import dev.lanewise.bench.model.Shape;
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
 * One fused layer, H = relu(X W + b).
 *
 * <p>The hazard it shows: the textbook loop reads its weights {@code units} floats apart and waits for each addition.
 * What the order of loops alone gains, and then the vectors, depends on the shape: with one row every weight is used
 * once and memory decides, with many rows arithmetic does. {@link #packed} against {@link #forward} shows what
 * packing gains.
 *
 * <p>The hazard it has: where the arrays happen to lie moves one row of 64 x 64 by a third, and they lie elsewhere in
 * each fork. So look at five forks and at their spread.
 *
 * <pre>{@code java -jar bench/target/benchmarks.jar LayerBenchmark -p shape=1x256x256}</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LayerBenchmark {
    /**
     * Rows, a layer for them, and the place for the result: a field of a live object, so that no store can be
     * dropped.
     */
    @State(Scope.Thread)
    public static class Data {
        /** Rows x inputs x units. */
        @Param({
            "1x16x16", "1x32x1", "1x64x64", "1x256x256", "1x784x512", "1x1024x1024",
            "32x64x64", "1024x64x64", "24x768x512", "240x768x512"
        })
        public String shape;

        Shape size;
        List<Layer> layers;
        float[] x;
        float[] z;

        /** Makes the arrays. */
        @Setup
        public void create() {
            size = Shape.parse(shape);
            Architecture layer = Architecture.layer(size.inputs(), size.units(), Activation.RELU);
            layers = layer.layers();
            x = layer.rows(size.rows());
            z = new float[size.rows() * size.units()];
        }

        void check(Implementation implementation, Runnable call) {
            Arrays.fill(z, Float.NaN);
            call.run();
            Check.network(implementation.title(), layers, size.rows(), x, z);
        }
    }

    /** The layer over the caller's row-major weights. */
    @State(Scope.Thread)
    public static class RowMajor {
        /** Who computes. */
        @Param
        public Implementation implementation;

        Runnable call;

        /** Binds, checks, and warms up. */
        @Setup
        public void prepare(Data data) {
            Profiles.mix(implementation);
            call = implementation.layer(data.layers.getFirst(), data.size.rows(), data.x, data.z);
            data.check(implementation, call);
            Compilers.settle(call);
        }
    }

    /** The layer as a network of one, its weights packed beforehand. */
    @State(Scope.Thread)
    public static class Packed {
        Runnable call;

        /** Binds, checks, and warms up. */
        @Setup
        public void prepare(Data data) {
            Profiles.mix(Implementation.VECTOR);
            call = Implementation.VECTOR.network(data.layers, data.size.rows(), data.x, data.z);
            data.check(Implementation.VECTOR, call);
            Compilers.settle(call);
        }
    }

    /** Each implementation over row-major weights; the library's two by {@link dev.lanewise.Dense#forward}. */
    @Benchmark
    public float[] forward(Data data, RowMajor rowMajor) {
        rowMajor.call.run();
        return data.z;
    }

    /** The vectors over packed weights, by {@link dev.lanewise.Evaluator#evaluate}. */
    @Benchmark
    public float[] packed(Data data, Packed packed) {
        packed.call.run();
        return data.z;
    }
}
