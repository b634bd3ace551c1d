package dev.lanewise.internal.kernel;

/** How large a tile of sums may be, so that C2 keeps it in registers, and how rows are cut into tiles. */
final class RegisterTile {
    static final boolean HAS_32_REGISTERS = Machine.VECTOR_REGISTERS >= 32;

    /**
     * Sums per tile; the other registers hold the weights of one input and a broadcast input. With 24 of 32 registers 96 % of
     * the FMA peak are reached at 240×768×768, with 16 92 %; over the caller's weights 182 GFLOP/s at 240×256×256 against 143
     * (Zen 5).
     */
    private static final int SUMS = HAS_32_REGISTERS ? 24 : 12;

    private static final int MOST_ROWS = 8;

    /** Of one chain, over packed weights, where a batch is more than one tile. */
    private static final int MOST_ROWS_OF_BATCH = 6;

    /** 48 KiB, the L1 cache of a Zen 5 and of a Xeon. */
    private static final int MOST_FLOATS_OF_PANEL = 12 * 1024;

    /** More would make methods that C1 refuses. */
    private static final int MOST_INPUTS_BY_ROW = 16;

    /** Rows by two vectors in one chain, over packed weights. */
    private static final int TALLEST_OF_16_REGISTERS = 4;

    /** For each vector of the panel. */
    private static final int LEAST_ROWS_BY_ROW = 4;

    private RegisterTile() {}

    /**
     * Vectors of units per tile, and per packed panel at most. More sums than broadcasts, so that loads do not outweigh FMAs;
     * with four chains a fourth vector would leave room for one row.
     */
    static int vectors(int chains) {
        return HAS_32_REGISTERS ? (chains == 4 ? 3 : 4) : 2;
    }

    /**
     * Vectors of units per packed panel: two where a wider one of several chains would not leave the nearest cache room for
     * anything else. Five rows by two vectors, or in four chains three, read their weights less often than three by three, or
     * two: 64×256×96 takes 0.82 times as long, 64×512×96 0.74, 64×256×112 0.95, 64×300×48 0.77, 64×256×48 0.91, but 64×192×48
     * would take 1.13, 64×128×64 1.02. One row of 256×96 takes 1.15 times as long, for its last panel is alone, of 256×48 0.84
     * (Zen 5).
     */
    static int packedVectors(int inputs, int chains) {
        int most = vectors(chains);
        boolean isDeep = (long) inputs * most * VectorWidth.LANES >= MOST_FLOATS_OF_PANEL;
        return HAS_32_REGISTERS && chains > 1 && isDeep ? 2 : most;
    }

    /**
     * Vectors of units per tile, for so many rows: fewer than above where all rows then go in one tile of one chain, which
     * reads the weights once: 8×256×256 and 8×1024×1024 then take 0.78 times as long (Zen 5).
     */
    static int vectors(int rows, int chains) {
        int most = vectors(chains);
        return HAS_32_REGISTERS && chains == 1 && rows > rows(most, 1) && rows <= rows(most - 1, 1) ? most - 1 : most;
    }

    /** Rows per tile at most, over the caller's weights. */
    static int rows(int vectors, int chains) {
        return Math.clamp(SUMS / (vectors * chains), 1, MOST_ROWS);
    }

    /**
     * Rows per tile at most, over packed weights. There a turn is one block without a branch, and C2 loads what the turn
     * broadcasts before its first FMA: sums, a broadcast for each row and chain, and two weights at a time have to fit the
     * registers, or sums are spilled at every turn. With one more row 64×256×80 takes 1.7 times as long, and with six rows
     * instead of four 64×256×256 1.27 times on 16 registers (Xeon, AVX-512 and AVX2).
     *
     * <p>A row less where C2 spills one of 24 sums all the same, of two chains by four vectors and of four by one. By three
     * rows 64×64×64 takes 1.04 times as long as by two in some virtual machines, 1.25 times in others, and 2.6 times in others
     * still, from first to last and by the same machine code (Zen 5). Called from one frame deeper none of three took 2.6
     * times as long, so what counts is probably where on the stack the spilled sum lies.
     */
    private static int packedRows(int vectors, int chains) {
        int most = rows(vectors, chains);
        if (HAS_32_REGISTERS && (chains == 2 && vectors == 4 || chains == 4 && vectors == 1)) {
            return most - 1;
        }
        return chains > 2 ? most : Math.clamp((Machine.VECTOR_REGISTERS - 2) / (chains * (vectors + 1)), 1, most);
    }

    /**
     * The same for a batch: of one chain six rows, but where all go in one tile. Taller tiles spilled: three vectors by eight
     * rows took 1.3 times as long per row as by six at 256×144; but seven rows in one tile take 0.79 times as long as in two
     * (Xeon).
     */
    static int packedRows(int rows, int vectors, int chains) {
        int most = packedRows(vectors, chains);
        return chains == 1 && rows > most ? Math.min(most, MOST_ROWS_OF_BATCH) : most;
    }

    /**
     * Whether the rows of a panel go one by one, without a loop over inputs. {@code FewInputsTiles} has panels of one to three
     * vectors in as many chains as the inputs allow, up to four, and panels of four in one and two; others, such as 10×80 makes
     * at 512 bits, go by tiles. With four rows for each vector and more it takes 0.3 to 1.04 times as long (Zen 4): 252×4×32
     * 0.42, 252×10×16 0.59, 256×16×64 0.78, 256×13×512 0.94, 16×13×512 1.04; 4×13×512 would take 1.2.
     */
    static boolean isByRow(int rows, int inputs, int vectors, int chains) {
        int most = Integer.highestOneBit(inputs / 2);
        return inputs >= 2 && inputs <= MOST_INPUTS_BY_ROW && rows >= LEAST_ROWS_BY_ROW * vectors
                && (vectors < 4 ? chains == Math.min(most, 4) : chains <= Math.min(most, 2));
    }

    /**
     * How many rows, the last ones, read two panels at once: a single row, two of one chain, and with 16 registers one that is
     * left over from tiles of four. With 32 registers two rows of 256×256 take 0.77 times as long by it, of 300×400 0.71, of
     * 64×128 0.88, of 1024×4096 0.91, of 784×512 1.04 (Zen 5); with 16 registers 5×256×256 0.72, 5×1024×1024 0.80, but two rows
     * would take 1.1 to 1.36 times as long, 0.88 at 64×128 (AVX2).
     */
    static int rowsByPair(int rows, int chains) {
        if (HAS_32_REGISTERS && chains == 1 && rows == 2) {
            return 2;
        }
        return rows == 1 && chains <= 2 || !HAS_32_REGISTERS && chains == 1 && rows % TALLEST_OF_16_REGISTERS == 1 ? 1 : 0;
    }

    /**
     * Whether rows go by the tallest tile alone: with 16 registers two and three rows by two vectors have too few sums for
     * the latency of an FMA, and three spill, for C2 unrolls their loop. 6×256×256 takes 0.85 times as long by twice four as
     * by three and three, 7×256×256 0.94 (AVX2).
     */
    static boolean isOnlyTallest(int rows, int most, int vectors, int chains) {
        return !HAS_32_REGISTERS && chains == 1 && vectors == 2 && rows > most;
    }

    /**
     * The next part of what is left to be cut, of rows first of all: with {@code most} 6, 7 are cut in 4 and 3, not in 6 and 1,
     * for a tile of one row reads as many weights as one of six.
     */
    static int evenPart(int left, int most) {
        if (left <= most) {
            return left;
        }
        int parts = (left - 1) / most + 1;
        return (left - 1) / parts + 1;
    }
}
