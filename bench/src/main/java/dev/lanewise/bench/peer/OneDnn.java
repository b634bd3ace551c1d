package dev.lanewise.bench.peer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import dev.lanewise.bench.model.Formula;
import dev.lanewise.bench.model.Layer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * oneDNN by JavaCPP: per layer one matmul with its bias and the activation as a post-operation, softmax as a
 * primitive of its own. Weights are reordered once into the format that the matmul chooses; primitives, memories and
 * arguments are made once; a call is one {@code dnnl_primitive_execute} per primitive, the C function, which takes
 * the arguments as they are where the C++ one copies them.
 */
final class OneDnn implements Peer {
    private String description = "oneDNN " + Versions.of("onednn");

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public Role role() {
        return Role.COMPETITOR;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Call prepare(List<Layer> layers, int rows) {
        description = "oneDNN " + dnnl.version().major() + "." + dnnl.version().minor() + "." + dnnl.version().patch()
                + " (" + Versions.of("onednn") + ")";
        return new Primitives(layers, rows);
    }

    private static final class Primitives extends BufferCall {
        private final engine cpu = new engine(engine.kind.cpu, 0);
        private final stream queue = new stream(cpu);
        private final dnnl_stream handle = queue.get();
        private final List<Step> steps = new ArrayList<>();
        private final Step[] order;

        /** Held, so that what the native side points to is not freed with its Java object. */
        private final List<Object> alive = new ArrayList<>();

        Primitives(List<Layer> layers, int rows) {
            super(rows * layers.getFirst().inputs(), rows * layers.getLast().units());
            memory.desc in = plain(rows, layers.getFirst().inputs());
            memory source = memoryOver(in, x);
            for (int l = 0; l < layers.size(); l++) {
                Layer layer = layers.get(l);
                memory.desc out = plain(rows, layer.units());
                memory target = l == layers.size() - 1 ? memoryOver(out, z) : keep(new memory(out, cpu));
                addMatmul(layer, in, source, out, target);
                if (isSoftmax(layer)) {
                    addSoftmax(out, target);
                }
                in = out;
                source = target;
            }
            order = steps.toArray(Step[]::new);
        }

        @Override
        public void run() {
            for (Step step : order) {
                int status = dnnl_primitive_execute(step.primitive, handle, step.count, step.arguments);
                if (status != 0) {
                    throw new IllegalStateException("oneDNN answered " + status);
                }
            }
            // the stream of a CPU runs in the calling thread: there is nothing to wait for
        }

        private void addMatmul(Layer layer, memory.desc in, memory source, memory.desc out, memory target) {
            memory.desc any = keep(new memory.desc(
                    new long[] {layer.inputs(), layer.units()}, memory.data_type.f32, memory.format_tag.any));
            memory.desc biasFormat = plain(1, layer.units());
            primitive_attr attributes = keep(new primitive_attr());
            attributes.set_post_ops(keep(postOperations(Formula.of(layer.activation()))));
            matmul.primitive_desc description =
                    keep(new matmul.primitive_desc(cpu, in, any, biasFormat, out, attributes, false));
            memory weights = reordered(layer, description.weights_desc());
            memory bias = memoryOver(biasFormat, copy(layer.bias()));
            addStep(keep(new matmul(description)), source, DNNL_ARG_SRC, weights, DNNL_ARG_WEIGHTS, bias, DNNL_ARG_BIAS,
                    target, DNNL_ARG_DST);
        }

        private void addSoftmax(memory.desc format, memory inPlace) {
            softmax_forward.primitive_desc description = keep(new softmax_forward.primitive_desc(
                    cpu, dnnl.prop_kind.forward_inference, dnnl.algorithm.softmax_accurate, format, format, 1));
            addStep(keep(new softmax_forward(description)), inPlace, DNNL_ARG_SRC, inPlace, DNNL_ARG_DST);
        }

        private memory reordered(Layer layer, memory.desc format) {
            memory from = memoryOver(plain(layer.inputs(), layer.units()), copy(layer.weights()));
            memory to = keep(new memory(format, cpu));
            new reorder(from, to).execute(queue, from, to);
            queue._wait();
            return to;
        }

        private void addStep(primitive primitive, Object... memoriesAndNames) {
            int count = memoriesAndNames.length / 2;
            dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(count);
            for (int i = 0; i < count; i++) {
                arguments.position(i)
                        .arg((Integer) memoriesAndNames[2 * i + 1])
                        .memory(((memory) memoriesAndNames[2 * i]).get());
            }
            steps.add(new Step(primitive.get(), count, arguments.position(0)));
        }

        private memory.desc plain(int rows, int columns) {
            return keep(new memory.desc(
                    new long[] {rows, columns}, memory.data_type.f32, memory.format_tag.ab));
        }

        private memory memoryOver(memory.desc format, FloatBuffer data) {
            return keep(new memory(format, cpu, keep(new FloatPointer(data))));
        }

        private static FloatBuffer copy(float[] values) {
            return direct(values.length).put(0, values);
        }

        private <T> T keep(T object) {
            alive.add(object);
            return object;
        }
    }

    /** One primitive and what it is given. */
    private record Step(dnnl_primitive primitive, int count, dnnl_exec_arg_t arguments) {}

    private static boolean isSoftmax(Layer layer) {
        return Formula.of(layer.activation()).name().equals("softmax");
    }

    private static post_ops postOperations(Formula formula) {
        post_ops operations = new post_ops();
        float[] numbers = formula.numbers();
        switch (formula.name()) {
            case "identity", "softmax" -> {}
            case "relu" -> operations.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
            case "leakyRelu" -> operations.append_eltwise(dnnl.algorithm.eltwise_relu, numbers[0], 0);
            case "sigmoid" -> operations.append_eltwise(dnnl.algorithm.eltwise_logistic, 0, 0);
            case "tanh" -> operations.append_eltwise(dnnl.algorithm.eltwise_tanh, 0, 0);
            case "hardSigmoid" ->
                    operations.append_eltwise(dnnl.algorithm.eltwise_hardsigmoid, numbers[0], numbers[1]);
            case "silu" -> operations.append_eltwise(dnnl.algorithm.eltwise_swish, 1, 0);
            default -> throw formula.unknownTo("oneDNN's peer");
        }
        return operations;
    }
}
