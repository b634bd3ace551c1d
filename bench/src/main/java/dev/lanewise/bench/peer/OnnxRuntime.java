package dev.lanewise.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.lanewise.bench.model.Layer;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime by its Java interface: all optimisations, one thread, no spinning.
 *
 * @param pinned true for direct buffers as input and output tensors, made once: the fastest that its interface offers;
 *     false for arrays of rows in and out, as its documentation shows
 */
record OnnxRuntime(boolean pinned) implements Peer {
    @Override
    public String name() {
        return pinned ? Peers.ONNX_PINNED : Peers.ONNX_TYPICAL;
    }

    @Override
    public Role role() {
        return Role.COMPETITOR;
    }

    @Override
    public String description() {
        return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion() + ", 1 thread, ALL_OPT";
    }

    @Override
    public Call prepare(List<Layer> layers, int rows) throws OrtException {
        OrtSession session = OrtEnvironment.getEnvironment()
                .createSession(OnnxModel.bytes(layers, rows), options());
        int inputs = layers.getFirst().inputs();
        int outputs = layers.getLast().units();
        return pinned ? new Pinned(session, rows, inputs, outputs) : new Typical(session, rows, inputs);
    }

    /** A softmax over rows alone, on tensors made once. */
    static Call softmax(int rows, int units) throws OrtException {
        OrtSession session =
                OrtEnvironment.getEnvironment().createSession(OnnxModel.softmax(rows, units), options());
        return new Pinned(session, rows, units, units);
    }

    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Pinned extends BufferCall {
        private final OrtSession session;
        private final Map<String, OnnxTensor> in;
        private final Map<String, OnnxTensor> out;

        Pinned(OrtSession session, int rows, int inputs, int outputs) throws OrtException {
            super(rows * inputs, rows * outputs);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            this.session = session;
            in = Map.of(OnnxModel.INPUT, OnnxTensor.createTensor(environment, x, new long[] {rows, inputs}));
            out = Map.of(OnnxModel.OUTPUT, OnnxTensor.createTensor(environment, z, new long[] {rows, outputs}));
        }

        @Override
        public void run() {
            try {
                session.run(in, out).close(); // the outputs are in z
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            OnnxRuntime.close(session);
            in.values().forEach(OnnxTensor::close);
            out.values().forEach(OnnxTensor::close);
        }
    }

    private static final class Typical extends Call {
        private final OrtSession session;
        private final float[][] x;
        private float[][] z;

        Typical(OrtSession session, int rows, int inputs) {
            this.session = session;
            x = new float[rows][inputs];
        }

        @Override
        public void run() {
            try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), x);
                    Result result = session.run(Map.of(OnnxModel.INPUT, tensor))) {
                z = (float[][]) result.get(0).getValue();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public float[] output() {
            float[] copy = new float[z.length * z[0].length];
            for (int i = 0; i < z.length; i++) {
                System.arraycopy(z[i], 0, copy, i * z[0].length, z[0].length);
            }
            return copy;
        }

        @Override
        protected void put(float[] inputs) {
            for (int i = 0; i < x.length; i++) {
                System.arraycopy(inputs, i * x[0].length, x[i], 0, x[0].length);
            }
        }

        @Override
        protected void first(float value) {
            x[0][0] = value;
        }

        @Override
        protected float firstOutput() {
            return z[0][0];
        }

        @Override
        public void close() {
            OnnxRuntime.close(session);
        }
    }
}
