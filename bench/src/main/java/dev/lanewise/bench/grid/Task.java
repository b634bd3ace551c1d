package dev.lanewise.bench.grid;

import dev.lanewise.bench.model.Architecture;
import dev.lanewise.bench.model.Layer;
import dev.lanewise.bench.model.Shape;
import java.util.List;

/**
 * What is computed: one network, or layer, and a number of rows.
 *
 * @param network as {@link Architecture#parse} reads it
 */
public record Task(String network, int rows, Inputs inputs) {
    /** Scales normal rows to where floats are subnormal. */
    private static final float TINY = 1e-39f;

    static Task network(String network, int rows) {
        return new Task(network, rows, Inputs.INDEPENDENT);
    }

    static Task layer(int rows, int inputs, int units) {
        return network(inputs + "-" + units + " relu", rows);
    }

    static Task layer(Shape shape) {
        return layer(shape.rows(), shape.inputs(), shape.units());
    }

    /** Sizes and activations. */
    public Architecture architecture() {
        return Architecture.parse(network);
    }

    /** Multiply-adds of all rows. */
    public long multiplyAdds() {
        return rows * architecture().multiplyAdds();
    }

    /** As a shape, where it is one layer. */
    public Shape shape() {
        Architecture architecture = architecture();
        return new Shape(rows, architecture.inputs(), architecture.outputs());
    }

    List<Layer> layers() {
        List<Layer> layers = architecture().layers();
        if (inputs == Inputs.SUBNORMAL) {
            return layers.stream()
                    .map(l -> new Layer(l.inputs(), l.units(), l.weights(), new float[l.units()], l.activation()))
                    .toList();
        }
        return layers;
    }

    float[] values() {
        float[] values = architecture().rows(rows);
        if (inputs == Inputs.SUBNORMAL) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= TINY;
            }
        }
        return values;
    }
}
