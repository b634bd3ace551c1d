package dev.lanewise.bench.peer;

import dev.lanewise.bench.model.Layer;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML, the single-threaded operations on dense row-major matrices of floats, over the arrays as they are. */
final class Ejml extends ProductPeer {
    @Override
    public String name() {
        return Peers.EJML;
    }

    @Override
    public String description() {
        return "EJML " + Versions.of("ejml");
    }

    @Override
    Runnable product(int rows, Layer layer, float[] x, float[] z) {
        FMatrixRMaj in = FMatrixRMaj.wrap(rows, layer.inputs(), x);
        FMatrixRMaj weights = FMatrixRMaj.wrap(layer.inputs(), layer.units(), layer.weights());
        FMatrixRMaj out = FMatrixRMaj.wrap(rows, layer.units(), z);
        return () -> CommonOps_FDRM.multAdd(in, weights, out);
    }
}
