package dev.lanewise.testing;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Started in virtual machines of its own: prints which backend it got and a digest of what that backend computes. */
public final class Probe {
    private Probe() {}

    public static void main(String[] args) throws NoSuchAlgorithmException {
        System.out.println("backend=" + Backend.best());
        System.out.println("vector=" + Backend.VECTOR.description());
        System.out.println("loop=" + Backend.LOOP.description());
        System.out.println("digest=" + digest());
    }

    /** SHA-256 over the outputs of layers of many shapes, with NaN made one. */
    public static String digest() throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        List<Activation> activations = Activations.all();
        LayerCase.Values[] values = LayerCase.Values.values();
        int n = 0;
        for (int inputs : new int[] {0, 1, 5, 17, 33, 70}) {
            for (int units : new int[] {1, 3, 4, 7, 10, 16, 21, 40, 64, 90}) {
                Activation activation = activations.get(n % activations.size());
                LayerCase layer =
                        new LayerCase(5, inputs, units, activation, n % 4 != 0, values[n % values.length], n % 16, n);
                for (float z : layer.forward(Backend.best(), 1f)) {
                    sha.update(ByteBuffer.allocate(4).putInt(Float.floatToIntBits(z)).array());
                }
                n++;
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
