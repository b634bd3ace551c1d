package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.internal.kernel.Kernels;
import dev.lanewise.testing.Activations;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.GuardedArray;
import dev.lanewise.testing.LayerCase;
import dev.lanewise.testing.Networks;
import dev.lanewise.testing.Reference;
import dev.lanewise.testing.Shapes;
import dev.lanewise.testing.Specials;
import java.util.ArrayDeque;
import java.util.Arrays;
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

    /** Networks of one to four layers of any sizes, activations and values, some without bias. */
    @Provide
    Arbitrary<Network> networks() {
        return networksOf(Arbitraries.of(LayerCase.Values.values()));
    }

    /** The same with values whose double reference stays finite. */
    @Provide
    Arbitrary<Network> tameNetworks() {
        List<Activation> tame = Activations.all().stream()
                .filter(activation -> !activation.equals(Activation.EXP)) // twice in a row it overflows
                .toList();
        return networksOf(Arbitraries.just(LayerCase.Values.GAUSSIAN), tame);
    }

    private static Arbitrary<Network> networksOf(Arbitrary<LayerCase.Values> values) {
        return networksOf(values, Activations.all());
    }

    private static Arbitrary<Network> networksOf(Arbitrary<LayerCase.Values> values, List<Activation> from) {
        Arbitrary<List<Integer>> sizes = Shapes.sizes().filter(n -> n > 0).list().ofMinSize(2).ofMaxSize(5);
        Arbitrary<List<Activation>> activations = Arbitraries.of(from).list().ofSize(4);
        return Combinators.combine(sizes, activations, values, Arbitraries.longs())
                .as(EvaluatorTest::network)
                .withoutEdgeCases();
    }

    private static Network network(
            List<Integer> sizes, List<Activation> activations, LayerCase.Values values, long seed) {
        DenseLayer[] layers = new DenseLayer[sizes.size() - 1];
        for (int l = 0; l < layers.length; l++) {
            boolean hasBias = (seed >> l & 3) != 0;
            layers[l] = new LayerCase(
                    0, sizes.get(l), sizes.get(l + 1), activations.get(l), hasBias, values, 0, seed + l).layer();
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
            in.assertMarginsUntouched(network);
        }
    }

    /** Layers narrower than a vector, and around the sizes at which their packing changes; all kinds of values. */
    @Test
    void narrowLayersEqualTheLoopInBits() {
        for (Activation activation : Activations.all()) {
            for (int units = 1; units <= 17; units++) {
                for (int inputs : new int[] {1, 2, 5, 8, 16, 17, 31, 32, 33, 64, 91, 92, 127, 128, 129, 143, 144, 300}) {
                    for (LayerCase.Values values : LayerCase.Values.values()) {
                        boolean hasBias = (inputs + units) % 3 != 0;
                        LayerCase layer = new LayerCase(
                                19, inputs, units, activation, hasBias, values, inputs % 16, inputs + 1000L * units);
                        assertPackedEqualsLoop(layer);
                    }
                }
            }
        }
    }

    /** Every tile of dot products, whole vectors of inputs and left over ones. */
    @Test
    void dotProductsEqualTheLoopInBits() {
        for (int rows = 1; rows <= 5; rows++) {
            for (int units = 1; units <= 15; units++) {
                for (int inputs : new int[] {305, 512, 1021}) {
                    assertPackedEqualsLoop(new LayerCase(rows, inputs, units, Activation.RELU, units % 3 != 0,
                            LayerCase.Values.values()[rows % LayerCase.Values.values().length], inputs % 16, inputs + units));
                }
            }
        }
    }

    /** Four inputs by four units to a vector: every height of a tile, every rest of inputs, rows at the end of the output. */
    @Test
    void blocksEqualTheLoopInBits() {
        for (int units = 5; units <= 25; units++) {
            for (int inputs : new int[] {17, 18, 19, 20, 40, 41, 64, 66, 67, 96, 127, 128, 129, 130, 131, 200}) {
                for (int rows = 1; rows <= 9; rows++) {
                    Activation activation =
                            rows % 3 == 0 ? Activation.SOFTMAX : rows % 3 == 1 ? Activation.RELU : Activation.TANH;
                    LayerCase.Values values = LayerCase.Values.values()[(inputs + rows) % LayerCase.Values.values().length];
                    assertPackedEqualsLoop(new LayerCase(
                            rows, inputs, units, activation, (units + rows) % 4 != 0, values, inputs % 16, inputs + units));
                }
            }
        }
    }

    /** Rows of scratch that the caller does not choose are within the weights or 4 MiB, however wide a layer is. */
    @Test
    void usualRowsFollowTheWeights() {
        assertEquals(64, Networks.random(1, Activation.RELU, 64, 64, 32, 10).plan().usualRows());
        assertEquals(256, Networks.random(1, Activation.RELU, 1024, 1024, 10).plan().usualRows());
        assertEquals(2, Networks.random(1, Activation.RELU, 1, 600_000, 1).plan().usualRows());
        assertEquals(3, Networks.random(1, Activation.RELU, 1, 600_000, 1, 600_000, 1).plan().usualRows());
        Network wide = Networks.random(1, Activation.RELU, 1, 600_000, 1);
        assertEquals(wide.predict(new float[] {1, 2, 3})[2], wide.predict(new float[] {3})[0]);
    }

    /** Few inputs go row by row from some rows on, by panels of one to four vectors, in one to four chains; all kinds of values. */
    @Test
    void fewInputsEqualTheLoopInBits() {
        int[] sizes = {1, 4, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 47, 48, 49, 64, 65, 80, 97, 112, 113, 130, 160, 257};
        for (int inputs = 1; inputs <= 18; inputs++) {
            for (int units : sizes) {
                for (int rows : new int[] {3, 4, 5, 8, 11, 12, 15, 16, 17}) {
                    boolean isRelu = (inputs + rows) % 2 == 0;
                    LayerCase.Values values = LayerCase.Values.values()[(units + rows) % LayerCase.Values.values().length];
                    assertPackedEqualsLoop(new LayerCase(rows, inputs, units, isRelu ? Activation.RELU : Activation.TANH,
                            (inputs + units) % 3 != 0, values, rows % 16, inputs + 1000L * units));
                }
            }
        }
    }

    private static void assertPackedEqualsLoop(LayerCase layer) {
        GuardedArray out = GuardedArray.output(layer.rows() * layer.units(), layer.shift(), Float.NaN);
        Network.of(layer.layer()).evaluator().evaluate(layer.rows(), layer.x(), 0, out.array(), out.offset());
        Bits.assertSame(layer.forward(Backend.LOOP, Float.NaN), out.values(), layer);
        out.assertMarginsUntouched(layer);
    }

    /** One special value at each place of the weights of one input in turn, where sums have 2 to 16 chains. */
    @Test
    void specialValuesInEveryLaneOfPackedWeights() {
        for (int[] shape : new int[][] {
            {8, 10}, {33, 3}, {33, 12}, {144, 7}, {40, 33}, {40, 26}, {9, 130}, {305, 9}, {450, 10},
            // and blocks:
            {20, 8}, {20, 16}, {41, 10}, {130, 14}, {67, 18}, {131, 22}, {130, 34}, {128, 40}}) {
            int inputs = shape[0];
            int units = shape[1];
            float[] x = Networks.rows(1, 3, inputs);
            x[inputs / 2] = 0; // times an infinity
            for (float special : Specials.values()) {
                for (int lane = 0; lane < units; lane++) {
                    float[] weights = Networks.rows(2, inputs, units);
                    weights[inputs / 2 * units + lane] = special;
                    Network network =
                            Network.of(DenseLayer.of(inputs, units, weights, null, Activation.RELU));
                    Bits.assertSame(
                            Networks.layerByLayer(network, 3, x), network.predict(x), network + " special=" + special);
                }
            }
        }
    }

    @Property(tries = 200)
    void isNearTheDoubleReferenceOverAllLayers(@ForAll("tameNetworks") Network network) {
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

    /** One array where there is one hidden layer, two where there are two; more rows where there are many weights. */
    @Test
    void scratchFitsTheNetwork() {
        EvaluatorOptions loop = on(Backend.LOOP);
        assertAllocates(Networks.random(1, Activation.RELU, 512, 64), loop, 0);
        assertAllocates(Networks.random(1, Activation.RELU, 512, 500, 64), loop, 64 * 500);
        assertAllocates(Networks.random(1, Activation.RELU, 64, 80, 30, 90, 64), loop, 64 * (90 + 30));
        assertAllocates(Networks.random(1, Activation.RELU, 512, 1024, 64), loop, 256 * 1024);
        assertAllocates(Networks.random(1, Activation.RELU, 512, 1024, 64), loop.withMaxRows(3), 3 * 1024);
        assertAllocates(Networks.random(1, Activation.RELU, 100, 5000, 10), loop, 64 * 5000); // 256 would outgrow the weights
        EvaluatorOptions best = EvaluatorOptions.defaults();
        assertAllocates(Networks.random(1, Activation.RELU, 512, 64), best, 0);
        assertAllocates(Networks.random(1, Activation.RELU, 64, 80, 30, 90, 64), best, 64 * (90 + 30));
        assertAllocates(Networks.random(1, Activation.RELU, 512, 1024, 64), best.withMaxRows(3), 3 * 1024);
    }

    /** Blocks of whole tiles and others, and a rest. */
    @Test
    void blocksOfAnySizeEqualTheLoopInBits() {
        Network network = Networks.random(8, Activation.RELU, 512, 300, 64);
        float[] x = Networks.rows(9, 150, 512);
        float[] expected = Networks.layerByLayer(network, 150, x);
        for (int maxRows : new int[] {4, 5, 7, 100, 150}) {
            float[] z = new float[150 * 64];
            network.evaluator(EvaluatorOptions.defaults().withMaxRows(maxRows)).evaluate(150, x, 0, z, 0);
            Bits.assertSame(expected, z, "maxRows=" + maxRows);
        }
    }

    /** Every height of tile over every width of panel, in one to four chains. */
    @Test
    void thereIsATileForEveryNumberOfRows() {
        for (int units : new int[] {16, 17, 32, 33, 48, 49, 64, 65, 80, 96, 112, 113, 128, 129, 144, 145, 160, 176, 192, 260}) {
            for (int inputs : new int[] {3, 40}) {
                Network network = Networks.random(units, Activation.RELU, inputs, units, 7);
                float[] x = Networks.rows(units, 14, inputs);
                float[] expected = Networks.layerByLayer(network, 14, x);
                Evaluator evaluator = network.evaluator();
                for (int rows = 1; rows <= 14; rows++) {
                    float[] z = new float[rows * 7];
                    evaluator.evaluate(rows, x, 0, z, 0);
                    Bits.assertSame(Arrays.copyOf(expected, z.length), z, rows + " rows, " + network);
                }
            }
        }
    }

    /** Panels narrower than the tallest tile would have them, where they are deep, at each width of vectors. */
    @Test
    void deepPanelsEqualTheLoopInBits() {
        for (int units : new int[] {10, 24, 33, 40, 48, 49, 64, 80, 96, 112, 113}) {
            for (int inputs : new int[] {192, 256, 400, 1100}) {
                Network network = Networks.random(units, Activation.RELU, inputs, units, 7);
                float[] x = Networks.rows(units, 17, inputs);
                float[] expected = Networks.layerByLayer(network, 17, x);
                Evaluator evaluator = network.evaluator();
                for (int rows : new int[] {1, 2, 3, 5, 17}) {
                    float[] z = new float[rows * 7];
                    evaluator.evaluate(rows, x, 0, z, 0);
                    Bits.assertSame(Arrays.copyOf(expected, z.length), z, rows + " rows, " + network);
                }
            }
        }
    }

    private static void assertAllocates(Network network, EvaluatorOptions options, int floats) {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        network.evaluator(options); // packs
        long before = threads.getCurrentThreadAllocatedBytes();
        network.evaluator(options);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        long scratch = (floats + Kernels.SCRATCH_FLOATS) * (long) Float.BYTES;
        assertTrue(bytes >= scratch && bytes < scratch + 1024, network + " bytes=" + bytes + " scratch=" + scratch);
    }

    @Test
    void batchesOfSeveralLargeBlocksEqualTheLoopInBits() {
        Network network = Networks.random(8, Activation.RELU, 400, 1300, 20);
        float[] x = Networks.rows(9, 530, 400);
        float[] z = new float[530 * 20];
        network.evaluator().evaluate(530, x, 0, z, 0);
        Bits.assertSame(Networks.layerByLayer(network, 530, x), z, network);
    }

    /** Inputs beyond the block of 2048 that a panel is cut into: sums in between lie in the output. */
    @Test
    void layersOfManyInputsEqualTheLoopInBits() {
        for (Activation activation : List.of(Activation.RELU, Activation.TANH, Activation.IDENTITY)) {
            Network network = Networks.random(6, activation, 4500, 130);
            float[] x = Networks.rows(7, 20, 4500);
            float[] z = new float[20 * 130];
            java.util.Arrays.fill(z, Float.NaN);
            network.evaluator().evaluate(20, x, 0, z, 0);
            Bits.assertSame(Networks.layerByLayer(network, 20, x), z, activation);
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Network network = Networks.random(2, Activation.TANH, 96, 256, 64, 10);
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

    /** Wide layers, whose units are shared where rows are too few; the last vector of 1001 and of 515 units overlaps the one before. */
    @Test
    void fewRowsThroughWideLayersGiveTheSameBits() {
        for (Activation activation : List.of(Activation.RELU, Activation.TANH, Activation.SOFTMAX)) {
            Network network = Networks.random(3, activation, 601, 1001, 515, 10);
            for (int rows : new int[] {1, 2, 7, 16, 70}) {
                float[] x = Networks.rows(rows, rows, 601);
                float[] expected = Networks.layerByLayer(network, rows, x);
                for (int threads = 2; threads <= 5; threads++) {
                    try (Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withThreads(threads))) {
                        for (int repeat = 0; repeat < 10; repeat++) {
                            float[] z = new float[rows * 10];
                            evaluator.evaluate(rows, x, 0, z, 0);
                            Bits.assertSame(expected, z, activation + " threads=" + threads + " rows=" + rows);
                        }
                    }
                }
            }
        }
    }

    /** More inputs than a block, and more rows than a tile: sums are kept in the output meanwhile, next to another thread's. */
    @Test
    void sharedUnitsKeepTheirSumsApart() {
        DenseLayer wide = Networks.layer(5, 2500, 1301, Activation.SIGMOID); // 8 rows of it are worth waking a thread for
        Network network = Network.of(
                DenseLayer.of(2500, 1301, wide.weights(), null, Activation.SIGMOID),
                Networks.layer(6, 1301, 7, Activation.RELU));
        for (int rows : new int[] {3, 8, 19}) {
            float[] x = Networks.rows(rows, rows, 2500);
            float[] expected = Networks.layerByLayer(network, rows, x);
            for (int maxRows : new int[] {1, 9, 64}) {
                EvaluatorOptions options = EvaluatorOptions.defaults().withThreads(3).withMaxRows(maxRows);
                try (Evaluator evaluator = network.evaluator(options)) {
                    for (int repeat = 0; repeat < 10; repeat++) {
                        float[] z = new float[rows * 7];
                        evaluator.evaluate(rows, x, 0, z, 0);
                        evaluator.evaluate(0, x, 0, z, 0);
                        Bits.assertSame(expected, z, "rows=" + rows + " maxRows=" + maxRows);
                    }
                }
            }
        }
    }

    /** A slope per unit, in narrow layers, in panels, in rows and in units over threads, and straight over the arrays. */
    @Test
    void preluUsesTheSlopeOfTheUnitInEveryKernel() {
        for (int[] shape : new int[][] {{9, 5}, {40, 12}, {20, 37}, {40, 33}, {130, 10}, {200, 16}, {601, 1001}, {2500, 1301}}) {
            Activation prelu = Activation.prelu(Networks.rows(3, 1, shape[1]));
            Network network = Network.of(Networks.layer(4, shape[0], shape[1], prelu));
            for (int rows : new int[] {1, 2, 8, 33, 64}) {
                float[] x = Networks.rows(5, rows, shape[0]);
                float[] expected = Networks.layerByLayer(network, rows, x);
                for (int threads : new int[] {1, 2}) {
                    try (Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withThreads(threads))) {
                        float[] z = new float[rows * shape[1]];
                        evaluator.evaluate(rows, x, 0, z, 0);
                        Bits.assertSame(expected, z, shape[1] + " units, rows=" + rows + ", threads=" + threads);
                    }
                }
                DenseLayer layer = network.layers().getFirst();
                float[] z = new float[rows * shape[1]];
                Dense.forward(Backend.best(), rows, shape[0], shape[1], x, 0, layer.weights(), 0, layer.biases(), 0, prelu, z, 0);
                Bits.assertSame(expected, z, shape[1] + " units, rows=" + rows + ", over the arrays");
            }
        }
    }

    @Test
    void borrowsAnExecutorAndCopesWhenItRefuses() throws InterruptedException {
        Network network = Networks.random(2, Activation.RELU, 96, 256, 64, 10);
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

    /** What the executor throws is reported, but only when nobody writes into the output any more. */
    @Test
    void aBrokenExecutorIsReportedAndTheBatchIsDone() throws Exception {
        Network network = Networks.random(2, Activation.RELU, 96, 256, 64, 10);
        int rows = 1000;
        float[] x = Networks.rows(9, rows, 96);
        float[] expected = Networks.layerByLayer(network, rows, x);
        ExecutorService pool = Executors.newFixedThreadPool(1);
        java.util.concurrent.atomic.AtomicInteger tasks = new java.util.concurrent.atomic.AtomicInteger();
        java.util.concurrent.Executor breaksAtTheSecond = task -> {
            if (tasks.incrementAndGet() % 2 == 0) {
                throw new IllegalArgumentException("broken");
            }
            pool.execute(task);
        };
        Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withExecutor(breaksAtTheSecond, 3));
        for (int repeat = 0; repeat < 20; repeat++) {
            float[] z = new float[rows * 10];
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> evaluator.evaluate(rows, x, 0, z, 0));
            assertEquals("broken", e.getCause().getMessage());
            assertTrue(e.getMessage().startsWith("the executor threw "), e.getMessage());
            Bits.assertSame(expected, z, "all rows");
            pool.submit(() -> {}).get(10, TimeUnit.SECONDS); // what waits there would serve the next call
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
    }

    /** Who has no time to run anything for a while does not find more to do with each call. */
    @Test
    void aBusyExecutorIsNotFlooded() {
        Network network = Networks.random(2, Activation.RELU, 96, 256, 64, 10);
        int rows = 1000;
        float[] x = Networks.rows(9, rows, 96);
        float[] expected = Networks.layerByLayer(network, rows, x);
        ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        Evaluator evaluator = network.evaluator(EvaluatorOptions.defaults().withExecutor(waiting::add, 3));
        for (int repeat = 0; repeat < 10; repeat++) {
            for (int call = 0; call < 5; call++) {
                float[] z = new float[rows * 10];
                evaluator.evaluate(rows, x, 0, z, 0);
                Bits.assertSame(expected, z, "all rows");
                assertEquals(2, waiting.size(), "helpers asked for and not begun");
            }
            while (!waiting.isEmpty()) {
                waiting.poll().run();
            }
        }
    }

    @Test
    void anInterruptIsKeptAndChangesNothing() {
        Network network = Networks.random(2, Activation.RELU, 96, 256, 64, 10);
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
        AtomicBoolean noticedThere = new AtomicBoolean();
        float[] x = Networks.rows(1, 20_000, 64);
        float[] z = new float[20_000 * 8];
        Thread other = new Thread(() -> {
            started.countDown();
            while (!stop.get()) {
                try {
                    evaluator.evaluate(20_000, x, 0, z, 0);
                } catch (IllegalStateException e) {
                    noticedThere.set(true);
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
            noticed |= noticedThere.get();
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
