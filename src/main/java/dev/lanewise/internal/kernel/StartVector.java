package dev.lanewise.internal.kernel;

/** What sums start from: the biases, or zeros. */
final class StartVector {
    private static final int LANES = VectorWidth.LANES;

    /** In place of a null bias: two panels wide, behind a vector that the last one may reach back into. */
    static final float[] ZEROS = new float[9 * LANES];

    private StartVector() {}

    /**
     * In scratch: the biases, then zeros where a layer has fewer units than lanes. One vector at {@code at}; {@code bias} may be
     * null.
     */
    static void put(int units, float[] bias, int bo, float[] scratch, int at) {
        for (int lane = 0; lane < LANES; lane++) {
            scratch[at + lane] = bias == null || lane >= units ? 0f : bias[bo + lane];
        }
    }
}
