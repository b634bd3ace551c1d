package dev.lanewise.internal.kernel;

/** How large a tile of sums may be, so that C2 keeps it in registers, and how rows are cut into tiles. */
final class RegisterTile {
    private static final boolean HAS_32_REGISTERS = Machine.VECTOR_REGISTERS >= 32;

    /** Sums per tile; the other registers hold the weights of one input, a broadcast input, and what C2 needs. */
    private static final int PACKED_SUMS = HAS_32_REGISTERS ? 24 : 12;

    private static final int UNPACKED_SUMS = HAS_32_REGISTERS ? 16 : 8;

    private static final int MOST_PACKED_ROWS = 8;
    private static final int MOST_UNPACKED_ROWS = 4;

    private RegisterTile() {}

    /**
     * Vectors per panel. One register each; more sums than broadcasts, so that loads do not outweigh FMAs. With four
     * chains the fourth vector would leave room for one row.
     */
    static int packedVectors(int chains) {
        return HAS_32_REGISTERS ? (chains == 4 ? 3 : 4) : 2;
    }

    static int packedRows(int vectors, int chains) {
        return Math.clamp(PACKED_SUMS / (vectors * chains), 1, MOST_PACKED_ROWS);
    }

    static int unpackedVectors(int chains) {
        return Math.clamp(UNPACKED_SUMS / chains, 1, HAS_32_REGISTERS ? 4 : 2);
    }

    static int unpackedRows(int vectors, int chains) {
        return Math.clamp(UNPACKED_SUMS / (vectors * chains), 1, MOST_UNPACKED_ROWS);
    }

    /**
     * Rows of the next tile: with {@code most} 6, 7 rows are cut in 4 and 3, not in 6 and 1, for a tile of one row reads
     * as many weights as one of six.
     */
    static int next(int rowsLeft, int most) {
        if (rowsLeft <= most) {
            return rowsLeft;
        }
        int tiles = (rowsLeft - 1) / most + 1;
        return (rowsLeft - 1) / tiles + 1;
    }
}
