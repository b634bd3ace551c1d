package dev.lanewise;

import dev.lanewise.internal.kernel.AffineMap;
import dev.lanewise.internal.plan.LayerPlan;
import dev.lanewise.internal.plan.NetworkPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of layers, each taking the outputs of the one before: Z = σ₂(σ₁(X W₁ + b₁) W₂ + b₂) and so on. Immutable, safe to
 * share by any number of threads, and an ordinary object: nothing to close.
 *
 * <p>Calls go through an {@link Evaluator}, one per thread. The network packs its weights when the first one is made,
 * and all evaluators share them.
 *
 * <pre>{@code
 * Network network = Network.of(
 *         DenseLayer.of(10, 16, w1, b1, Activation.SIGMOID),
 *         DenseLayer.of(16, 1, w2, b2, Activation.IDENTITY));
 * Evaluator evaluator = network.evaluator();
 * evaluator.evaluate(x, z); // x: 10 floats, z: 1 float
 * }</pre>
 */
public final class Network {
    private final List<DenseLayer> layers;
    private final NetworkPlan plan;

    private Network(List<DenseLayer> layers) {
        this.layers = layers;
        this.plan = new NetworkPlan(layers.stream().map(DenseLayer::plan).toArray(LayerPlan[]::new));
    }

    /**
     * A network of these layers, the first one first.
     *
     * @param layers one or more; the units of each match the inputs of the next
     * @return the network
     * @throws IllegalArgumentException if there is no layer or two neighbours do not match
     */
    public static Network of(DenseLayer... layers) {
        if (layers.length == 0) {
            throw new IllegalArgumentException("layers.length=0 must be at least 1");
        }
        List<DenseLayer> copy = List.of(layers);
        for (int l = 0; l + 1 < copy.size(); l++) {
            if (copy.get(l).units() != copy.get(l + 1).inputs()) {
                throw new IllegalArgumentException("units=" + copy.get(l).units() + " does not match next layer's inputs="
                        + copy.get(l + 1).inputs() + " (layers " + l + " and " + (l + 1) + ", counted from 0)");
            }
        }
        return new Network(copy);
    }

    NetworkPlan plan() {
        return plan;
    }

    /**
     * The layers, the first one first.
     *
     * @return an unmodifiable list
     */
    public List<DenseLayer> layers() {
        return layers;
    }

    /**
     * The inputs of the first layer: floats per row of x.
     *
     * @return at least 1
     */
    public int inputs() {
        return layers.getFirst().inputs();
    }

    /**
     * The units of the last layer: floats per row of z.
     *
     * @return at least 1
     */
    public int outputs() {
        return layers.getLast().units();
    }

    /**
     * The number of parameters of all layers; (p + 1)·M + M + 1 for p inputs, M hidden units and one output.
     *
     * @return weights and biases
     */
    public long parameterCount() {
        return layers.stream().mapToLong(DenseLayer::parameterCount).sum();
    }

    /**
     * The same function with every run of neighbouring {@link Activation#IDENTITY} layers folded into one layer: W = W₁W₂,
     * b = b₁W₂ + b₂, formed in double and rounded once. The result is equal in exact arithmetic, not in bits, which is why
     * nothing folds by itself.
     *
     * @return a network without two identity layers in a row; this one where there are none
     * @throws IllegalArgumentException if the weights of a folded layer, or of a step on the way to it, would not fit
     *     an array
     */
    public Network collapse() {
        List<DenseLayer> folded = new ArrayList<>();
        for (int l = 0; l < layers.size(); ) {
            int end = l + 1;
            if (isLinear(l)) {
                while (end < layers.size() && isLinear(end)) {
                    end++;
                }
            }
            folded.add(end == l + 1 ? layers.get(l) : fold(layers.subList(l, end)));
            l = end;
        }
        return folded.size() == layers.size() ? this : new Network(List.copyOf(folded));
    }

    private boolean isLinear(int layer) {
        return layers.get(layer).activation().equals(Activation.IDENTITY);
    }

    private static DenseLayer fold(List<DenseLayer> run) {
        int inputs = run.getFirst().inputs();
        for (DenseLayer layer : run) {
            long size = (long) inputs * layer.units();
            if (size > Arguments.LONGEST_ARRAY) {
                throw new IllegalArgumentException("inputs=" + inputs + " times units=" + layer.units() + " is " + size
                        + " weights, more than one array holds; leave the network as it is");
            }
        }
        AffineMap product = affine(run.getFirst());
        for (DenseLayer layer : run.subList(1, run.size())) {
            product = product.then(affine(layer));
        }
        return DenseLayer.owning(
                inputs, product.units(), product.roundedWeights(), product.roundedBias(), Activation.IDENTITY);
    }

    private static AffineMap affine(DenseLayer layer) {
        return AffineMap.of(layer.inputs(), layer.units(), layer.plan().weights(), layer.plan().bias());
    }

    /**
     * An evaluator with {@link EvaluatorOptions#defaults()}, as {@link #evaluator(EvaluatorOptions)} makes it.
     *
     * @return a new evaluator, for one thread at a time
     */
    public Evaluator evaluator() {
        return evaluator(EvaluatorOptions.defaults());
    }

    /**
     * An evaluator with these options. Costs its scratch only; the network's first one for vectors also packs the weights, for
     * all that follow, into memory outside the heap. That memory counts against {@code -XX:MaxDirectMemorySize} and is given
     * back when the network is collected; where it is exhausted, an {@link OutOfMemoryError} says so.
     *
     * @param options backend, threads, rows
     * @return a new evaluator, for one thread at a time
     * @throws IllegalStateException if the options ask for a backend that is not available
     * @throws IllegalArgumentException if scratch for the rows asked for would not fit an array
     */
    public Evaluator evaluator(EvaluatorOptions options) {
        return new Evaluator(this, options);
    }

    /**
     * Evaluates a batch, for convenience: makes an evaluator and the result on each call. Safe to call from many threads.
     *
     * @param x any whole number of rows
     * @return as many rows of outputs
     * @throws IllegalArgumentException if {@code x.length} is no multiple of {@link #inputs()}, or the result would not
     *     fit an array
     */
    public float[] predict(float[] x) {
        if (x.length % inputs() != 0) {
            throw new IllegalArgumentException("x.length=" + x.length + " is not a multiple of inputs=" + inputs()
                    + "; give whole rows");
        }
        int rows = x.length / inputs();
        long size = (long) rows * outputs();
        if (size > Arguments.LONGEST_ARRAY) {
            throw new IllegalArgumentException("rows=" + rows + " times outputs=" + outputs() + " is " + size
                    + " floats, more than one array holds; use an evaluator and several batches");
        }
        Evaluator evaluator = evaluator(EvaluatorOptions.defaults().withMaxRows(Math.clamp(rows, 1, plan.usualRows())));
        float[] z = new float[(int) size];
        evaluator.evaluate(rows, x, 0, z, 0);
        return z;
    }

    /** Sizes and parameter count, such as {@code Network[10x16x1, 193 parameters]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Network[").append(inputs());
        for (DenseLayer layer : layers) {
            text.append('x').append(layer.units());
        }
        return text.append(", ").append(parameterCount()).append(" parameters]").toString();
    }
}
