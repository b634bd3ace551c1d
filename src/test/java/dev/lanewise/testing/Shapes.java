package dev.lanewise.testing;

import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Sizes of layers: small ones, and those around what the kernels are built from. */
public final class Shapes {
    /** Lanes and tiles of every width, one less and one more; multiples of them; primes. */
    private static final Integer[] BOUNDARIES = IntStream.concat(
                    IntStream.of(4, 8, 16, 32, 48, 64, 80, 128, 144).flatMap(n -> IntStream.of(n - 1, n, n + 1)),
                    IntStream.of(11, 13, 23, 37, 53, 61, 67, 71, 97, 101, 131, 151))
            .boxed()
            .toArray(Integer[]::new);

    private Shapes() {}

    public static int[] boundaries() {
        return IntStream.of(java.util.Arrays.stream(BOUNDARIES).mapToInt(Integer::intValue).toArray()).sorted().toArray();
    }

    public static Arbitrary<Integer> sizes() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 40)), Tuple.of(2, Arbitraries.of(BOUNDARIES)));
    }

    /** Layers with 0..40 rows and any sizes, values, activation and alignment. */
    public static Arbitrary<LayerCase> layers() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 40), sizes(), sizes(), Arbitraries.of(Activations.all()),
                        Arbitraries.of(true, true, true, false), Arbitraries.of(LayerCase.Values.values()),
                        Arbitraries.integers().between(0, 17), Arbitraries.longs())
                .as(LayerCase::new)
                .withoutEdgeCases(); // their combinations alone would use up all tries, and the sizes hold the edges
    }
}
