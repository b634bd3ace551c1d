package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Ulps;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What every activation of a kind keeps, for any float: half of them of moderate size, half of any bits. */
class ActivationPropertiesTest {
    private static final List<Activation> ODD =
            List.of(Activation.IDENTITY, Activation.TANH, Activation.SOFTSIGN, Activation.HARD_TANH);

    private static final List<Activation> RISING = List.of(
            Activation.RELU, Activation.RELU6, Activation.HARD_TANH, Activation.HARD_SIGMOID, Activation.SIGMOID,
            Activation.LOG_SIGMOID, Activation.TANH, Activation.SOFTPLUS, Activation.softplus(0.3f), Activation.SOFTSIGN,
            Activation.SELU, Activation.elu(0.7f), Activation.celu(1.3f), Activation.EXP, Activation.leakyRelu(0.2f));

    @Provide
    Arbitrary<Float> floats() {
        Arbitrary<Float> any = Arbitraries.integers().map(Float::intBitsToFloat).filter(x -> !Float.isNaN(x));
        return Arbitraries.oneOf(any, Arbitraries.floats().between(-120, 120));
    }

    @Property(tries = 5000)
    void oddOnesAreOddInBits(@ForAll("floats") float x) {
        for (Activation odd : ODD) {
            assertTrue(Bits.same(-odd.apply(x), odd.apply(-x)), odd + " of " + x);
        }
    }

    @Property(tries = 5000)
    void boundedOnesStayInBounds(@ForAll("floats") float x) {
        for (Activation activation : List.of(Activation.SIGMOID, Activation.HARD_SIGMOID)) {
            assertTrue(activation.apply(x) >= 0 && activation.apply(x) <= 1, activation + " of " + x);
        }
        for (Activation activation : List.of(Activation.TANH, Activation.SOFTSIGN, Activation.HARD_TANH)) {
            assertTrue(Math.abs(activation.apply(x)) <= 1, activation + " of " + x);
        }
        assertTrue(Activation.EXP.apply(x) >= 0 && Activation.SOFTPLUS.apply(x) >= 0 && Activation.LOG_SIGMOID.apply(x) <= 0);
    }

    @Property(tries = 5000)
    void monotoneOnesNeverStepBackByMoreThanAnUlp(@ForAll("floats") float x) {
        float next = Math.nextUp(x);
        for (Activation rising : RISING) {
            double fall = (double) rising.apply(x) - rising.apply(next);
            assertTrue(!(fall > Ulps.ofFloatAt(rising.apply(next))), rising + " falls by " + fall + " after " + x);
        }
    }

    @Provide
    Arbitrary<float[]> finiteRows() {
        Arbitrary<Float> any = Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite);
        Arbitrary<Float> huge = Arbitraries.of(Float.MAX_VALUE, -Float.MAX_VALUE, 0f, -0f, Float.MIN_VALUE);
        return Arbitraries.oneOf(any, huge).array(float[].class).ofMinSize(1).ofMaxSize(40);
    }

    /** Differences of such elements overflow, and sums of their exponentials would; no result does, and shares add up to 1. */
    @Property(tries = 2000)
    void noFiniteRowOverflows(@ForAll("finiteRows") float[] row) {
        for (Activation activation : List.of(Activation.SOFTMAX, Activation.softmax(0x1p-32f), Activation.softmax(0x1p32f))) {
            for (Backend backend : new Backend[] {Backend.LOOP, Backend.best()}) {
                float[] z = new float[row.length];
                activation.apply(backend, 1, row.length, row, 0, z, 0);
                double sum = 0;
                for (float share : z) {
                    assertTrue(share >= 0 && share <= 1, backend + " " + activation + " has " + share);
                    sum += share;
                }
                assertTrue(Math.abs(sum - 1) <= (row.length + 4) * 0x1p-24, backend + " " + activation + " adds up to " + sum);
            }
        }
        float[] z = new float[row.length];
        Activation.LOG_SOFTMAX.apply(Backend.best(), 1, row.length, row, 0, z, 0);
        for (float log : z) {
            assertTrue(log <= 0, Activation.LOG_SOFTMAX + " has " + log); // −∞ where the difference is beyond the floats
        }
    }
}
