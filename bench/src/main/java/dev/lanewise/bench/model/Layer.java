package dev.lanewise.bench.model;

import dev.lanewise.Activation;
import java.util.List;

/** One layer as every implementation is given it: row-major weights, a bias, σ. The arrays are not copied. */
public record Layer(int inputs, int units, float[] weights, float[] bias, Activation activation) {
    /** The same numbers in arrays of its own. */
    public Layer copy() {
        return new Layer(inputs, units, weights.clone(), bias == null ? null : bias.clone(), activation);
    }

    /** The layers' multiply-adds per row; also the number of their weights. */
    public static long multiplyAdds(List<Layer> layers) {
        return layers.stream().mapToLong(layer -> (long) layer.inputs() * layer.units()).sum();
    }
}
