package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Activations;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.GuardedArray;
import dev.lanewise.testing.Networks;
import dev.lanewise.testing.Reference;
import dev.lanewise.testing.Shapes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static EvaluatorOptions on(Backend backend) {
        return EvaluatorOptions.defaults().withBackend(backend);
    }

    /** Networks of one to four layers of any sizes and activations. */
    @Provide
    Arbitrary<Network> networks() {
        Arbitrary<List<Integer>> sizes = Shapes.sizes().filter(n -> n > 0).list().ofMinSize(2).ofMaxSize(5);
        Arbitrary<List<Activation>> activations = Arbitraries.of(Activations.all()).list().ofSize(4);
        return Combinators.combine(sizes, activations, Arbitraries.longs())
                .as(EvaluatorTest::network)
                .withoutEdgeCases();
    }

    private static Network network(List<Integer> sizes, List<Activation> activations, long seed) {
        DenseLayer[] layers = new DenseLayer[sizes.size() - 1];
        for (int l = 0; l < layers.length; l++) {
            layers[l] = Networks.layer(seed + l, sizes.get(l), sizes.get(l + 1), activations.get(l));
        }
        return Network.of(layers);
    }

    @Property(tries = 400)
    void equalsDenseForwardInLoopsLayerByLayer(
            @ForAll("networks") Network network, @ForAll @IntRange(max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 50) int maxRows) {
        float[] x = Networks.rows(rows, rows, network.inputs());
        float[] expected = Networks.layerByLayer(network, rows, x);
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            GuardedArray in = GuardedArray.of(x, 3);
            GuardedArray out = GuardedArray.output(rows * network.outputs(), 5, Float.NaN);
            network.evaluator(on(backend).withMaxRows(maxRows))
                    .evaluate(rows, in.array(), in.offset(), out.array(), out.offset());
            Bits.assertSame(expected, out.values(), backend + " " + network);
            out.assertMarginsUntouched(network);
            Bits.assertSame(x, in.values(), "x of " + network);
        }
    }

    /** Layers narrower than a vector, and around the sizes at which their packing changes. */
    @Test
    void narrowLayersEqualTheLoopInBits() {
        for (Activation activation : Activations.all()) {
            for (int units = 1; units <= 17; units++) {
                for (int inputs : new int[] {1, 2, 5, 8, 16, 17, 31, 32, 33, 64, 91, 92, 127, 128, 129, 143, 144, 300}) {
                    Network network = Network.of(Networks.layer(inputs + units, inputs, units, activation));
                    float[] x = Networks.rows(units, 19, inputs);
                    GuardedArray out = GuardedArray.output(19 * units, inputs % 16, Float.NaN);
                    network.evaluator().evaluate(19, x, 0, out.array(), out.offset());
                    Bits.assertSame(Networks.layerByLayer(network, 19, x), out.values(), network);
                    out.assertMarginsUntouched(network);
                }
            }
        }
    }

    @Property(tries = 200)
    void isNearTheDoubleReferenceOverAllLayers(@ForAll("networks") Network network) {
        int rows = 9;
        float[] x = Networks.rows(5, rows, network.inputs());
        Reference reference = Reference.input(network.inputs(), x);
        for (DenseLayer layer : network.layers()) {
            reference = reference.layer(rows, layer.units(), layer.weights(), layer.biases(), layer.activation());
        }
        assertTrue(reference.asksAnything());
        reference.assertNear(network.predict(x), network);
    }

    @Property(tries = 100)
    void rowOfABatchEqualsTheRowAlone(@ForAll("networks") Network network) {
        int rows = 13;
        float[] x = Networks.rows(6, rows, network.inputs());
        float[] batch = network.predict(x);
        Evaluator evaluator = network.evaluator();
        for (int i = 0; i < rows; i++) {
            float[] alone = new float[network.outputs()];
            evaluator.evaluate(1, x, i * network.inputs(), alone, 0);
            for (int m = 0; m < alone.length; m++) {
                assertTrue(Bits.same(alone[m], batch[i * network.outputs() + m]), network + " row " + i);
            }
        }
    }

    @Test
    void packsOnceForAllEvaluators() {
        Network network = Networks.random(1, Activation.RELU, 512, 512, 512);
        network.evaluator();
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        EvaluatorOptions oneRow = EvaluatorOptions.defaults().withMaxRows(1);
        network.evaluator(oneRow);
        long before = threads.getCurrentThreadAllocatedBytes();
        network.evaluator(oneRow);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        long scratch = (2 * 512 + 272) * Float.BYTES;
        assertTrue(bytes >= scratch && bytes < scratch + 1024, "bytes=" + bytes + " scratch=" + scratch);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Network network = Networks.random(2, Activation.TANH, 96, 128, 64, 10);
        for (int rows : new int[] {1, 3, 64, 1000}) {
            float[] x = Networks.rows(rows, rows, 96);
            float[] expected = Networks.layerByLayer(network, rows, x);
            for (int threads = 1; threads <= 5; threads++) {
                try (Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withThreads(threads))) {
                    for (int repeat = 0; repeat < 20; repeat++) {
                        float[] z = new float[rows * 10];
                        evaluator.evaluate(rows, x, 0, z, 0);
                        Bits.assertSame(expected, z, "threads=" + threads + " rows=" + rows);
                    }
                }
            }
        }
    }

    @Test
    void borrowsAnExecutorAndCopesWhenItRefuses() throws InterruptedException {
        Network network = Networks.random(2, Activation.RELU, 96, 128, 64, 10);
        int rows = 1000;
        float[] x = Networks.rows(9, rows, 96);
        float[] expected = Networks.layerByLayer(network, rows, x);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<java.util.concurrent.Executor> executors = List.of(
                pool,
                Runnable::run,
                task -> {
                    throw new RejectedExecutionException("full");
                },
                task -> {}); // never runs it
        for (var executor : executors) {
            Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withExecutor(executor, 3));
            for (int repeat = 0; repeat < 50; repeat++) {
                float[] z = new float[rows * 10];
                evaluator.evaluate(rows, x, 0, z, 0);
                Bits.assertSame(expected, z, executor);
            }
            evaluator.close();
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
    }

    @Test
    void anInterruptIsKeptAndChangesNothing() {
        Network network = Networks.random(2, Activation.RELU, 96, 128, 64, 10);
        float[] x = Networks.rows(9, 1000, 96);
        float[] expected = Networks.layerByLayer(network, 1000, x);
        try (Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withThreads(2))) {
            Thread.currentThread().interrupt();
            float[] z = new float[1000 * 10];
            evaluator.evaluate(1000, x, 0, z, 0);
            assertTrue(Thread.interrupted(), "the interrupt was lost");
            Bits.assertSame(expected, z, "interrupted");
        }
    }

    @Test
    void helperThreadsEndWithTheEvaluator() throws InterruptedException {
        Network network = Networks.random(2, Activation.RELU, 8, 8);
        int before = helperThreads();
        Evaluator closed = network.evaluator(EvaluatorOptions.defaults().withThreads(3));
        assertEquals(before + 2, helperThreads());
        closed.close();
        awaitHelpers(before);
        network.evaluator(EvaluatorOptions.defaults().withThreads(4)); // dropped without close
        awaitHelpers(before);
    }

    private static int helperThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lanewise-"))
                .count();
    }

    private static void awaitHelpers(int count) throws InterruptedException {
        for (int i = 0; i < 100 && helperThreads() != count; i++) {
            System.gc();
            Thread.sleep(100);
        }
        assertEquals(count, helperThreads());
    }

    @Test
    void closedMeansClosed() {
        Network network = Networks.random(2, Activation.RELU, 8, 8);
        Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withThreads(2));
        evaluator.close();
        evaluator.close();
        float[] z = {1, 2, 3, 4, 5, 6, 7, 8};
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> evaluator.evaluate(new float[8], z));
        assertTrue(e.getMessage().contains("closed"), e.getMessage());
        assertEquals(1, z[0]);
    }

    /** Best effort, so the test only asks that a long call is noticed by a second one that starts in its middle. */
    @Test
    void useByTwoThreadsIsNoticed() throws InterruptedException {
        Network network = Networks.random(2, Activation.RELU, 64, 256, 8);
        Evaluator evaluator = network.evaluator();
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        float[] x = Networks.rows(1, 20_000, 64);
        float[] z = new float[20_000 * 8];
        Thread other = new Thread(() -> {
            started.countDown();
            while (!stop.get()) {
                try {
                    evaluator.evaluate(20_000, x, 0, z, 0);
                } catch (IllegalStateException seenOnTheOtherSide) {
                    return;
                }
            }
        });
        other.start();
        started.await();
        boolean noticed = false;
        for (long end = System.nanoTime() + 20_000_000_000L; !noticed && System.nanoTime() < end; ) {
            try {
                evaluator.evaluate(new float[64], new float[8]);
            } catch (IllegalStateException e) {
                noticed = e.getMessage().contains("one evaluator per thread");
            }
            noticed |= !other.isAlive();
        }
        stop.set(true);
        other.join();
        assertTrue(noticed);
    }

    @Test
    void oneNetworkServesManyThreads() throws Exception {
        Network network = Networks.random(2, Activation.SILU, 20, 70, 5);
        float[] x = Networks.rows(3, 50, 20);
        float[] expected = Networks.layerByLayer(network, 50, x);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<float[]>> results = new java.util.ArrayList<>();
            for (int i = 0; i < 200; i++) {
                results.add(threads.submit(() -> {
                    float[] z = new float[50 * 5];
                    network.evaluator().evaluate(50, x, 0, z, 0);
                    return z;
                }));
            }
            for (var result : results) {
                Bits.assertSame(expected, result.get(), network);
            }
        }
    }
}
