package dev.lanewise.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The coefficients are those that the program in the tree derives, digit by digit, with the errors it states; the other
 * constants have what is said where they stand, in double.
 */
class PolynomialsTest {
    @Test
    void areWhatTheProgramDerives() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("basedir", "."));
        ChildProcess.Result child = ChildProcess.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                root.resolve("src/generator/java/PolynomialFit.java").toString()));
        assertEquals(0, child.code(), child.output());
        List<String> derived = child.output().lines().toList();
        Path kernel = root.resolve("src/main/java/dev/lanewise/internal/kernel");
        String polynomials = Files.readString(kernel.resolve("Polynomials.java"));
        String pieces = Files.readString(kernel.resolve("TanhPieces.java"));
        assertTrue(derived.stream().filter(line -> line.contains("float")).count() > 20, derived.toString());
        int firstPiece = derived.indexOf("// [0.0, 0.05078125], error 2^-37.1");
        assertEquals(16 * 3, derived.size() - firstPiece, derived.toString());
        for (String line : derived.subList(0, firstPiece)) {
            assertTrue(polynomials.contains(line), "Polynomials.java does not have: " + line);
        }
        List<String> lines = pieces.lines().map(String::strip).toList();
        int at = lines.indexOf(derived.get(firstPiece));
        assertEquals(derived.subList(firstPiece, derived.size()), lines.subList(at, at + 16 * 3), "TanhPieces.java");
    }

    @Test
    void logarithmsOfTwo() {
        double ln2 = StrictMath.log(2);
        assertEquals((float) (1 / ln2), Polynomials.LOG2_E);
        assertEquals((float) (ln2 - Polynomials.LN2_HIGH), Polynomials.LN2_LOW);
        assertEquals(0, Float.floatToIntBits(Polynomials.LN2_HIGH) & (1 << 24 - 15) - 1, "bits beyond the fifteenth");
        assertTrue(Math.abs((Polynomials.LN2_HIGH + (double) Polynomials.LN2_LOW) / ln2 - 1) < 0x1p-43);
        assertEquals((float) (StrictMath.log(1.5) / ln2 - 0.5), Polynomials.ROUND_SHIFT);
        assertEquals(Polynomials.SQRT_HALF_BITS, Float.floatToIntBits((float) Math.sqrt(0.5)));
    }

    /** Beyond them a curve is its limit, to less than the half ulp that a float can tell. */
    @Test
    void ceilingsAndFloors() {
        double halfLeast = 0x1p-150;
        assertTrue(-Polynomials.EXP_FLOOR * StrictMath.exp(Polynomials.EXP_FLOOR) < halfLeast / 2);
        assertTrue(0x1.1p39 * StrictMath.exp(Polynomials.SCALED_FLOOR) < 0x1p-150);
        assertTrue(StrictMath.exp(Polynomials.EXP_UNDERFLOW) < halfLeast);
        assertTrue(StrictMath.exp(Polynomials.EXP_OVERFLOW) > Float.MAX_VALUE);
        assertTrue(StrictMath.exp(Polynomials.EXPM1_FLOOR) < 0x1p-43);
        assertTrue(StrictMath.exp(-Polynomials.LOGISTIC_CEILING) < 0x1p-43);
        assertTrue(2 / (StrictMath.exp(2 * Polynomials.TANH_CEILING) + 1) < StrictMath.pow(2, -24.9));
        assertEquals(Float.floatToIntBits(0x1.2p-5f), TanhPieces.TANH_FLOOR_BITS);
        int bits = Float.floatToIntBits(Polynomials.TANH_CEILING) - TanhPieces.TANH_FLOOR_BITS;
        assertEquals(16 << 22, bits, "pieces up to there");
        double w = StrictMath.exp(Polynomials.MISH_CEILING);
        assertTrue(2 / (w * (w + 2) + 2) < 0x1p-25);
        assertTrue(-Polynomials.GELU_TANH_FLOOR * StrictMath.exp(-twiceU(-Polynomials.GELU_TANH_FLOOR)) < halfLeast);
        assertTrue(StrictMath.exp(-twiceU(Polynomials.GELU_TANH_CEILING)) < 0x1p-36);
        double a = Polynomials.GELU_CEILING;
        assertTrue(StrictMath.exp(-a * a / 2) < halfLeast, "a Φ(−a) is less than e^(−a²/2)"); // Mills: a Φ(−a) < φ(a)
        assertEquals(1f, (float) (Polynomials.TWO_32 / (Polynomials.TWO_32 + 1.0)), "softsign of what is greater");
    }

    private static double twiceU(double x) {
        return Math.sqrt(8 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    /** Constants in two floats, which hold them to the rounding of the second: 2^−44 and less. */
    @Test
    void productsInTwoFloats() {
        double linear = -Math.sqrt(8 / Math.PI);
        assertEquals(linear, Polynomials.GELU_TANH_LINEAR + (double) Polynomials.GELU_TANH_LINEAR_LOW, 0x1p-33);
        assertEquals(0, Float.floatToIntBits(Polynomials.GELU_TANH_LINEAR) & (1 << 24 - 7) - 1, "bits beyond the seventh");
        assertEquals(0.044715 * linear, Polynomials.GELU_TANH_CUBIC + (double) Polynomials.GELU_TANH_CUBIC_LOW, 0x1p-52);
        double scale = (double) Polynomials.SELU_GAMMA * Polynomials.SELU_ALPHA;
        assertEquals(scale, Polynomials.SELU_SCALE + (double) Polynomials.SELU_SCALE_LOW, 0x1p-49);
    }

    @Test
    void theSlopeOfTheNormalTailIsNearEnough() {
        float[] g = {
            Polynomials.G0, Polynomials.G1, Polynomials.G2, Polynomials.G3, Polynomials.G4, Polynomials.G5, Polynomials.G6,
            Polynomials.G7, Polynomials.G8, Polynomials.G9
        };
        for (int i = -1024; i <= 512; i++) {
            double q = i / 1024.0;
            double value = 0;
            double slope = 0;
            for (int k = g.length - 1; k >= 0; k--) {
                slope = slope * q + value;
                value = value * q + g[k];
            }
            double used = Polynomials.G_SLOPE0 + q * (Polynomials.G_SLOPE1 + q * Polynomials.G_SLOPE2);
            assertTrue(Math.abs(used - slope) < 0.18 * value, "at " + q + " " + used + " for " + slope);
        }
    }
}
