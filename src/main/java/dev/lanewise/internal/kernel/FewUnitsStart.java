package dev.lanewise.internal.kernel;

/** What the sums of a layer of fewer units than lanes start from, as one vector in scratch: the biases, then zeros. */
final class FewUnitsStart {
    private FewUnitsStart() {}

    /** One vector at {@code at}; {@code bias} may be null. */
    static void put(int units, float[] bias, int bo, float[] scratch, int at) {
        for (int lane = 0; lane < VectorWidth.LANES; lane++) {
            scratch[at + lane] = bias == null || lane >= units ? 0f : bias[bo + lane];
        }
    }
}
