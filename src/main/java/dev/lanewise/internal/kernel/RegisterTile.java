package dev.lanewise.internal.kernel;

/** How large a tile of sums may be, so that C2 keeps it in registers, and how rows are cut into tiles. */
final class RegisterTile {
    static final boolean HAS_32_REGISTERS = Machine.VECTOR_REGISTERS >= 32;

    /**
     * Sums per tile; the other registers hold the weights of one input and a broadcast input. Of 32 registers, 24 sums,
     * 4 weights and a broadcast take 29, and C2 spills none: 96 % of the FMA peak at 240×768×768, where 16 sums reach 92 %;
     * over the caller's weights 182 GFLOP/s at 240×256×256 against 143 (Zen 5).
     */
    private static final int SUMS = HAS_32_REGISTERS ? 24 : 12;

    private static final int MOST_ROWS = 8;

    private RegisterTile() {}

    /**
     * Vectors of units per tile, and so per packed panel. More sums than broadcasts, so that loads do not outweigh FMAs;
     * with four chains a fourth vector would leave room for one row.
     */
    static int vectors(int chains) {
        return HAS_32_REGISTERS ? (chains == 4 ? 3 : 4) : 2;
    }

    /**
     * Vectors of units per tile, for so many rows: fewer than above where all rows then go in one tile of one chain, which
     * reads the weights once: 8×256×256 and 8×1024×1024 then take 0.78 times as long (Zen 5).
     */
    static int vectors(int rows, int chains) {
        int most = vectors(chains);
        return HAS_32_REGISTERS && chains == 1 && rows > rows(most, 1) && rows <= rows(most - 1, 1) ? most - 1 : most;
    }

    /** Rows per tile at most. */
    static int rows(int vectors, int chains) {
        return Math.clamp(SUMS / (vectors * chains), 1, MOST_ROWS);
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
