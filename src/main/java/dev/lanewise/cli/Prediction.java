package dev.lanewise.cli;

import dev.lanewise.Evaluator;
import dev.lanewise.Network;
import dev.lanewise.cli.rows.RowSink;
import dev.lanewise.cli.rows.RowSource;
import java.io.IOException;

/** Rows from a source through a network to a sink, a batch at a time; the memory is that of one batch. */
final class Prediction {
    private final RowSource source;
    private final Evaluator evaluator;
    private final int batch;
    private final float[] x;
    private final float[] z;
    private long rows;

    /** Allocates for a batch of so many rows, whose inputs fit one array, and whose outputs another. */
    Prediction(Network network, RowSource source, Evaluator evaluator, int batch) {
        this.source = source;
        this.evaluator = evaluator;
        this.batch = batch;
        this.x = new float[batch * network.inputs()];
        this.z = new float[batch * network.outputs()];
    }

    void run(RowSink sink, Progress progress) throws IOException {
        for (int came = source.read(x, batch); came > 0; came = source.read(x, batch)) {
            evaluator.evaluate(came, x, 0, z, 0);
            sink.write(z, came);
            rows += came;
            progress.at(source.position(), rows);
        }
        sink.finish();
    }

    /** Rows done. */
    long rows() {
        return rows;
    }
}
