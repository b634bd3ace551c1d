package dev.lanewise.io.onnx;

/**
 * A polynomial of x with coefficients by column, up to the third power: GELU by tanh needs no more.
 *
 * @param coefficients of 1, x, x², x³; null for zero
 */
record Polynomial(Columns[] coefficients) {
    static final Polynomial ZERO = constant(null);
    static final Polynomial X = new Polynomial(new Columns[] {null, Columns.ONE, null, null});

    private static final int POWERS = 4;

    static Polynomial constant(Columns value) {
        return new Polynomial(new Columns[] {value, null, null, null});
    }

    /** The coefficient of a power of x; zero where there is none. */
    Columns of(int power) {
        return coefficients[power] == null ? Columns.ZERO : coefficients[power];
    }

    /** The highest power, −1 for zero. */
    int degree() {
        for (int power = POWERS - 1; power >= 0; power--) {
            if (coefficients[power] != null) {
                return power;
            }
        }
        return -1;
    }

    /** Whether there is one power only, this one. */
    boolean isMonomial(int power) {
        for (int k = 0; k < POWERS; k++) {
            if (coefficients[k] != null != (k == power)) {
                return false;
            }
        }
        return true;
    }

    Polynomial withoutConstant() {
        return new Polynomial(new Columns[] {null, coefficients[1], coefficients[2], coefficients[3]});
    }

    Polynomial plus(Polynomial other) {
        Columns[] sum = new Columns[POWERS];
        for (int k = 0; k < POWERS; k++) {
            sum[k] = sum(coefficients[k], other.coefficients[k]);
        }
        return new Polynomial(sum);
    }

    private static Columns sum(Columns a, Columns b) {
        return a == null ? b : b == null ? a : a.plus(b);
    }

    /** The product, or null where a power would be too high. */
    Polynomial times(Polynomial other) {
        if (degree() + other.degree() >= POWERS) {
            return null;
        }
        Columns[] product = new Columns[POWERS];
        for (int i = 0; i < POWERS; i++) {
            for (int j = 0; i + j < POWERS; j++) {
                if (coefficients[i] != null && other.coefficients[j] != null) {
                    product[i + j] = sum(product[i + j], coefficients[i].times(other.coefficients[j]));
                }
            }
        }
        return new Polynomial(product);
    }

    /** Whether a coefficient is one by column. */
    boolean hasVector() {
        for (Columns coefficient : coefficients) {
            if (coefficient != null && coefficient.isVector()) {
                return true;
            }
        }
        return false;
    }

    /** The sums of coefficients that {@link #plus} makes. */
    int sums(Polynomial other) {
        int sums = 0;
        for (int k = 0; k < POWERS; k++) {
            sums += coefficients[k] != null && other.coefficients[k] != null ? 1 : 0;
        }
        return sums;
    }

    /**
     * The products and sums of coefficients that {@link #times} makes at most: m times n of them fall on m + n − 1 powers or
     * more, and (m − 1)(n − 1) on one that has some.
     */
    int products(Polynomial other) {
        int sums = Math.max(0, sums(this) - 1) * Math.max(0, other.sums(other) - 1);
        return factors() * other.factors() + sums;
    }

    /** The number of coefficients that a product has to multiply: those that are there, and not just 1. */
    int factors() {
        int factors = 0;
        for (Columns coefficient : coefficients) {
            factors += coefficient == null || coefficient.isScalar(1) ? 0 : 1;
        }
        return factors;
    }
}
