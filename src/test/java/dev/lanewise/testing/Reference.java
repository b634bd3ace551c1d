package dev.lanewise.testing;

import dev.lanewise.Activation;

/**
 * The second oracle: layers in {@code double}, written as in a textbook and independent of the kernels, each value with a
 * bound on what {@code float} arithmetic may make of it.
 *
 * <p>Before the activation: |error| ≤ γ(p+1)·(Σ|x·w| + |b|) + (p+1)·2⁻¹⁴⁹ + Σ|w|·(error of x), with γ(n) = n u/(1 − n u)
 * and u = 2⁻²⁴, for any order of summation (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1). Through
 * the activation: times its Lipschitz constant, plus its limit in ulp.
 */
public final class Reference {
    private static final double U = 0x1p-24;
    private static final double SUBNORMAL = 0x1p-149;

    private final int units;
    private final double[] value;
    private final double[] bound;

    private Reference(int units, double[] value, double[] bound) {
        this.units = units;
        this.value = value;
        this.bound = bound;
    }

    /** The rows themselves. */
    public static Reference input(int inputs, float[] x) {
        double[] value = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            value[i] = x[i];
        }
        return new Reference(inputs, value, new double[x.length]);
    }

    /** These rows through one layer; {@code bias} may be null. */
    public Reference layer(int rows, int layerUnits, float[] weights, float[] bias, Activation activation) {
        double[] next = new double[rows * layerUnits];
        double[] nextBound = new double[rows * layerUnits];
        double gamma = (units + 1) * U / (1 - (units + 1) * U);
        for (int i = 0; i < rows; i++) {
            for (int m = 0; m < layerUnits; m++) {
                double sum = bias == null ? 0 : bias[m];
                double magnitude = Math.abs(sum);
                double carried = 0;
                for (int j = 0; j < units; j++) {
                    double w = weights[j * layerUnits + m];
                    sum += value[i * units + j] * w;
                    magnitude += (Math.abs(value[i * units + j]) + bound[i * units + j]) * Math.abs(w);
                    carried += Math.abs(w) * bound[i * units + j];
                }
                next[i * layerUnits + m] = sum;
                boolean mayOverflow = !(magnitude <= Float.MAX_VALUE);
                nextBound[i * layerUnits + m] = mayOverflow
                        ? Double.POSITIVE_INFINITY
                        : gamma * magnitude + (units + 1) * SUBNORMAL + carried;
            }
            activate(activation, i * layerUnits, layerUnits, next, nextBound);
        }
        return new Reference(layerUnits, next, nextBound);
    }

    private static void activate(Activation activation, int row, int units, double[] z, double[] bound) {
        double worst = 0;
        for (int m = 0; m < units; m++) {
            worst = Math.max(worst, bound[row + m]);
        }
        if (activation.isRowwise()) {
            activateRow(activation, row, units, worst, z, bound);
            return;
        }
        for (int m = 0; m < units; m++) {
            Activation own = activation.isPerUnit() ? TrueActivations.ofUnit(activation, m) : activation;
            double sum = z[row + m];
            double through = TrueActivations.apply(own, sum);
            double slope = TrueActivations.lipschitz(own);
            double carried = Double.isFinite(slope)
                    ? slope * bound[row + m]
                    : TrueActivations.apply(own, sum + bound[row + m]) - TrueActivations.apply(own, sum - bound[row + m]);
            z[row + m] = through;
            double limit = TrueActivations.ulpLimit(own);
            bound[row + m] = limit == 0 ? carried : carried + limit * Ulps.ofFloatAt(through); // the ulp may be infinite
        }
    }

    private static void activateRow(Activation activation, int row, int units, double worst, double[] z, double[] bound) {
        double[] sums = java.util.Arrays.copyOfRange(z, row, row + units);
        double[] exact = TrueActivations.rowwise(activation, sums);
        double[] limits = TrueActivations.rowwiseLimits(activation, sums, exact);
        for (int m = 0; m < units; m++) {
            z[row + m] = exact[m];
            bound[row + m] = TrueActivations.lipschitz(activation) * worst + limits[m];
        }
    }

    /** Fails at the first float further off than its bound; where a partial sum may overflow a float nothing is asked. */
    public void assertNear(float[] actual, Object context) {
        if (actual.length != value.length) {
            throw new AssertionError(context + ": " + actual.length + " floats instead of " + value.length);
        }
        for (int i = 0; i < value.length; i++) {
            boolean overflows = !(Math.abs(value[i]) + bound[i] <= Float.MAX_VALUE);
            if (!overflows && !(Math.abs(actual[i] - value[i]) <= bound[i])) {
                throw new AssertionError(context + ": at " + i + " expected " + value[i] + " ± " + bound[i] + " but was "
                        + actual[i]);
            }
        }
    }

    /** How far float number i may be from its double one; infinite where a partial sum may overflow. */
    public double bound(int i) {
        return bound[i];
    }

    /** Whether any value is asked for at all, so that a test can tell that it was not vacuous. */
    public boolean asksAnything() {
        for (int i = 0; i < value.length; i++) {
            if (Math.abs(value[i]) + bound[i] <= Float.MAX_VALUE) {
                return true;
            }
        }
        return false;
    }
}
