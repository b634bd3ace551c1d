package dev.lanewise.bench.grid;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts one virtual machine per cell and repetition, each with nothing left from the one before. */
final class Launcher {
    /** Of this many times what a fork should take, and of so many seconds, the longer: a virtual machine that hangs is ended. */
    private static final int TIMES_EXPECTED = 3;

    private static final long LEAST_LIMIT_SECONDS = 300;

    private final String size;
    private final Path folder;
    private final Path log;

    Launcher(String size, Path folder, Path log) {
        this.size = size;
        this.folder = folder;
        this.log = log;
    }

    ForkResult run(Cell cell, int fork) throws IOException, InterruptedException, FailedFork {
        Path result = Files.createTempFile(folder, "fork", ".json");
        try {
            Process process = builder(cell, fork, result).start();
            long expected = (long) Effort.of(size, cell).seconds(cell, fork);
            boolean ended =
                    process.waitFor(Math.max(LEAST_LIMIT_SECONDS, TIMES_EXPECTED * expected), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            if (!ended || process.exitValue() != 0) {
                throw new FailedFork(cell.id() + (ended ? " failed" : " took too long") + "; see " + log);
            }
            return ResultsFile.readResult(result);
        } finally {
            Files.deleteIfExists(result);
        }
    }

    private ProcessBuilder builder(Cell cell, int fork, Path result) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("javacpp").toAbsolutePath(),
                "-cp", System.getProperty("java.class.path")));
        if (cell.bits() > 0) {
            command.add("-Dlanewise.vector.bits=" + cell.bits());
        }
        command.addAll(Effort.of(size, cell).properties());
        command.addAll(List.of(Fork.class.getName(), cell.id(), Integer.toString(fork), size, result.toString()));
        File output = log.toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
        oneThread(builder.environment());
        return builder;
    }

    /** Nothing of what this machine presets for native libraries, and one thread for each of them. */
    private static void oneThread(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("OPENBLAS_") || name.startsWith("OMP_")
                || name.startsWith("GOTO_") || name.startsWith("DNNL_") || name.startsWith("ONEDNN_")
                || name.startsWith("KMP_") || name.startsWith("MKL_"));
        environment.put("OMP_NUM_THREADS", "1");
        environment.put("OPENBLAS_NUM_THREADS", "1");
    }
}
