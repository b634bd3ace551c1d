package dev.lanewise.io;

import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import dev.lanewise.testing.Reference;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Random networks in random spellings of all opsets. */
class OnnxSpellingTest {
    private static final int ROWS = 5;

    @Property(tries = 3000)
    void everySpellingGivesTheSameNetwork(@ForAll long seed) {
        SpelledNetwork spelled = new SpelledNetwork(seed);
        Network network = Onnx.read(spelled.file(), "spelled.onnx");
        Statistics.label("folded").collect(spelled.layers() == null);
        if (spelled.layers() != null) {
            Samples.assertSame(Network.of(spelled.layers().toArray(DenseLayer[]::new)), network);
        }
        float[] x = new float[ROWS * spelled.inputs()];
        Random random = new Random(seed);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        assertNear(spelled, network, x);
    }

    /** Within the bound of the sums of the network read, which has room for one more rounding of each weight. */
    private static void assertNear(SpelledNetwork spelled, Network network, float[] x) {
        Reference reference = Reference.input(network.inputs(), x);
        for (DenseLayer layer : network.layers()) {
            reference = reference.layer(ROWS, layer.units(), layer.weights(), layer.biases(), layer.activation());
        }
        float[] actual = network.predict(x);
        assertEquals(actual.length, ROWS * network.outputs());
        for (int row = 0; row < ROWS; row++) {
            double[] in = new double[spelled.inputs()];
            for (int j = 0; j < in.length; j++) {
                in[j] = x[row * in.length + j];
            }
            double[] exact = spelled.evaluate(in);
            assertEquals(network.outputs(), exact.length);
            for (int m = 0; m < exact.length; m++) {
                double bound = reference.bound(row * exact.length + m);
                float value = actual[row * exact.length + m];
                assertTrue(Math.abs(value - exact[m]) <= bound, value + " instead of " + exact[m] + " +- " + bound);
            }
        }
    }
}
