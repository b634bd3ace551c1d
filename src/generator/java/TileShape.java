/**
 * The sums of a tile.
 *
 * @param rows of x and out
 * @param panel vectors of units of the first panel
 * @param second vectors of a second panel read beside it; 0 for none
 * @param chains of each sum
 * @param step inputs per turn of the loop
 * @param every how far apart the inputs are that the tile sums: 1, or as many as the layer has chains, of which it then sums one
 */
record TileShape(int rows, int panel, int second, int chains, int step, int every) {
    TileShape(int rows, int panel, int second, int chains) {
        this(rows, panel, second, chains, chains, 1);
    }

    static TileShape oneOfSeveralChains(int rows, int vectors, int of) {
        return new TileShape(rows, vectors, 0, 1, 1, of);
    }

    boolean isOneOfSeveralChains() {
        return every > 1;
    }

    String method() {
        if (isOneOfSeveralChains()) {
            return "r" + rows + "v" + panel + "of" + every;
        }
        return "r" + rows + "v" + panel + (second == 0 ? "" : "and" + second) + "c" + chains
                + (step > chains ? "u" + step : "");
    }

    int vectors() {
        return panel + second;
    }

    /**
     * The form for many inputs of one row or two, whose turns are short: 256×256 streams 104 GB/s from the L2 cache one input
     * at a time and 142 by two (Zen 5), and two rows of 1024-4096-1024, from memory, take 0.52 times as long by two inputs as
     * by one (Zen 4; by four 0.66). With fewer than 192 inputs one row gains nothing by it, two rows 4 %. In two chains it is
     * for pairs of narrow panels, whose turns C2 else unrolls eight times and puts in an order that keeps two sums busy:
     * 1×256×64 takes 0.70 times as long by four inputs (Zen 5).
     */
    TileShape unrolled() {
        return new TileShape(rows, panel, second, chains, Math.max(2 * chains, 16 / vectors() / rows), 1);
    }

    /** Not three vectors and two in one chain: five vectors are one chain only of one to three inputs. */
    boolean hasUnrolled() {
        return !isOneOfSeveralChains() && step == chains && (chains == 1
                ? rows <= 2 && !(panel == 3 && second == 2)
                : chains == 2 && second > 0 && vectors() == 4);
    }

    String sum(int row, int vector, int chain) {
        return "s" + row + "_" + vector + "_" + chain;
    }
}
