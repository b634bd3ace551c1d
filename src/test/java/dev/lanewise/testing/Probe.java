package dev.lanewise.testing;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.Dense;
import dev.lanewise.Evaluator;
import dev.lanewise.Network;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Started in virtual machines of its own: prints which backend it got and a digest of what that backend computes. The
 * argument says how often each call is made before its result counts: some thousand times reach C2.
 */
public final class Probe {
    /**
     * Rows, inputs and units: tiles that are not whole, sums kept between blocks of inputs, weights packed for the call, and
     * layers chain by chain.
     */
    private static final int[][] MORE_ROWS = {
        {6, 33, 130}, {7, 40, 113}, {9, 33, 150}, {11, 2100, 130}, {97, 33, 130}, {40, 40, 20}, {64, 130, 10},
        {40, 301, 9}, {24, 256, 5}, {97, 2100, 130}, {1, 300, 20}, {1, 201, 50},
        {7, 67, 40}, {15, 131, 24}, {8, 203, 33}, {13, 201, 100}, {4, 195, 16}, {6, 161, 64},
        {7, 161, 64}, {7, 130, 38}, {64, 200, 34}, {1, 305, 9}, {1, 1024, 12}, {3, 300, 7}
    };

    private static final long ENOUGH_CALLS = 30;
    private static final long ENOUGH_WORK = 50_000_000;

    private Probe() {}

    public static void main(String[] args) throws NoSuchAlgorithmException {
        System.out.println("backend=" + Backend.best());
        System.out.println("vector=" + Backend.VECTOR.description());
        System.out.println("loop=" + Backend.LOOP.description());
        System.out.println("digest=" + digest(Integer.parseInt(args[0])));
    }

    /** SHA-256 over the outputs of layers and networks of many shapes, with NaN made one. */
    public static String digest(int calls) throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        List<Activation> activations = Activations.all();
        LayerCase.Values[] values = LayerCase.Values.values();
        int n = 0;
        for (int inputs : new int[] {0, 1, 5, 17, 33, 70, 150}) {
            for (int units : new int[] {1, 3, 4, 7, 10, 16, 21, 40, 64, 90, 150}) {
                Activation activation = activations.get(n % activations.size());
                int rows = units > 112 && inputs != 33 ? 1 + n % 3 : 5; // with a few rows and many units, another kernel
                LayerCase layer = new LayerCase(
                        rows, inputs, units, activation, n % 4 != 0, values[n % values.length], n % 16, n);
                updateUnpacked(sha, layer, calls);
                if (inputs > 0) {
                    update(sha, packed(layer, calls));
                }
                n++;
            }
        }
        for (int[] size : MORE_ROWS) {
            LayerCase layer = new LayerCase(size[0], size[1], size[2], Activation.RELU, true, LayerCase.Values.GAUSSIAN, 3, n++);
            updateUnpacked(sha, layer, calls);
            update(sha, packed(layer, calls));
        }
        for (int units : new int[] {1, 3, 4, 7, 10, 15, 16, 21, 40, 150}) {
            for (Activation activation : ofWholeRows(units)) {
                LayerCase layer = new LayerCase(5, 17, units, activation, true, LayerCase.Values.GAUSSIAN, 1, units);
                updateUnpacked(sha, layer, calls);
                update(sha, packed(layer, calls));
            }
        }
        for (Activation activation : activations) {
            if (!activation.isRowwise()) {
                update(sha, applied(activation, 1, calls));
            }
        }
        for (int units = 1; units <= 40; units++) {
            for (Activation activation : ofWholeRows(units)) {
                update(sha, applied(activation, units, calls));
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** PReLU with the slopes of so many units, and every activation that needs the whole row. */
    private static List<Activation> ofWholeRows(int units) {
        List<Activation> found = new ArrayList<>(Activations.all().stream().filter(Activation::isRowwise).toList());
        found.add(Activation.prelu(Networks.rows(units, 1, units)));
        return found;
    }

    /** An activation alone: over 4,099 floats from all of them, or over rows; 750 times reach C2. */
    private static float[] applied(Activation activation, int units, int calls) {
        float[] x = new float[(activation.isRowwise() ? 1030 : 4099) / units * units];
        for (int i = 0; i < x.length; i++) {
            x[i] = activation.isRowwise() ? (i * 37 % 1009 - 500) / 16f : Float.intBitsToFloat(i * 1_047_799);
        }
        float[] z = new float[x.length];
        for (int call = 0; call < Math.max(1, calls / 4); call++) {
            activation.apply(Backend.best(), x.length / units, units, x, 0, z, 0);
        }
        return z;
    }

    /** Large layers fewer times: their tiles run often in each call. */
    private static long enough(LayerCase layer, int calls) {
        long work = 1L + layer.rows() * layer.inputs() * layer.units();
        return Math.min(calls, Math.max(ENOUGH_CALLS, ENOUGH_WORK / work));
    }

    /** With ranges at the start of their arrays, and then, by code that is compiled by now, where the case has them. */
    private static void updateUnpacked(MessageDigest sha, LayerCase layer, int calls) {
        float[] x = layer.x();
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        float[] z = new float[layer.rows() * layer.units()];
        for (long call = enough(layer, calls); call > 0; call--) {
            Dense.forward(Backend.best(), layer.rows(), layer.inputs(), layer.units(), x, 0, weights, 0, bias, 0,
                    layer.activation(), z, 0);
        }
        update(sha, z);
        update(sha, layer.forward(Backend.best(), 1f));
    }

    private static float[] packed(LayerCase layer, int calls) {
        Evaluator evaluator = Network.of(layer.layer()).evaluator();
        float[] x = layer.x();
        float[] z = new float[layer.rows() * layer.units()];
        for (long call = enough(layer, calls); call > 0; call--) {
            evaluator.evaluate(layer.rows(), x, 0, z, 0);
        }
        return z;
    }

    private static void update(MessageDigest sha, float[] values) {
        for (float value : values) {
            sha.update(ByteBuffer.allocate(4).putInt(Float.floatToIntBits(value)).array());
        }
    }
}
