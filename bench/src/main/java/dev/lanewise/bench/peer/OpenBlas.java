package dev.lanewise.bench.peer;

import dev.lanewise.bench.model.Layer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * OpenBLAS from the JavaCPP artifact: sgemm, or sgemv for one row or one unit. Called by way of {@link OpenBlasFunctions},
 * straight on the heap's arrays: nothing is copied, and the crossing costs some nanoseconds, where JavaCPP's own
 * interface would copy arrays or demand that all data lives outside the heap. Weights lie where they are, for what is to be
 * compared with the same call over arrays, or are copied once to where a cache line begins, as a server would that keeps
 * them: sgemv reads them in fewer cycles then.
 */
final class OpenBlas extends ProductPeer {
    private static final int CACHE_LINE = 64;

    private final boolean aligned;

    private String description = "OpenBLAS " + Versions.of("openblas");

    OpenBlas(boolean aligned) {
        this.aligned = aligned;
    }

    @Override
    public String name() {
        return aligned ? Peers.OPENBLAS : Peers.OPENBLAS_ARRAYS;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    Runnable product(int rows, Layer layer, float[] x, float[] z) {
        description = OpenBlasFunctions.configuration() + ", core " + OpenBlasFunctions.core() + " ("
                + Versions.of("openblas") + "), " + OpenBlasFunctions.threads() + " thread, weights "
                + (aligned ? "copied to a cache line" : "in the arrays");
        int inputs = layer.inputs();
        int units = layer.units();
        MemorySegment in = MemorySegment.ofArray(x);
        MemorySegment weights = aligned ? aligned(layer.weights()) : MemorySegment.ofArray(layer.weights());
        MemorySegment out = MemorySegment.ofArray(z);
        if (rows == 1) {
            return () -> OpenBlasFunctions.addVectorProduct(inputs, units, in, weights, out);
        }
        if (units == 1) {
            return () -> OpenBlasFunctions.addProductWithVector(rows, inputs, in, weights, out);
        }
        return () -> OpenBlasFunctions.addProduct(rows, inputs, units, in, weights, out);
    }

    private static MemorySegment aligned(float[] weights) {
        MemorySegment copy = Arena.ofAuto().allocate((long) Float.BYTES * weights.length, CACHE_LINE);
        MemorySegment.copy(weights, 0, copy, ValueLayout.JAVA_FLOAT, 0, weights.length);
        return copy;
    }
}
