package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Networks;
import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void tellsItsSizes() {
        Network network = Networks.random(7, Activation.RELU, 10, 16, 3);
        assertEquals(10, network.inputs());
        assertEquals(3, network.outputs());
        assertEquals(11 * 16 + 17 * 3, network.parameterCount());
        assertEquals("Network[10x16x3, 227 parameters]", network.toString());
    }

    @Test
    void copiesInAndOut() {
        float[] weights = {1, 2, 3, 4};
        float[] bias = {5, 6};
        DenseLayer layer = DenseLayer.of(2, 2, weights, bias, Activation.IDENTITY);
        weights[0] = 99;
        bias[0] = 99;
        layer.weights()[1] = 99;
        layer.biases()[1] = 99;
        Bits.assertSame(new float[] {1, 2, 3, 4}, layer.weights(), "weights");
        Bits.assertSame(new float[] {5, 6}, layer.biases(), "biases");
        assertEquals(3, layer.weight(1, 0));
        assertEquals(6, layer.bias(1));
    }

    @Test
    void transposedWeightsAreTheSameLayer() {
        DenseLayer rowMajor = DenseLayer.of(2, 3, new float[] {1, 2, 3, 4, 5, 6}, null, Activation.TANH);
        DenseLayer transposed = DenseLayer.ofTransposed(2, 3, new float[] {1, 4, 2, 5, 3, 6}, null, Activation.TANH);
        Bits.assertSame(rowMajor.weights(), transposed.weights(), "weights");
    }

    @Test
    void missingBiasReadsAsZeros() {
        DenseLayer layer = DenseLayer.of(2, 3, new float[6], null, Activation.TANH);
        Bits.assertSame(new float[3], layer.biases(), "biases");
        assertEquals(0, layer.bias(2));
        assertEquals(9, layer.parameterCount());
    }

    @Test
    void predictsAnyWholeNumberOfRows() {
        Network network = Networks.random(3, Activation.SIGMOID, 5, 20, 2);
        float[] x = Networks.rows(4, 150, 5);
        float[] z = network.predict(x);
        float[] expected = Networks.layerByLayer(network, 150, x);
        Bits.assertSame(expected, z, network);
        assertEquals(0, network.predict(new float[0]).length);
    }

    @Test
    void collapsesRunsOfIdentityLayersOnly() {
        Network network = Network.of(
                Networks.layer(1, 4, 5, Activation.IDENTITY), Networks.layer(2, 5, 6, Activation.IDENTITY),
                Networks.layer(3, 6, 3, Activation.RELU), Networks.layer(4, 3, 7, Activation.IDENTITY),
                Networks.layer(5, 7, 2, Activation.IDENTITY), Networks.layer(6, 2, 2, Activation.IDENTITY));
        Network collapsed = network.collapse();
        assertEquals("Network[4x6x3x2, " + (5 * 6 + 7 * 3 + 4 * 2) + " parameters]", collapsed.toString());
        assertSame(collapsed, collapsed.collapse());
        assertSame(network.layers().get(2), collapsed.layers().get(1));
    }

    @Test
    void nothingCollapsesUnasked() {
        Network network = Network.of(
                Networks.layer(1, 4, 5, Activation.IDENTITY), Networks.layer(2, 5, 6, Activation.IDENTITY));
        assertEquals(2, network.layers().size());
        assertNotSame(network, network.collapse());
        float[] x = Networks.rows(9, 3, 4);
        Bits.assertSame(Networks.layerByLayer(network, 3, x), network.predict(x), network);
    }

    @Test
    void refusesToCollapseBeyondAnArray() {
        Network network = Network.of(
                DenseLayer.of(50_000, 1, new float[50_000], null, Activation.IDENTITY),
                DenseLayer.of(1, 50_000, new float[50_000], null, Activation.IDENTITY));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, network::collapse);
        assertEquals("inputs=50000 times units=50000 is 2500000000 weights, more than one array holds;"
                + " leave the network as it is", e.getMessage());
    }
}
