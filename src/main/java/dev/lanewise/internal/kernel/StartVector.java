package dev.lanewise.internal.kernel;

/** What the sums of a vector of units start from, in scratch: the biases, then zeros where a layer has fewer units than lanes. */
final class StartVector {
    private StartVector() {}

    /** One vector at {@code at}; {@code bias} may be null. */
    static void put(int units, float[] bias, int bo, float[] scratch, int at) {
        for (int lane = 0; lane < VectorWidth.LANES; lane++) {
            scratch[at + lane] = bias == null || lane >= units ? 0f : bias[bo + lane];
        }
    }
}
