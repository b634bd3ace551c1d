package dev.lanewise.io;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanewise.Activation;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NumPy archives that a coverage-guided fuzzer comes upon, from four that NumPy wrote. */
class NpzFuzzTest {
    static Stream<Arguments> seeds() {
        return Stream.of("stored", "deflated", "stored-streamed", "deflated-streamed")
                .map(kind -> Arguments.of(NpzReadTest.resource("numpy-" + kind + ".npz")));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void anythingGivesANetworkOrARefusal(byte[] file) {
        HostileFiles.readUnmeasured(file, bytes -> Npz.read(bytes, "fuzzed.npz", Activation.RELU, Activation.SOFTMAX));
    }
}
