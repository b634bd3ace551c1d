package dev.lanewise.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ShareTest {
    /** By Markstein's theorem, for a reciprocal that is rounded right. */
    @Test
    void isTheQuotientRoundedOnce() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000_000; i++) {
            float sum = (1 + random.nextFloat()) * (1 << random.nextInt(20)) * 0x1p64f;
            float element = random.nextFloat() * 0x1p64f;
            float share = ScalarActivations.share(element, sum, 1 / sum);
            assertEquals(element / sum, share, element + " of " + sum);
        }
    }

    @Test
    void isWithinAnUlpOfTheQuotientWhereThatIsSubnormal() {
        Random random = new Random(8);
        for (int i = 0; i < 1_000_000; i++) {
            float sum = (1 + random.nextFloat()) * (1 << random.nextInt(20)) * 0x1p64f;
            float element = random.nextFloat() * 0x1p-64f;
            float share = ScalarActivations.share(element, sum, 1 / sum);
            assertEquals(element / sum, share, Float.MIN_VALUE, element + " of " + sum);
        }
    }
}
