import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Derives the polynomials of the activations: minimax fits in double, by least squares with weights that grow where the
 * error is large (Lawson, 1961). Not part of the build; what it prints is what {@code Polynomials} and {@code
 * TanhPieces} hold, and a test compares them.
 *
 * <p>A coefficient is rounded to float, from the lowest on, and the ones above it are fitted again to what that leaves; those of
 * tanh are rounded alone, for its pieces are placed where the lowest two hardly need any. The
 * error printed is that of the rounded polynomial evaluated without rounding, weighted as the fit was. The same digits come
 * out everywhere: arithmetic in double is strict, and the functions are those of {@link StrictMath}.
 *
 * <pre>{@code java src/generator/java/PolynomialFit.java}</pre>
 */
public final class PolynomialFit {
    private static final int GRID = 500;
    private static final int ROUNDS = 100;

    private final DoubleUnaryOperator function;
    private final DoubleUnaryOperator weight;
    private final double low;
    private final double high;

    private PolynomialFit(DoubleUnaryOperator function, DoubleUnaryOperator weight, double low, double high) {
        this.function = function;
        this.weight = weight;
        this.low = low;
        this.high = high;
    }

    public static void main(String[] args) {
        // e^r = 1 + r + r² E(r), relative to e^r, for r from log(3/4) to log(3/2): e^r − 1 stays above −1/4
        print("E", 2, 4, PolynomialFit::exponentialRest, r -> r * r / StrictMath.exp(r), -0.2878, 0.4056);
        // e^r − 1 = r + r² M(r), relative to it
        print("M", 2, 4, PolynomialFit::exponentialRest, r -> r * r / (Math.abs(StrictMath.expm1(r)) + 1e-12),
                -HALF_LN2, HALF_LN2);
        // the same with a term more, for where all of the error is that of e^r − 1
        print("N", 2, 5, PolynomialFit::exponentialRest, r -> r * r / (Math.abs(StrictMath.expm1(r)) + 1e-12),
                -HALF_LN2, HALF_LN2);
        // 2 atanh s = 2 s + s³ A(s²), relative to 2 atanh s, with s² for s up to 1/3
        print("A", 0, 3, PolynomialFit::atanhRest, w -> w / (2 * (1 + w / 3)), 1e-9, 1 / 9.0);
        // Φ(−a) e^(a²/2) (a + K) = G(q), q = (a − K) / (a + K), relative, for a up to 15
        double k = NORMAL_TAIL_PIVOT;
        print("G", 0, 9, q -> {
            double a = k * (1 + q) / (1 - q);
            return scaledNormalTail(a) * (a + k);
        }, q -> {
            double a = k * (1 + q) / (1 - q);
            return 1 / (scaledNormalTail(a) * (a + k));
        }, -1, (15 - k) / (15 + k));
        for (int piece = 0; piece < TANH_PIECES; piece++) {
            printTanh(piece);
        }
    }

    private static final double HALF_LN2 = 0.34668;

    /** K of the map of [0, 15] to q, chosen by hand. */
    static final double NORMAL_TAIL_PIVOT = 5;

    private static final int TANH_PIECES = 16;
    private static final int TANH_DEGREE = 6;

    /** tanh (centre + t) = P(t), relative; the first piece, which is around 0, as t + t³ (…). */
    private static void printTanh(int piece) {
        double low = tanhFrom(piece);
        double high = tanhFrom(piece + 1);
        float centre = piece == 0 ? 0 : tanhCentre(low, high);
        float[] coefficients = new float[TANH_DEGREE + 1];
        int given = 0;
        if (piece == 0) {
            coefficients[1] = 1;
            given = 3;
        }
        PolynomialFit fit = tanhAround(centre, low, high);
        double[] best = fit.minimax(coefficients, given, TANH_DEGREE);
        for (int i = given; i <= TANH_DEGREE; i++) {
            coefficients[i] = (float) best[i - given];
        }
        System.out.printf(Locale.ROOT, "// [%s, %s], error 2^%.1f%n", low, high,
                StrictMath.log(fit.largestError(coefficients)) / StrictMath.log(2));
        System.out.printf("{%sf, ", Float.toHexString(centre));
        for (int i = 0; i <= TANH_DEGREE; i++) {
            System.out.printf("%sf%s", Float.toHexString(coefficients[i]), i == 2 ? ",\n" : i == TANH_DEGREE ? "},\n" : ", ");
        }
    }

    /** Where a piece of tanh begins: the first at 0, the others at 9/8 and 13/8 of a power of two. */
    private static double tanhFrom(int piece) {
        return piece == 0 ? 0 : (piece % 2 == 0 ? 1.125 : 1.625) * StrictMath.pow(2, piece / 2 - 5);
    }

    private static PolynomialFit tanhAround(double centre, double low, double high) {
        return new PolynomialFit(t -> StrictMath.tanh(centre + t), t -> 1 / StrictMath.tanh(centre + t),
                Math.max(low, 1e-9) - centre, high - centre);
    }

    /**
     * The float nearest to the middle around which the best polynomial's constant is within 1/64 of an ulp of a float, and its
     * slope within 1/16. Their distance from tanh and its slope is taken to be the same all around the middle.
     */
    private static float tanhCentre(double low, double high) {
        float middle = (float) ((low + high) / 2);
        double[] best = tanhAround(middle, low, high).minimax(new float[0], 0, TANH_DEGREE);
        double value = StrictMath.tanh(middle);
        for (int step = 0; ; step++) {
            float centre = middle + (step % 2 == 0 ? step / 2 : -(step + 1) / 2) * Math.ulp(middle);
            double there = StrictMath.tanh(centre);
            double change = there - value;
            if (isNearFloat(best[0] + change, 1 / 64.0) && isNearFloat(best[1] - change * (there + value), 1 / 16.0)) {
                return centre;
            }
        }
    }

    private static boolean isNearFloat(double x, double ulps) {
        return Math.abs(x - (float) x) <= ulps * Math.ulp((float) x);
    }

    private static void print(
            String name, int first, int degree, DoubleUnaryOperator f, DoubleUnaryOperator weight, double low, double high) {
        PolynomialFit fit = new PolynomialFit(f, weight, low, high);
        float[] coefficients = fit.rounded(degree);
        System.out.printf(Locale.ROOT, "// [%s, %s], degree %d, error 2^%.1f%n", low, high, degree,
                StrictMath.log(fit.largestError(coefficients)) / StrictMath.log(2));
        for (int i = 0; i <= degree; i++) {
            System.out.printf(
                    Locale.ROOT, "static final float %s%d = %sf;%n", name, first + i, Float.toHexString(coefficients[i]));
        }
    }

    private float[] rounded(int degree) {
        float[] coefficients = new float[degree + 1];
        for (int fixed = 0; fixed <= degree; fixed++) {
            coefficients[fixed] = (float) minimax(coefficients, fixed, degree)[0];
        }
        return coefficients;
    }

    /** On points of its own, denser than those of the fit. */
    private double largestError(float[] coefficients) {
        double largest = 0;
        for (int i = 0; i <= 7 * GRID + 3; i++) {
            double x = low + (high - low) * i / (7 * GRID + 3);
            double rest = function.applyAsDouble(x) - value(coefficients, coefficients.length, x);
            largest = Math.max(largest, Math.abs(weight.applyAsDouble(x) * rest));
        }
        return largest;
    }

    /**
     * The coefficients from {@code fixed} on, those below being given: least squares over the grid, with the squares weighted
     * anew by the size of the error that was left, until the largest is as small as it gets (Lawson, 1961).
     */
    private double[] minimax(float[] given, int fixed, int degree) {
        int unknowns = degree - fixed + 1;
        double[] share = new double[GRID + 1];
        Arrays.fill(share, 1.0 / (GRID + 1));
        double[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            double[] solution = leastSquares(given, fixed, unknowns, share);
            double largest = 0;
            double total = 0;
            for (int i = 0; i <= GRID; i++) {
                double x = point(i);
                double rest = function.applyAsDouble(x) - value(given, fixed, x) - StrictMath.pow(x, fixed) * value(solution, x);
                double error = Math.abs(weight.applyAsDouble(x) * rest);
                largest = Math.max(largest, error);
                share[i] *= error;
                total += share[i];
            }
            for (int i = 0; i <= GRID; i++) {
                share[i] /= total;
            }
            if (largest < least) {
                least = largest;
                best = solution;
            }
        }
        return best;
    }

    /** By orthogonal columns (Gram and Schmidt, twice, since powers are nearly parallel). */
    private double[] leastSquares(float[] given, int fixed, int unknowns, double[] share) {
        double[][] columns = new double[unknowns + 1][GRID + 1];
        for (int i = 0; i <= GRID; i++) {
            double x = point(i);
            double w = weight.applyAsDouble(x) * Math.sqrt(share[i]);
            double power = StrictMath.pow(x, fixed);
            for (int j = 0; j < unknowns; j++) {
                columns[j][i] = w * power;
                power *= x;
            }
            columns[unknowns][i] = w * (function.applyAsDouble(x) - value(given, fixed, x));
        }
        double[][] triangle = new double[unknowns + 1][unknowns + 1];
        for (int j = 0; j <= unknowns; j++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < Math.min(j, unknowns); k++) {
                    double dot = dot(columns[k], columns[j]);
                    triangle[k][j] += dot;
                    for (int i = 0; i <= GRID; i++) {
                        columns[j][i] -= dot * columns[k][i];
                    }
                }
            }
            if (j < unknowns) {
                triangle[j][j] = Math.sqrt(dot(columns[j], columns[j]));
                for (int i = 0; i <= GRID; i++) {
                    columns[j][i] /= triangle[j][j];
                }
            }
        }
        double[] solution = new double[unknowns];
        for (int j = unknowns - 1; j >= 0; j--) {
            double rest = triangle[j][unknowns];
            for (int k = j + 1; k < unknowns; k++) {
                rest -= triangle[j][k] * solution[k];
            }
            solution[j] = rest / triangle[j][j];
        }
        return solution;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private double point(int i) {
        return (low + high) / 2 - (high - low) / 2 * StrictMath.cos(Math.PI * i / GRID);
    }

    private static double value(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }

    private static double value(float[] coefficients, int count, double x) {
        double sum = 0;
        for (int i = count - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }

    /** (e^r − 1 − r) / r² by its series. */
    private static double exponentialRest(double r) {
        double sum = 0;
        for (int k = 20; k >= 2; k--) {
            double term = 1;
            for (int i = 2; i <= k; i++) {
                term /= i;
            }
            sum = sum * r + term;
        }
        return sum;
    }

    /** (2 atanh s − 2 s) / s³ = 2/3 + 2/5 w + 2/7 w² + …, w = s². */
    private static double atanhRest(double w) {
        double sum = 0;
        for (int k = 40; k >= 1; k--) {
            sum = sum * w + 2.0 / (2 * k + 1);
        }
        return sum;
    }

    /**
     * Φ(−a) e^(a²/2), the tail of the normal distribution over its density but for √(2π): for small a by the series of erf
     * (Abramowitz and Stegun 7.1.6), else by the trapezoidal sum of Chiarella and Reichel (1968), whose error is
     * e^(−(π/h)²), 10⁻¹⁷ for h = 1/2.
     */
    static double scaledNormalTail(double a) {
        double x = a / Math.sqrt(2);
        if (x < 1) {
            double sum = 0;
            for (int k = 40; k >= 0; k--) {
                sum = 1 + 2 * x * x / (2 * k + 3) * sum;
            }
            return 0.5 * (StrictMath.exp(x * x) - 2 / Math.sqrt(Math.PI) * x * sum);
        }
        double h = 0.5;
        double sum = 1 / (x * x);
        for (int k = 1; k <= 20; k++) {
            sum += 2 * StrictMath.exp(-h * h * k * k) / (h * h * k * k + x * x);
        }
        return 0.5 * (h * x / Math.PI * sum
                + 2 * StrictMath.exp(x * x - Math.PI * 2 * x / h) / (StrictMath.exp(-Math.PI * 2 * x / h) - 1));
    }
}
