package dev.lanewise.internal.kernel;

/**
 * Two layers without activation in one: (x W₁ + b₁) W₂ + b₂ = x (W₁ W₂) + (b₁ W₂ + b₂). In double, so that a chain of
 * products is rounded once, when its result becomes {@code float}.
 *
 * @param inputs rows of the weights
 * @param units columns of the weights
 * @param weights row-major, inputs × units
 * @param bias one per unit
 */
public record AffineMap(int inputs, int units, double[] weights, double[] bias) {
    /** One layer; {@code bias} may be null, which reads as zeros. */
    public static AffineMap of(int inputs, int units, float[] weights, float[] bias) {
        return new AffineMap(inputs, units, widened(weights), bias == null ? new double[units] : widened(bias));
    }

    private static double[] widened(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /** This map followed by {@code next}; inputs × next.units fits an array. */
    public AffineMap then(AffineMap next) {
        double[] product = new double[inputs * next.units];
        multiply(inputs, weights, next, product);
        double[] shifted = next.bias.clone();
        multiply(1, bias, next, shifted);
        return new AffineMap(inputs, next.units, product, shifted);
    }

    /** out += a · next.weights. */
    private void multiply(int rows, double[] a, AffineMap next, double[] out) {
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < units; k++) {
                double aik = a[i * units + k];
                for (int m = 0; m < next.units; m++) {
                    out[i * next.units + m] += aik * next.weights[k * next.units + m];
                }
            }
        }
    }

    /** The weights, each rounded once. */
    public float[] roundedWeights() {
        return rounded(weights);
    }

    /** The biases, each rounded once. */
    public float[] roundedBias() {
        return rounded(bias);
    }

    private static float[] rounded(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}
