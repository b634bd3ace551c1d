package dev.lanewise.io;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX files that a coverage-guided fuzzer comes upon, from random networks in random spellings. */
class OnnxFuzzTest {
    static Stream<Arguments> seeds() {
        return IntStream.range(0, 100).mapToObj(seed -> Arguments.of(new SpelledNetwork(seed).file()));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void anythingGivesANetworkOrARefusal(byte[] file) {
        HostileFiles.readUnmeasured(file, bytes -> Onnx.read(bytes, "fuzzed.onnx"));
    }
}
