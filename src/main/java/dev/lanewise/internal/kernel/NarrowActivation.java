package dev.lanewise.internal.kernel;

/** Activations of rows narrower than a vector, and of fewer floats than one. */
final class NarrowActivation {
    private static final int LANES = VectorWidth.LANES;

    /** From so many floats on a curve over a whole vector of them is faster than one by one. */
    private static final int LEAST_FLOATS_FOR_VECTOR = 4;

    private NarrowActivation() {}

    /** In place over rows that lie side by side. */
    static void rows(ActivationOp op, int rows, int units, float[] out, int oo, float[] scratch) {
        int n = rows * units;
        if (op.isRowwise()) {
            NarrowSoftmax.rows(op, rows, units, out, oo, scratch);
        } else if (op.isPerUnit()) {
            NarrowPrelu.rows(op.slopes(), rows, units, out, oo, out, oo, scratch);
        } else if (n >= LANES) {
            ElementwiseVectors.apply(op, 0, n, out, oo, out, oo);
        } else if (isWorthAVector(op, n)) {
            inOneVector(op, n, out, oo, out, oo, scratch);
        } else {
            LoopKernels.activateElements(op, 0, n, out, oo, out, oo);
        }
    }

    /** Of fewer elements than lanes. */
    static boolean isWorthAVector(ActivationOp op, int n) {
        return !op.isFused() && n >= LEAST_FLOATS_FOR_VECTOR;
    }

    /** A curve over fewer elements than lanes; what else is in the scratch is computed too, and not looked at. */
    static void inOneVector(ActivationOp op, int n, float[] x, int xo, float[] z, int zo, float[] scratch) {
        System.arraycopy(x, xo, scratch, 0, n);
        ElementwiseVectors.apply(op, 0, LANES, scratch, 0, scratch, 0);
        System.arraycopy(scratch, 0, z, zo, n);
    }
}
