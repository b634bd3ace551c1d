package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.internal.format.ArrayLimit;
import dev.lanewise.internal.format.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the names of tensors to layers in order. A PyTorch {@code nn.Sequential} numbers its modules, activations too, so
 * that dense layers appear as {@code 0.weight, 0.bias, 2.weight, 2.bias} and so on, perhaps behind a common prefix; a module
 * with named layers has {@code fc1.weight, fc1.bias, fc2.weight}, one of blocks {@code layers.0.linear.weight}. The numbers
 * give the order, as integers: 10 comes after 2, whatever the order in the file. What stands around them is the same for all. A
 * single layer needs no number.
 *
 * <p>Every tensor must find its place. One left over (a batch normalisation, say) would mean that the file holds another
 * function than the one loaded.
 */
final class SequentialLayers {
    /** One layer: weights as [units, inputs] and, or null, bias as [units]. */
    record Layer(TensorEntry weight, TensorEntry bias) {
        int units() {
            return (int) weight.shape()[0];
        }

        int inputs() {
            return (int) weight.shape()[1];
        }
    }

    /**
     * What is in front of the last number, the number, what is behind it, and the kind. Nine digits fit an int. A number has
     * one spelling, so that no two names mean one tensor.
     */
    private static final Pattern NAME =
            Pattern.compile("(.+\\.|.*[A-Za-z_])?(0|[1-9][0-9]{0,8})((?:\\.[A-Za-z_]+)*)\\.(weight|bias)");

    private static final Pattern NAME_OF_ONE = Pattern.compile("((?:[A-Za-z_]+\\.)*)(weight|bias)");

    private SequentialLayers() {}

    /** The layers in order, each able to take the outputs of the one before. */
    static List<Layer> order(String file, List<TensorEntry> tensors) {
        if (tensors.isEmpty()) {
            throw new ModelFormatException(file, "header", "holds no tensor; a network needs at least one layer");
        }
        Map<Integer, TensorEntry> weights = new TreeMap<>();
        Map<Integer, TensorEntry> biases = new TreeMap<>();
        sortByNumber(file, tensors, weights, biases);
        List<Layer> layers = new ArrayList<>();
        weights.forEach((number, weight) -> layers.add(layer(file, weight, biases.remove(number))));
        if (!biases.isEmpty()) {
            throw biases.values().iterator().next()
                    .refusal(file, "a bias without its weight; a layer needs both, or the weight alone");
        }
        checkChain(file, layers);
        return layers;
    }

    private static void sortByNumber(String file, List<TensorEntry> tensors, Map<Integer, TensorEntry> weights,
            Map<Integer, TensorEntry> biases) {
        String common = null;
        for (TensorEntry tensor : tensors) {
            Matcher numbered = NAME.matcher(tensor.name());
            Matcher alone = NAME_OF_ONE.matcher(tensor.name());
            boolean isNumbered = numbered.matches();
            if (!isNumbered && !alone.matches()) {
                throw tensor.refusal(file, "cannot be put in order; names must be like 0.weight and 0.bias, net.0.weight,"
                        + " fc1.weight or layers.0.linear.weight: one text for all around the number that gives the order;"
                        + " fold batch normalisation before saving");
            }
            String prefix = isNumbered ? numbered.group(1) == null ? "" : numbered.group(1) : alone.group(1);
            String around = isNumbered ? prefix + "<number>" + numbered.group(3) : prefix;
            if (common != null && !around.equals(common)) {
                throw tensor.refusal(file, "cannot be put in order: its prefix is " + Quote.ascii(around)
                        + ", but that of another tensor is " + Quote.ascii(common) + "; keep one network in a file, with one"
                        + " text for all around the number that gives the order");
            }
            common = around;
            String kind = isNumbered ? numbered.group(4) : alone.group(2);
            int number = isNumbered ? Integer.parseInt(numbered.group(2)) : 0;
            (kind.equals("weight") ? weights : biases).put(number, tensor);
        }
    }

    private static Layer layer(String file, TensorEntry weight, TensorEntry bias) {
        checkDecodable(file, weight);
        if (weight.shape().length != 2) {
            throw weight.refusal(file, "a weight must have two dimensions, [units, inputs], not " + weight.shape().length
                    + "; only dense layers are read, so fold others (batch normalisation) before saving");
        }
        if (weight.elements() == 0) {
            throw weight.refusal(file, "a layer needs at least 1 unit and 1 input; the shape is [" + weight.shape()[0]
                    + ", " + weight.shape()[1] + "]");
        }
        if (weight.elements() > ArrayLimit.LONGEST) {
            throw weight.refusal(file, weight.elements() + " weights are more than one array holds");
        }
        if (bias != null) {
            checkDecodable(file, bias);
            if (bias.shape().length != 1 || bias.shape()[0] != weight.shape()[0]) {
                throw bias.refusal(file, "a bias must have the shape [" + weight.shape()[0]
                        + "], one number for each unit of its weight");
            }
        }
        return new Layer(weight, bias);
    }

    private static void checkDecodable(String file, TensorEntry tensor) {
        if (!tensor.dtype().isDecodable()) {
            throw tensor.refusal(file, "weights of dtype " + tensor.dtype() + " are not read; store them as F32, F16, BF16"
                    + " or F64");
        }
    }

    /**
     * Forms the layers one by one, and lets go of the numbers of each.
     *
     * @param layers from {@link #order}
     * @param activations that {@link #checkActivations} let pass
     * @param isColumnMajor for weights whose first index runs fastest, as the library wants them, or else the last
     */
    static Network form(List<Layer> layers, Activation[] activations, Map<TensorEntry, float[]> numbers,
            Predicate<TensorEntry> isColumnMajor) {
        DenseLayer[] dense = new DenseLayer[layers.size()];
        for (int l = 0; l < dense.length; l++) {
            Layer layer = layers.get(l);
            float[] weights = numbers.remove(layer.weight());
            float[] bias = layer.bias() == null ? null : numbers.remove(layer.bias());
            dense[l] = isColumnMajor.test(layer.weight())
                    ? DenseLayer.of(layer.inputs(), layer.units(), weights, bias, activations[l])
                    : DenseLayer.ofTransposed(layer.inputs(), layer.units(), weights, bias, activations[l]);
        }
        return Network.of(dense);
    }

    /** Refuses activations that do not fit the units, before numbers are read: zero rows of them are enough to tell. */
    static void checkActivations(String file, List<Layer> layers, Activation[] activations) {
        float[] none = new float[0];
        for (int l = 0; l < activations.length; l++) {
            try {
                activations[l].apply(Backend.LOOP, 0, layers.get(l).units(), none, 0, none, 0);
            } catch (IllegalArgumentException e) {
                throw layers.get(l).weight().refusal(file, Quote.ascii(e.getMessage()));
            }
        }
    }

    private static void checkChain(String file, List<Layer> layers) {
        for (int l = 1; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            Layer before = layers.get(l - 1);
            if (layer.inputs() != before.units()) {
                throw layer.weight().refusal(file, "inputs=" + layer.inputs() + " does not match units=" + before.units()
                        + " of " + Quote.ascii(before.weight().name())
                        + " before it; the shape must be [units, inputs]");
            }
        }
    }
}
