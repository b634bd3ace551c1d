package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Networks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The exercise the library grew from, question by question: a two-layer regression network with p inputs, M hidden units
 * and one output, z = β⁽²⁾_0 + Σ_m β⁽²⁾_m h_m with h_m = σ(β⁽¹⁾_0m + Σ_j β⁽¹⁾_jm x_j). The graph of 10.1 is tested where it is
 * drawn, in {@code dev.lanewise.draw.NetworkGraphTest}.
 */
class ExerciseTest {
    private static final int P = 10;
    private static final int M = 16;
    private static final int N = 25;

    private static Network twoLayers(Activation activation) {
        return Network.of(
                Networks.layer(1, P, M, activation), Networks.layer(2, M, 1, Activation.IDENTITY));
    }

    @Test
    @DisplayName("10.1 the two-layer network has (p+1)·M + M + 1 parameters")
    void parameterCount() {
        for (int p = 1; p <= 5; p++) {
            for (int m = 1; m <= 5; m++) {
                Network network = Networks.random(p, Activation.SIGMOID, p, m, 1);
                assertEquals((p + 1) * m + m + 1, network.parameterCount());
            }
        }
        assertEquals(193, twoLayers(Activation.SIGMOID).parameterCount());
    }

    @Test
    @DisplayName("10.2 over units: h = σ(Wᵀx + bᵀ) equals the explicit sums")
    void overUnits() {
        Network network = twoLayers(Activation.SIGMOID);
        DenseLayer first = network.layers().get(0);
        DenseLayer second = network.layers().get(1);
        float[] x = Networks.rows(3, 1, P);

        double z = second.bias(0);
        for (int m = 0; m < M; m++) {
            double sum = first.bias(m);
            for (int j = 0; j < P; j++) {
                sum += (double) first.weight(j, m) * x[j];
            }
            double h = 1 / (1 + Math.exp(-sum));
            z += second.weight(m, 0) * h;
        }
        for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
            float[] vectorised = new float[1];
            network.evaluator(EvaluatorOptions.defaults().withBackend(backend)).evaluate(x, vectorised);
            assertEquals(z, vectorised[0], 1e-6);
        }
    }

    @Test
    @DisplayName("10.3 over data points: H = σ(XW + b) equals row by row, b broadcast to each row")
    void overDataPoints() {
        DenseLayer layer = Networks.layer(4, P, M, Activation.SIGMOID);
        float[] x = Networks.rows(5, N, P);
        float[] batch = Network.of(layer).predict(x);
        for (int i = 0; i < N; i++) {
            float[] row = java.util.Arrays.copyOfRange(x, i * P, (i + 1) * P);
            float[] alone = Network.of(layer).predict(row);
            float[] inBatch = java.util.Arrays.copyOfRange(batch, i * M, (i + 1) * M);
            Bits.assertSame(alone, inBatch, "row " + i);
        }

        float[] zeros = new float[N * P]; // then every row of H is σ(b): the bias is broadcast
        float[] ofZeros = Network.of(layer).predict(zeros);
        for (int i = 0; i < N * M; i++) {
            assertEquals(layer.activation().apply(layer.bias(i % M)), ofZeros[i]);
        }
    }

    /** The linear regression z = θ_0 + Σ_j θ_j x_j of (10.14) and (10.18): θ_j = Σ_m β⁽¹⁾_jm β⁽²⁾_m, θ_0 = β⁽²⁾_0 + Σ_m β⁽¹⁾_0m β⁽²⁾_m. */
    @Test
    @DisplayName("10.4 with σ(x)=x two layers collapse to the linear regression of (10.14) and (10.18)")
    void collapsesToLinearRegression() {
        Network network = twoLayers(Activation.IDENTITY);
        DenseLayer first = network.layers().get(0);
        DenseLayer second = network.layers().get(1);
        Network collapsed = network.collapse();
        assertEquals(1, collapsed.layers().size());
        DenseLayer regression = collapsed.layers().get(0);
        assertEquals(P + 1, regression.parameterCount());

        double intercept = second.bias(0);
        for (int m = 0; m < M; m++) {
            intercept += (double) first.bias(m) * second.weight(m, 0);
        }
        assertEquals((float) intercept, regression.bias(0), Math.ulp((float) intercept));
        for (int j = 0; j < P; j++) {
            double theta = 0;
            for (int m = 0; m < M; m++) {
                theta += (double) first.weight(j, m) * second.weight(m, 0);
            }
            assertEquals((float) theta, regression.weight(j, 0), Math.ulp((float) theta));
        }
        assertSameFunction(network, collapsed);
    }

    @Test
    @DisplayName("10.4 so do many layers")
    void manyLayersCollapse() {
        Network network = Networks.random(6, Activation.IDENTITY, P, M, 40, 3, 17, 2);
        Network collapsed = network.collapse();
        assertEquals(1, collapsed.layers().size());
        assertEquals((P + 1) * 2, collapsed.parameterCount());
        assertSameFunction(network, collapsed);
    }

    @Test
    @DisplayName("10.4 with another σ nothing collapses")
    void sigmoidDoesNotCollapse() {
        Network network = twoLayers(Activation.SIGMOID);
        assertTrue(network.collapse() == network);
    }

    private static void assertSameFunction(Network network, Network collapsed) {
        float[] x = Networks.rows(8, N, P);
        float[] deep = network.predict(x);
        float[] flat = collapsed.predict(x);
        for (int i = 0; i < deep.length; i++) {
            assertEquals(deep[i], flat[i], 1e-5 * Math.max(1, Math.abs(deep[i])));
        }
    }
}
