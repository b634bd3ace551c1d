package dev.lanewise.bench.peer;

import dev.lanewise.bench.model.Layer;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * netlib's VectorBLAS: BLAS in Java on the Vector API, over arrays; column-major, so that it is given the transposes.
 */
final class VectorBlas extends ProductPeer {
    @Override
    public String name() {
        return Peers.VECTOR_BLAS;
    }

    @Override
    public String description() {
        return JavaBLAS.getInstance().getClass().getSimpleName() + " of netlib " + Versions.of("vectorblas");
    }

    @Override
    Runnable product(int rows, Layer layer, float[] x, float[] z) {
        BLAS blas = JavaBLAS.getInstance();
        if (!blas.getClass().getSimpleName().equals("VectorBLAS")) {
            throw new IllegalStateException("netlib chose " + blas.getClass().getName() + " instead of VectorBLAS");
        }
        int inputs = layer.inputs();
        int units = layer.units();
        float[] weights = layer.weights();
        if (rows == 1) {
            return () -> blas.sgemv("N", units, inputs, 1f, weights, units, x, 1, 1f, z, 1);
        }
        if (units == 1) {
            return () -> blas.sgemv("T", inputs, rows, 1f, x, inputs, weights, 1, 1f, z, 1);
        }
        return () -> blas.sgemm("N", "N", units, rows, inputs, 1f, weights, units, x, inputs, 1f, z, units);
    }
}
