package dev.lanewise.testing;

import dev.lanewise.Activation;
import dev.lanewise.Backend;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** An activation over every float there is: 64 segments of 2²⁶ bit patterns, on as many threads as there are processors. */
public final class ActivationSweep {
    private static final int SEGMENTS = 64;
    private static final int SEGMENT_BITS = 26;
    private static final int BLOCK = 1 << 13;

    /** Those whose table is kept: each function once, and once more where a number takes another way. */
    public static final List<Activation> FUNCTIONS = List.of(
            Activation.IDENTITY,
            Activation.RELU,
            Activation.leakyRelu(0.01f),
            Activation.thresholdedRelu(1.5f),
            Activation.RELU6,
            Activation.HARD_TANH,
            Activation.HARD_SIGMOID,
            Activation.HARD_SWISH,
            Activation.SOFTSIGN,
            Activation.EXP,
            Activation.SIGMOID,
            Activation.LOG_SIGMOID,
            Activation.TANH,
            Activation.SOFTPLUS,
            Activation.softplus(3.3f),
            Activation.elu(1),
            Activation.elu(0.3f),
            Activation.celu(2.7f),
            Activation.SELU,
            Activation.SILU,
            Activation.silu(1.702f),
            Activation.MISH,
            Activation.GELU,
            Activation.GELU_TANH);

    private static final List<String> NOT_MONOTONE = List.of("hardSwish", "silu", "mish", "gelu", "geluTanh");

    private ActivationSweep() {}

    /**
     * What was found.
     *
     * @param error the largest, in ulp
     * @param argument where
     * @param stepBack the largest fall from a float to the next greater one, in ulp; NaN for a function that falls itself
     */
    public record Finding(double error, float argument, double stepBack) {
        Finding worse(Finding other) {
            Finding larger = error >= other.error ? this : other;
            return new Finding(larger.error, larger.argument, Math.max(stepBack, other.stepBack));
        }
    }

    /** A hash of all results of a backend in the order of the bit patterns, with NaN made one. */
    public static long digest(Activation activation, Backend backend) {
        long[] parts = new long[SEGMENTS];
        IntStream.range(0, SEGMENTS).parallel().forEach(s -> parts[s] = segmentDigest(activation, backend, s));
        long hash = 0;
        for (long part : parts) {
            hash = (hash ^ part) * MULTIPLIER;
        }
        return hash;
    }

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L; // odd, so that no step loses a bit

    private static long segmentDigest(Activation activation, Backend backend, int segment) {
        float[] x = new float[BLOCK];
        float[] z = new float[BLOCK];
        long h0 = 0;
        long h1 = 1;
        long h2 = 2;
        long h3 = 3;
        for (int block = 0; block < 1 << SEGMENT_BITS; block += BLOCK) {
            fill(x, segment, block);
            activation.apply(backend, 1, BLOCK, x, 0, z, 0);
            for (int i = 0; i < BLOCK; i += 4) { // four chains, for a multiplication takes three cycles
                h0 = (h0 ^ Float.floatToIntBits(z[i])) * MULTIPLIER;
                h1 = (h1 ^ Float.floatToIntBits(z[i + 1])) * MULTIPLIER;
                h2 = (h2 ^ Float.floatToIntBits(z[i + 2])) * MULTIPLIER;
                h3 = (h3 ^ Float.floatToIntBits(z[i + 3])) * MULTIPLIER;
            }
        }
        return ((h0 * MULTIPLIER ^ h1) * MULTIPLIER ^ h2) * MULTIPLIER ^ h3;
    }

    /**
     * Both backends, held against each other bit for bit and against the true function.
     *
     * @throws AssertionError where they differ, a NaN is lost, or a zero or infinity has the wrong sign
     */
    public static Finding check(Activation activation) {
        DoubleUnaryOperator exact = TrueActivations.of(activation);
        boolean rises = NOT_MONOTONE.stream().noneMatch(name -> activation.toString().split("\\(")[0].equals(name));
        return IntStream.range(0, SEGMENTS)
                .parallel()
                .mapToObj(s -> segmentCheck(activation, exact, rises, s))
                .reduce(Finding::worse)
                .orElseThrow();
    }

    private static Finding segmentCheck(Activation activation, DoubleUnaryOperator exact, boolean rises, int segment) {
        float[] x = new float[BLOCK];
        float[] vector = new float[BLOCK];
        float[] loop = new float[BLOCK];
        Finding worst = new Finding(0, 0, rises ? 0 : Double.NaN);
        float before = Float.intBitsToFloat((segment << SEGMENT_BITS) - 1); // so that steps between segments count too
        float resultBefore = activation.apply(before);
        for (int block = 0; block < 1 << SEGMENT_BITS; block += BLOCK) {
            fill(x, segment, block);
            activation.apply(Backend.VECTOR, 1, BLOCK, x, 0, vector, 0);
            activation.apply(Backend.LOOP, 1, BLOCK, x, 0, loop, 0);
            worst = worst.worse(blockCheck(activation, exact, rises, x, vector, loop, before, resultBefore));
            before = x[BLOCK - 1];
            resultBefore = vector[BLOCK - 1];
        }
        return worst;
    }

    private static Finding blockCheck(
            Activation activation,
            DoubleUnaryOperator exact,
            boolean rises,
            float[] x,
            float[] vector,
            float[] loop,
            float before,
            float resultBefore) {
        double worst = 0;
        float argument = 0;
        double stepBack = rises ? 0 : Double.NaN;
        for (int i = 0; i < x.length; i++) {
            float actual = vector[i];
            if (Float.floatToIntBits(actual) != Float.floatToIntBits(loop[i])) {
                throw new AssertionError(activation + " of " + x[i] + ": loop " + loop[i] + ", vector " + actual);
            }
            if (Float.isNaN(x[i]) != Float.isNaN(actual)) {
                throw new AssertionError(activation + " of " + x[i] + " is " + actual);
            }
            if (Float.isNaN(x[i])) {
                continue;
            }
            double error = error(activation, exact.applyAsDouble(x[i]), x[i], actual);
            if (error > worst) {
                worst = error;
                argument = x[i];
            }
            if (rises && !Float.isNaN(before)) {
                double fall = x[i] > before ? (double) resultBefore - actual : (double) actual - resultBefore;
                if (fall > 0) {
                    stepBack = Math.max(stepBack, fall / Ulps.ofFloatAt(actual));
                }
            }
            before = x[i];
            resultBefore = actual;
        }
        return new Finding(worst, argument, stepBack);
    }

    /** In ulp; an overflow is no error where the exact value is beyond the floats. */
    public static double error(Activation activation, double exact, float x, float actual) {
        if (actual == 0 && (Float.floatToRawIntBits(actual) < 0) != (Double.doubleToRawLongBits(exact) < 0)) {
            throw new AssertionError(activation + " of " + x + " is " + actual + ", which has the wrong sign");
        }
        if (actual == exact) {
            return 0;
        }
        if (Float.isInfinite(actual) && Math.abs(exact) > Float.MAX_VALUE && actual > 0 == exact > 0) {
            return 0;
        }
        return Ulps.error(exact, actual);
    }

    private static void fill(float[] x, int segment, int block) {
        int first = (segment << SEGMENT_BITS) + block;
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(first + i);
        }
    }
}
