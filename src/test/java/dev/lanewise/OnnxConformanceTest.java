package dev.lanewise;

import dev.lanewise.io.ModelFile;
import dev.lanewise.testing.Npy;
import dev.lanewise.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Networks of others, beside their outputs in double and those of ONNX Runtime; here, since they are computed at every width. */
class OnnxConformanceTest {
    static final Path SHARED = Path.of(System.getProperty("basedir", "."), "..", "shared");

    private static final int ORDERS = 100;

    /** Name and sizes; the columns that the last one does not use are not computed. */
    private static final List<String> MODELS = List.of(
            "diabetes-10x16x1 10x16x1", "digits-64x64x32x10 64x64x32x10", "fraud 5x32x32x32x1", "mujoco-go1 48x512x256x128x12",
            "wildbg-contact 202x300x250x200x6", "wildbg-race 186x300x250x200x6");

    private record Case(String name, Network network, float[] x, double[] z, double[] other) {
        static Case read(Path folder, String name) throws IOException {
            return new Case(name, ModelFile.read(folder.resolve(name + ".onnx")),
                    Npy.read(Files.newInputStream(folder.resolve("x.npy"))).floats(),
                    Npy.read(Files.newInputStream(folder.resolve("z.npy"))).values(),
                    Npy.read(Files.newInputStream(folder.resolve("z_onnxruntime.npy"))).values());
        }

        /** The largest error of the network with its units in another order, sums starting or ending with the bias. */
        double largestError(Random random, boolean isBiasLast) {
            Network reordered = reordered(network, random);
            return largestError(isBiasLast ? biasLast(reordered, x) : reordered.predict(x));
        }

        double largestError(float[] actual) {
            assertEquals(z.length, actual.length, name);
            return IntStream.range(0, z.length).mapToDouble(i -> Math.abs(actual[i] - z[i])).max().orElseThrow();
        }
    }

    /**
     * Every output is within the bound of its sums. On the maximum over the file ONNX Runtime may be nearer, for two reasons
     * that this shows: the order of a sum, since the same network with its units in another order comes out on either side,
     * and the bias, which starts a sum here and ends it there, so that one much larger than the products is rounded once
     * there. Where all orders are further off than ONNX Runtime, something else is wrong.
     */
    @Test
    void outputsAreWithinTheBoundAndNearerThanOnnxRuntimesUpToTheOrderOfSums() throws IOException {
        Path models = SHARED.resolve("models");
        assumeTrue(Files.isDirectory(models), "skipped: no " + models);
        System.out.println("largest error against double      here  ONNX Runtime  part of the bound  least and median of "
                + ORDERS + " orders, and with the bias last");
        for (String model : MODELS) {
            String name = model.substring(0, model.indexOf(' '));
            Case here = Case.read(models.resolve(name), name);
            assertTrue(here.network().toString().startsWith("Network[" + model.substring(model.indexOf(' ') + 1) + ","), model);
            double part = partOfBound(here);
            double largest = here.largestError(here.network().predict(here.x()));
            double other = IntStream.range(0, here.z().length)
                    .mapToDouble(i -> Math.abs(here.other()[i] - here.z()[i])).max().orElseThrow();
            Random random = new Random(1);
            double[] first = DoubleStream.generate(() -> here.largestError(random, false)).limit(ORDERS).sorted().toArray();
            double[] last = DoubleStream.generate(() -> here.largestError(random, true)).limit(ORDERS).sorted().toArray();
            System.out.printf(Locale.ROOT, "%-26s %11.3e   %11.3e   %16.1e   %10.3e %.3e   %10.3e %.3e%n", name, largest,
                    other, part, first[0], first[ORDERS / 2], last[0], last[ORDERS / 2]);
            assertTrue(part <= 1, name + ": " + part + " of the bound");
            assertTrue(Math.min(largest, Math.min(first[0], last[0])) <= other, name + ": no order is as near as ONNX Runtime");
        }
    }

    /** The largest error over its bound. Reading rounds folded weights once more, for which the bound's p + 1 has room. */
    private static double partOfBound(Case here) {
        int rows = here.x().length / here.network().inputs();
        Reference reference = Reference.input(here.network().inputs(), here.x());
        for (DenseLayer layer : here.network().layers()) {
            reference = reference.layer(rows, layer.units(), layer.weights(), layer.biases(), layer.activation());
        }
        float[] actual = here.network().predict(here.x());
        double part = 0;
        for (int i = 0; i < actual.length; i++) {
            part = Math.max(part, Math.abs(actual[i] - here.z()[i]) / reference.bound(i));
        }
        return part;
    }

    /** The network with each bias added to the finished sum, as ONNX Runtime does. */
    private static float[] biasLast(Network network, float[] x) {
        int rows = x.length / network.inputs();
        float[] in = x;
        for (DenseLayer layer : network.layers()) {
            int units = layer.units();
            float[] out = new float[rows * units];
            Dense.forward(Backend.LOOP, rows, layer.inputs(), units, in, 0, layer.weights(), 0, null, 0, Activation.IDENTITY,
                    out, 0);
            for (int i = 0; i < out.length; i++) {
                out[i] += layer.bias(i % units);
            }
            layer.activation().apply(Backend.LOOP, rows, units, out, 0, out, 0);
            in = out;
        }
        return in;
    }

    /** The same function with the units of hidden layers in another order. */
    private static Network reordered(Network network, Random random) {
        List<DenseLayer> layers = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>(IntStream.range(0, network.inputs()).boxed().toList());
        for (int l = 0; l < network.layers().size(); l++) {
            DenseLayer layer = network.layers().get(l);
            List<Integer> units = new ArrayList<>(IntStream.range(0, layer.units()).boxed().toList());
            if (l + 1 < network.layers().size()) {
                Collections.shuffle(units, random);
            }
            float[] weights = new float[layer.inputs() * layer.units()];
            float[] bias = new float[layer.units()];
            for (int m = 0; m < layer.units(); m++) {
                bias[m] = layer.bias(units.get(m));
                for (int j = 0; j < layer.inputs(); j++) {
                    weights[j * layer.units() + m] = layer.weight(inputs.get(j), units.get(m));
                }
            }
            layers.add(DenseLayer.of(layer.inputs(), layer.units(), weights, bias, layer.activation()));
            inputs = units;
        }
        return Network.of(layers.toArray(DenseLayer[]::new));
    }
}
