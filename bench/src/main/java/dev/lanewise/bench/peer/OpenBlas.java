package dev.lanewise.bench.peer;

import dev.lanewise.bench.model.Layer;
import java.lang.foreign.MemorySegment;

/**
 * OpenBLAS from the JavaCPP artifact: sgemm, or sgemv for one row. Called by way of {@link OpenBlasFunctions},
 * straight on the heap's arrays: nothing is copied, and the crossing costs some nanoseconds, where JavaCPP's own
 * interface would copy arrays or demand that all data lives outside the heap.
 */
final class OpenBlas extends ProductPeer {
    private String description = "OpenBLAS " + Versions.of("openblas");

    @Override
    public String name() {
        return Peers.OPENBLAS;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    Runnable product(int rows, Layer layer, float[] x, float[] z) {
        description = OpenBlasFunctions.configuration() + ", core " + OpenBlasFunctions.core() + " ("
                + Versions.of("openblas") + "), " + OpenBlasFunctions.threads() + " thread";
        int inputs = layer.inputs();
        int units = layer.units();
        MemorySegment in = MemorySegment.ofArray(x);
        MemorySegment weights = MemorySegment.ofArray(layer.weights());
        MemorySegment out = MemorySegment.ofArray(z);
        if (rows == 1) {
            return () -> OpenBlasFunctions.addVectorProduct(inputs, units, in, weights, out);
        }
        return () -> OpenBlasFunctions.addProduct(rows, inputs, units, in, weights, out);
    }
}
