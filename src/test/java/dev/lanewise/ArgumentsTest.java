package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.testing.Networks;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every argument error: which exception, what it names, and that the output is as it was. */
class ArgumentsTest {
    private static final float[] OUT = new float[12];

    record Mistake(String name, Class<? extends Exception> type, List<String> named, Executable call) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Mistake illegal(String name, Executable call, String... named) {
        return new Mistake(name, IllegalArgumentException.class, List.of(named), call);
    }

    private static Mistake outside(String name, Executable call, String... named) {
        return new Mistake(name, IndexOutOfBoundsException.class, List.of(named), call);
    }

    private static Executable forward(
            int rows, int inputs, int units, float[] x, int xo, float[] w, int wo, float[] b, int bo, float[] out, int oo) {
        return () -> Dense.forward(
                Backend.best(), rows, inputs, units, x, xo, w, wo, b, bo, Activation.SIGMOID, out, oo);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(dense(), layers(), networks(), evaluators()).flatMap(s -> s);
    }

    private static Stream<Mistake> dense() {
        float[] x = new float[6];
        float[] w = new float[12];
        float[] b = new float[4];
        float[] o = OUT;
        int huge = 1 << 30;
        return Stream.of(
                illegal("negative rows", forward(-1, 3, 4, x, 0, w, 0, b, 0, o, 0), "rows=-1", "at least 0"),
                illegal("negative inputs", forward(2, -3, 4, x, 0, w, 0, b, 0, o, 0), "inputs=-3"),
                illegal("negative units", forward(2, 3, -4, x, 0, w, 0, b, 0, o, 0), "units=-4"),
                outside("x too short", forward(3, 3, 4, x, 0, w, 0, b, 0, o, 0), "x", "9", "6"),
                outside("x offset", forward(2, 3, 4, x, 1, w, 0, b, 0, o, 0), "x", "offset=1", "6"),
                outside("negative x offset", forward(2, 3, 4, x, -1, w, 0, b, 0, o, 0), "x", "offset=-1"),
                outside("weights too short", forward(2, 3, 5, x, 0, w, 0, null, 0, o, 0), "weights", "15", "12"),
                outside("weights offset", forward(2, 3, 4, x, 0, w, 2, b, 0, o, 0), "weights", "offset=2"),
                outside("bias too short", forward(1, 1, 5, x, 0, w, 0, b, 0, o, 0), "bias", "5", "4"),
                outside("bias offset", forward(2, 3, 4, x, 0, w, 0, b, 1, o, 0), "bias", "offset=1"),
                outside("out too short", forward(2, 3, 4, x, 0, w, 0, b, 0, o, 5), "out", "offset=5", "8"),
                outside("sizes beyond 2^31", forward(huge, huge, 4, x, 0, w, 0, b, 0, o, 0), "x", "1152921504606846976"),
                outside("units beyond 2^31", forward(0, huge, huge, x, 0, w, 0, b, 0, o, 0), "weights"),
                outside("rows times units beyond 2^31", forward(huge, 0, 4, x, 0, w, 0, b, 0, o, 0), "out", "4294967296"),
                illegal("out is x", forward(2, 3, 4, o, 0, w, 0, b, 0, o, 0), "out", "overlaps x"),
                illegal("out is weights", forward(2, 3, 4, x, 0, o, 0, b, 0, o, 4), "out range [4, 12) overlaps weights"),
                illegal("out is bias", forward(2, 3, 4, x, 0, w, 0, o, 8, o, 1), "out", "overlaps bias"),
                new Mistake("null activation", NullPointerException.class, List.of(), () -> Dense.forward(
                        Backend.best(), 2, 3, 4, x, 0, w, 0, b, 0, null, o, 0)),
                new Mistake("null backend", NullPointerException.class, List.of(), () -> Dense.forward(
                        null, 2, 3, 4, x, 0, w, 0, b, 0, Activation.RELU, o, 0)));
    }

    private static Stream<Mistake> layers() {
        Activation relu = Activation.RELU;
        return Stream.of(
                illegal("no inputs", () -> DenseLayer.of(0, 2, new float[0], null, relu), "inputs=0", "at least 1"),
                illegal("no units", () -> DenseLayer.of(2, 0, new float[0], null, relu), "units=0"),
                illegal("weights do not match", () -> DenseLayer.of(2, 3, new float[5], null, relu),
                        "weights.length=5", "inputs=2", "units=3", "6"),
                illegal("transposed do not match", () -> DenseLayer.ofTransposed(2, 3, new float[7], null, relu),
                        "weights.length=7"),
                illegal("product beyond 2^31", () -> DenseLayer.of(1 << 20, 1 << 20, new float[1], null, relu),
                        "weights.length=1", "1099511627776"),
                illegal("bias does not match", () -> DenseLayer.of(2, 3, new float[6], new float[2], relu),
                        "bias.length=2", "units=3"),
                new Mistake("null activation", NullPointerException.class, List.of("activation"),
                        () -> DenseLayer.of(1, 1, new float[1], null, null)),
                outside("weight of no input", () -> Networks.layer(1, 2, 3, relu).weight(2, 0), "input=2", "0 to 1"),
                outside("weight of no unit", () -> Networks.layer(1, 2, 3, relu).weight(0, -1), "unit=-1"),
                outside("bias of no unit", () -> Networks.layer(1, 2, 3, relu).bias(3), "unit=3"));
    }

    private static Stream<Mistake> networks() {
        Activation relu = Activation.RELU;
        return Stream.of(
                illegal("no layers", Network::of, "layers.length=0"),
                illegal("layers do not match",
                        () -> Network.of(Networks.layer(1, 2, 3, relu), Networks.layer(1, 4, 1, relu)),
                        "units=3 does not match next layer's inputs=4"),
                illegal("result beyond an array",
                        () -> Network.of(DenseLayer.of(1, 1 << 20, new float[1 << 20], null, relu))
                                .predict(new float[4096]),
                        "rows=4096", "outputs=1048576", "4294967296"),
                illegal("no whole rows", () -> Networks.random(1, relu, 4, 2).predict(new float[6]),
                        "x.length=6", "inputs=4"));
    }

    private static Stream<Mistake> evaluators() {
        Evaluator evaluator = Networks.random(1, Activation.RELU, 3, 20, 4).evaluator();
        float[] x = new float[6];
        EvaluatorOptions defaults = EvaluatorOptions.defaults();
        return Stream.of(
                illegal("negative rows", () -> evaluator.evaluate(-2, x, 0, OUT, 0), "rows=-2"),
                outside("x too short", () -> evaluator.evaluate(3, x, 0, OUT, 0), "x", "9", "6"),
                outside("z too short", () -> evaluator.evaluate(2, x, 0, OUT, 5), "z", "offset=5"),
                outside("row too short", () -> evaluator.evaluate(new float[2], OUT), "x", "3", "2"),
                outside("beyond 2^31", () -> evaluator.evaluate(Integer.MAX_VALUE, x, 0, OUT, 0), "x", "6442450941"),
                illegal("z is x", () -> evaluator.evaluate(1, OUT, 0, OUT, 2), "z range [2, 6) overlaps x range [0, 3)"),
                illegal("no threads", () -> defaults.withThreads(0), "threads=0"),
                illegal("no executor threads", () -> defaults.withExecutor(Runnable::run, 0), "threads=0"),
                illegal("no max rows", () -> defaults.withMaxRows(0), "maxRows=0"),
                new Mistake("null executor", NullPointerException.class, List.of("executor"),
                        () -> defaults.withExecutor(null, 2)),
                new Mistake("null backend", NullPointerException.class, List.of("backend"),
                        () -> defaults.withBackend(null)),
                illegal("scratch beyond an array",
                        () -> Networks.random(1, Activation.RELU, 3, 20, 4)
                                .evaluator(defaults.withMaxRows(Integer.MAX_VALUE)),
                        "maxRows=2147483647", "units=20"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isRefusedByNameAndBeforeAnythingIsWritten(Mistake mistake) {
        Arrays.fill(OUT, 123);
        Exception e = assertThrows(mistake.type(), mistake.call());
        for (String part : mistake.named()) {
            assertTrue(e.getMessage().contains(part), "\"" + part + "\" is not in: " + e.getMessage());
        }
        for (float value : OUT) {
            assertEquals(123, value, "the output was written");
        }
    }

    @Test
    void hugeSizesAreRefusedWithoutAllocating() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        float[] one = new float[1];
        for (int repeat = 0; repeat < 3; repeat++) { // the first round loads classes
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThrows(IllegalArgumentException.class,
                    () -> DenseLayer.of(1 << 30, 1 << 30, one, null, Activation.RELU));
            assertThrows(IndexOutOfBoundsException.class, () -> Dense.forward(
                    Backend.LOOP, 1 << 30, 1 << 30, 1, one, 0, one, 0, null, 0, Activation.RELU, one, 0));
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(repeat == 0 || bytes < 1 << 20, "bytes=" + bytes);
        }
    }
}
