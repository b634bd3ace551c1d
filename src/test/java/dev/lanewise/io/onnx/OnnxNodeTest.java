package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.Network;
import dev.lanewise.internal.format.Account;
import dev.lanewise.internal.onnx.GraphReader;
import dev.lanewise.internal.onnx.Model;
import dev.lanewise.internal.onnx.OnnxFault;
import dev.lanewise.internal.onnx.Tensor;
import dev.lanewise.io.OnnxBuilder;
import dev.lanewise.testing.TrueActivations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * ONNX's own tests of single operators, at a thousandth of its tolerance. Inputs beside the first become initializers before
 * reading. A graph is read as a network, whose rows are the first axis; an activation by itself is also applied over rows,
 * which for softmax are those of the last axis.
 */
class OnnxNodeTest {
    private static final double RELATIVE = 1e-6;
    private static final double ABSOLUTE = 1e-7;

    /** Out of scope, with the reason and what the refusal says. */
    private static final Map<String, String> REFUSED = new TreeMap<>();

    static {
        for (String test : List.of("test_clip_default_int8_inbounds", "test_clip_default_int8_max", "test_clip_default_int8_min")) {
            REFUSED.put(test, "integers|has type INT8");
        }
        for (String test : List.of("test_flatten_axis0", "test_flatten_negative_axis4")) {
            REFUSED.put(test, "makes one row of all|which would mix rows");
        }
        for (String test : List.of("test_flatten_axis2", "test_flatten_axis3", "test_flatten_negative_axis1", "test_flatten_negative_axis2")) {
            REFUSED.put(test, "makes several rows of each|which would mix rows");
        }
        REFUSED.put("test_gemm_all_attributes", "transA on data|transA=1 would make columns of rows");
        REFUSED.put("test_gemm_transposeA", "transA on data|transA=1 would make columns of rows");
        REFUSED.put("test_gemm_default_matrix_bias", "a bias that differs by row|the same for every row");
        for (String test : List.of("test_softmax_axis_0", "test_logsoftmax_axis_0", "test_softmax_axis_1", "test_logsoftmax_axis_1")) {
            REFUSED.put(test, "softmax not along the last axis|a layer's softmax goes over all columns of a row");
        }
        REFUSED.put("test_matmul_1d_3d", "3-D weights|have 3 axes");
        REFUSED.put("test_matmul_3d", "3-D data|multiplies the last axis of a tensor of shape [2, 3, 4]");
        REFUSED.put("test_matmul_4d", "4-D data|multiplies the last axis of a tensor of shape [1, 2, 3, 4]");
        REFUSED.put("test_matmul_4d_1d", "4-D data|multiplies the last axis of a tensor of shape [1, 2, 4, 3]");
        REFUSED.put("test_matmul_bcast", "4-D data|multiplies the last axis of a tensor of shape [3, 1, 3, 4]");
        REFUSED.put("test_prelu_example", "slopes that differ by row|must be the same for every row");
    }

    @Test
    void everyTestPassesOrIsRefusedForItsReason() throws IOException {
        Path folder = Path.of(System.getProperty("basedir", "."), "..", "shared", "onnx-node-tests");
        assumeTrue(Files.isDirectory(folder), "skipped: no " + folder);
        List<Path> tests;
        try (Stream<Path> all = Files.list(folder)) {
            tests = all.filter(Files::isDirectory).sorted().toList();
        }
        int passed = 0;
        int refused = 0;
        for (Path test : tests) {
            String name = test.getFileName().toString();
            String reason = REFUSED.get(name);
            if (reason != null) {
                System.out.println("refused  " + name + ": " + reason.substring(0, reason.indexOf('|')) + ": "
                        + refusal(test, reason.substring(reason.indexOf('|') + 1)));
                refused++;
            } else {
                System.out.println("passed   " + name + ": " + check(test, name));
                passed++;
            }
        }
        System.out.println(passed + " passed, " + refused + " out of scope, of " + tests.size());
        assertEquals(87, tests.size());
        assertEquals(REFUSED.size(), refused);
        assertEquals(65, passed);
    }

    private static String refusal(Path test, String expected) throws IOException {
        try {
            byte[] file = withInitializers(test);
            network(file);
        } catch (OnnxFault e) {
            assertTrue(e.getMessage().contains(expected), e.getMessage());
            return e.place() + ": " + e.getMessage();
        }
        throw new AssertionError(test + " was read");
    }

    private static Model model(byte[] file) {
        return GraphReader.read(file, new Account(file.length));
    }

    private static Network network(byte[] file) {
        Account account = new Account(file.length);
        return OnnxNetwork.of(GraphReader.read(file, account), account);
    }

    /** Runs the test as a network and, where it is one activation, over rows. */
    private static String check(Path test, String name) throws IOException {
        Tensor x = tensor(test, "input_0.pb");
        Tensor y = tensor(test, "output_0.pb");
        byte[] file = withInitializers(test);
        List<String> ways = new ArrayList<>();
        try {
            Network network = network(file);
            DoubleUnaryOperator exact = exact(GraphTranslation.steps(model(file), new Budget(new Account(1 << 20))));
            String further = compare(name, y, network.predict(floats(x)), exact, x);
            ways.add("network " + network + further);
        } catch (OnnxFault e) {
            ways.add("no network (" + e.getMessage().substring(0, Math.min(60, e.getMessage().length())) + "...)");
        }
        Activation activation = activation(file, x.dims().length);
        if (activation != null) {
            int units = activation.isPerUnit() ? x.elements() / x.dims()[0] : x.dims()[x.dims().length - 1];
            float[] z = new float[x.elements()];
            activation.apply(Backend.best(), z.length / units, units, floats(x), 0, z, 0);
            String further = compare(name, y, z, exact(new Step.Activate(new Step.Input(units), units, activation)), x);
            String text = activation.toString();
            ways.add("activation " + text.substring(0, Math.min(40, text.length())) + further);
        }
        assertFalse(ways.size() == 1 && ways.getFirst().startsWith("no network"), name + ": " + ways);
        return String.join(", ", ways);
    }

    /** The activation that a graph is, where it is nothing else: rows are those of the last axis for softmax. */
    private static Activation activation(byte[] file, int rank) {
        Model model = model(file);
        String operator = model.nodes().getFirst().operator();
        int rowAxes = operator.endsWith("oftmax") ? rank - 1 : 1;
        try {
            Step last = GraphTranslation.steps(model, rowAxes, new Budget(new Account(1 << 20)));
            if (last instanceof Step.Leak leak && leak.previous() instanceof Step.Input) {
                return leak.activation();
            }
            boolean isAlone = last instanceof Step.Activate step && step.previous() instanceof Step.Input;
            return isAlone ? ((Step.Activate) last).activation() : last instanceof Step.Input ? Activation.IDENTITY : null;
        } catch (OnnxFault e) {
            return null;
        }
    }

    /** What the steps compute, in double; null where it is not one function for each number. */
    private static DoubleUnaryOperator exact(Step step) {
        return switch (step) {
            case Step.Input input -> x -> x;
            case Step.Activate s when !s.activation().isRowwise() && !s.activation().isPerUnit() -> {
                DoubleUnaryOperator before = exact(s.previous());
                yield before == null ? null : before.andThen(TrueActivations.of(s.activation()));
            }
            case Step.Affine s when s.scale().isUniform() && s.shift().isUniform() -> {
                DoubleUnaryOperator before = exact(s.previous());
                yield before == null ? null : before.andThen(x -> s.scale().get(0) * x + s.shift().get(0));
            }
            default -> null;
        };
    }

    /** Within the tolerance; where the stored answer is off by more than that from the double one, both are told. */
    private static String compare(String name, Tensor expected, float[] actual, DoubleUnaryOperator exact, Tensor x) {
        assertEquals(expected.elements(), actual.length, name);
        String further = "";
        for (int i = 0; i < actual.length; i++) {
            double stored = expected.floating(i);
            double limit = limit(stored);
            if (Math.abs(actual[i] - stored) <= limit) {
                continue;
            }
            String context = String.format(Locale.ROOT, "%s at %d: %s instead of %s", name, i, actual[i], stored);
            assertTrue(exact != null, context);
            double truth = exact.applyAsDouble(x.floating(i));
            assertTrue(Math.abs(stored - truth) > Math.abs(actual[i] - truth), context + ", exactly " + truth);
            assertTrue(Math.abs(actual[i] - truth) <= limit(truth), context + ", exactly " + truth);
            further = " (x=" + (float) x.floating(i) + ": stored " + (float) stored + ", here " + actual[i] + ", exactly " + truth + ")";
        }
        return further;
    }

    private static double limit(double value) {
        return ABSOLUTE + RELATIVE * Math.abs(value);
    }

    private static float[] floats(Tensor tensor) {
        float[] floats = new float[tensor.elements()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) tensor.floating(i);
        }
        return floats;
    }

    private static Tensor tensor(Path test, String file) throws IOException {
        return GraphReader.readTensor(Files.readAllBytes(test.resolve("test_data_set_0").resolve(file)));
    }

    /** The model with its inputs but the first as initializers, which before version 4 of the format stood in both lists. */
    private static byte[] withInitializers(Path test) throws IOException {
        byte[] file = Files.readAllBytes(test.resolve("model.onnx"));
        List<String> names = model(file).inputs().stream().map(Model.ValueInfo::name).toList();
        OnnxBuilder.Message more = new OnnxBuilder.Message();
        for (int i = 1; i < names.size(); i++) {
            byte[] tensor = Files.readAllBytes(test.resolve("test_data_set_0").resolve("input_" + i + ".pb"));
            assertEquals(names.get(i), GraphReader.readTensor(tensor).name());
            more.bytes(5, tensor);
        }
        return OnnxBuilder.appendedToGraph(file, more.toBytes());
    }
}
