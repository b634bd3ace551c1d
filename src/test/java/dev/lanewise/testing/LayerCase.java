package dev.lanewise.testing;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import dev.lanewise.Dense;
import dev.lanewise.DenseLayer;
import java.util.Random;

/**
 * One layer and its rows, drawn from a seed.
 *
 * @param values how the floats are drawn
 * @param shift moves the ranges inside their arrays, so that alignment varies
 */
public record LayerCase(
        int rows, int inputs, int units, Activation activation, boolean hasBias, Values values, int shift, long seed) {
    /** How floats are drawn. */
    public enum Values {
        /** Near 1, of both signs: sums cancel. */
        GAUSSIAN,
        /** Over the whole range of exponents. */
        ALL_EXPONENTS,
        /** Integers whose sums stay exact. */
        INTEGERS,
        /** Gaussian with one in eight from {@link Specials}. */
        SPECIALS,
        /** Small enough that sums and activations fall among the subnormals. */
        SUBNORMALS;

        float draw(Random random) {
            return switch (this) {
                case GAUSSIAN -> (float) random.nextGaussian();
                case ALL_EXPONENTS -> finite(random);
                case INTEGERS -> random.nextInt(65) - 32;
                case SPECIALS -> random.nextInt(8) == 0
                        ? Specials.values()[random.nextInt(Specials.values().length)]
                        : (float) random.nextGaussian();
                case SUBNORMALS -> (float) random.nextGaussian() * 0x1p-70f;
            };
        }

        private static float finite(Random random) {
            float value = Float.intBitsToFloat(random.nextInt());
            return Float.isFinite(value) ? value : 1f;
        }
    }

    public float[] x() {
        return draw(rows * inputs, 1);
    }

    public float[] weights() {
        return draw(inputs * units, 2);
    }

    /** The biases, or null. */
    public float[] bias() {
        return hasBias ? draw(units, 3) : null;
    }

    /** The layer as part of a network. */
    public DenseLayer layer() {
        return DenseLayer.of(inputs, units, weights(), bias(), activation);
    }

    private float[] draw(int size, int stream) {
        Random random = new Random(seed * 31 + stream);
        float[] drawn = new float[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = values.draw(random);
        }
        return drawn;
    }

    /** The layer by {@link Dense#forward} inside guarded arrays; checks the margins. */
    public float[] forward(Backend backend, float poison) {
        GuardedArray x = GuardedArray.of(x(), shift);
        GuardedArray w = GuardedArray.of(weights(), shift + 1);
        GuardedArray b = hasBias ? GuardedArray.of(bias(), shift + 2) : null;
        GuardedArray out = GuardedArray.output(rows * units, shift + 3, poison);
        Dense.forward(
                backend, rows, inputs, units, x.array(), x.offset(), w.array(), w.offset(), b == null ? null : b.array(),
                b == null ? -1 : b.offset(), activation, out.array(), out.offset());
        x.assertMarginsUntouched(this);
        w.assertMarginsUntouched(this);
        out.assertMarginsUntouched(this);
        if (b != null) {
            b.assertMarginsUntouched(this);
            Bits.assertSame(bias(), b.values(), "bias of " + this);
        }
        Bits.assertSame(x(), x.values(), "x of " + this);
        Bits.assertSame(weights(), w.values(), "weights of " + this);
        return out.values();
    }
}
