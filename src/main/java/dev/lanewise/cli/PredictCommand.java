package dev.lanewise.cli;

import dev.lanewise.Backend;
import dev.lanewise.Evaluator;
import dev.lanewise.EvaluatorOptions;
import dev.lanewise.Network;
import dev.lanewise.cli.rows.CsvSink;
import dev.lanewise.cli.rows.NpySink;
import dev.lanewise.cli.rows.RowSink;
import dev.lanewise.cli.rows.RowSource;
import dev.lanewise.internal.file.AtomicFile;
import dev.lanewise.internal.format.ArrayLimit;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The outputs of a network for the rows of a file, batch by batch, so that memory does not grow with the file. A result file
 * appears when it is whole; on the standard output come the rows as they are done.
 */
@Command(
        name = "predict",
        description = "Computes the outputs of a network for every row of a file, however large. The bits are those of any "
                + "other batch size, thread count and backend.")
final class PredictCommand implements Callable<Integer> {
    /** From so many rows on a row costs no less (the tables of the README), and a thread has some 50 µs of work. */
    private static final int ROWS_PER_THREAD = 256;

    /** Of the default batch, in floats: 4 MiB in, or out. */
    private static final int BATCH_FLOATS = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "A model file.")
    private Path file;

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            description = "Rows of inputs: CSV, or a NumPy array of two dimensions of '<f4' or '<f8'.")
    private Path data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            defaultValue = "-",
            description = "Where to write; the name ends in .csv or .npy. Default: -, the standard output, as CSV. CSV "
                    + "begins with a line of names if DATA does, and its numbers read back as the same floats.")
    private Path output;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Rows per call. Default: " + ROWS_PER_THREAD + " per thread, fewer where rows are very long.")
    private Integer batch;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that share a batch where there is something to gain; for small networks most of the time "
                    + "is reading. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "loop or vector. Default: vector where it is available.")
    private Backend backend;

    @Mixin
    private DataOptions rows;

    @Mixin
    private ModelOptions model;

    @Override
    public Integer call() throws IOException {
        boolean toStandardOutput = output.toString().equals("-");
        String format = toStandardOutput ? "csv" : OutputFile.ending(spec, output, List.of("csv", "npy"));
        OutputFile.checkNotInput(spec, output, data, file);
        atLeastOne("--threads", threads);
        atLeastOne("--batch", batch == null ? 1 : batch);
        Network network = model.read(file);
        int batchRows = batch == null ? defaultBatch(network) : batch;
        long floats = (long) batchRows * Math.max(network.inputs(), network.outputs());
        if (floats > ArrayLimit.LONGEST) {
            throw new ParameterException(spec.commandLine(), "--batch " + batchRows + ": " + floats
                    + " floats are more than one array holds; use fewer rows");
        }
        predict(network, batchRows, toStandardOutput, format);
        return 0;
    }

    private void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " " + value + " must be at least 1");
        }
    }

    private int defaultBatch(Network network) {
        long most = BATCH_FLOATS / Math.max(network.inputs(), network.outputs());
        return (int) Math.clamp(most, 1, (long) ROWS_PER_THREAD * threads);
    }

    private void predict(Network network, int batchRows, boolean toStandardOutput, String format) throws IOException {
        EvaluatorOptions options = EvaluatorOptions.defaults().withThreads(threads);
        PrintWriter err = spec.commandLine().getErr();
        try (RowSource source = rows.open(data, network);
                Evaluator evaluator = network.evaluator(backend == null ? options : options.withBackend(backend))) {
            PrintWriter terminal = !toStandardOutput && Progress.isWatched() ? err : null;
            Prediction prediction = new Prediction(network, source, evaluator, batchRows);
            try (Progress progress = new Progress(terminal, Files.size(data))) {
                if (toStandardOutput) {
                    prediction.run(csv(StandardOutput.of(spec.commandLine().getOut()), network, source), progress);
                } else {
                    AtomicFile.write(output, channel -> prediction.run(format.equals("npy")
                            ? new NpySink(channel, network.outputs())
                            : csv(new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8)), network, source),
                            progress));
                }
            }
            Backend ran = evaluator.backend();
            err.printf(Locale.ROOT, "%,d rows%s, backend %s: %s%n", prediction.rows(),
                    source.hasHeader() ? " below a header" : "", ran.name().toLowerCase(Locale.ROOT), ran.description());
        }
    }

    private static RowSink csv(Writer out, Network network, RowSource source) throws IOException {
        return new CsvSink(out, network.outputs(), source.hasHeader());
    }
}
