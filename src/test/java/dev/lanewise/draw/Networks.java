package dev.lanewise.draw;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;

/** Networks to draw. What they compute does not matter here, so all weights are 0. */
final class Networks {
    private Networks() {}

    /** Sizes from the inputs to the outputs; sigmoid in between and identity at the end. */
    static Network of(int... sizes) {
        return of(Activation.SIGMOID, sizes);
    }

    static Network of(Activation hidden, int... sizes) {
        DenseLayer[] layers = new DenseLayer[sizes.length - 1];
        for (int l = 0; l < layers.length; l++) {
            Activation activation = l == layers.length - 1 ? Activation.IDENTITY : hidden;
            layers[l] = DenseLayer.of(sizes[l], sizes[l + 1], new float[sizes[l] * sizes[l + 1]], null, activation);
        }
        return Network.of(layers);
    }
}
