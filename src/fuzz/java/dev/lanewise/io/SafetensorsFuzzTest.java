package dev.lanewise.io;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Safetensors files that a coverage-guided fuzzer comes upon, from two that are good. */
class SafetensorsFuzzTest {
    static Stream<Arguments> seeds() {
        return Stream.of(Arguments.of(Samples.shipped(Samples.DIABETES)), Arguments.of(HostileFilesTest.halves()));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void anythingGivesANetworkOrARefusal(byte[] file) {
        HostileFiles.readUnmeasured(file, Samples::read);
        HostileFiles.readUnmeasured(file, Samples::readSized);
    }
}
