package dev.lanewise.internal.kernel;

/**
 * How the weights of a layer lie. Which layout a layer gets is the choice of the kernels, by {@link Kernels#layout}; why
 * weights are packed at all is told in {@code dev.lanewise.internal.pack}. What a call asks for is computed once: with a
 * handful of divisions the smallest layer took 72 ns, and 27 without.
 */
public final class WeightLayout {
    /** The layouts. */
    public enum Kind {
        /** As the layer has them: inputs × units. */
        ROW_MAJOR,

        /**
         * Panels of neighbouring units, one after the other: for each input its vectors of units, then those of the next
         * input. Every vector is whole. The last one of a layer holds the last units, some of which the vector before may
         * hold too; a layer narrower than a vector is padded by zeros. Panels differ by one vector at most, wider ones first.
         */
        PANELS,

        /**
         * Panels of a few units, one after the other. First for each unit 16 floats from which its chains start (the bias, then
         * 15 zeros), then for each 16 inputs those of all units of the panel, unit after unit; after the last input −0. Panels
         * differ by one unit at most, wider ones first. For narrow layers, whose 16 chains are the lanes.
         */
        BY_UNIT,

        /**
         * Vectors of 16 floats, each a block of {@link #SIDE} inputs by {@link #SIDE} units, input after input. First for all
         * units those from which the sums start (the biases, then 12 zeros), then for each four inputs those of all units.
         * Units beyond the last are padded by zeros, inputs by −0. For layers of four chains, which are the inputs of a block.
         */
        BLOCKS
    }

    /** Where packed weights start: on a cache line, for a vector of 64 bytes that crosses two costs two reads. */
    public static final int ALIGNMENT = 64;

    /** Inputs, and units, of a block in {@link Kind#BLOCKS}. */
    public static final int SIDE = 4;

    private static final int BLOCK = SIDE * SIDE;

    /** The chains of a unit in {@link Kind#BY_UNIT}. */
    public static final int CHAINS = SummationOrder.LANE_CHAINS;

    private final Kind kind;
    private final int inputs;
    private final int units;
    private final int chains;
    private final int lanes;
    private final int panels;
    private final int widePanels;
    private final int narrowVectors;

    private WeightLayout(Kind kind, int inputs, int units, int lanes, int mostVectors) {
        this.kind = kind;
        this.inputs = inputs;
        this.units = units;
        this.chains = SummationOrder.chains(inputs, units);
        this.lanes = lanes;
        int vectors = kind == Kind.PANELS ? (units - 1) / lanes + 1 : kind == Kind.BY_UNIT ? units : 0;
        this.panels = vectors == 0 ? 0 : (vectors - 1) / mostVectors + 1;
        this.narrowVectors = vectors == 0 ? 0 : vectors / panels;
        this.widePanels = vectors - narrowVectors * panels;
    }

    /** Of a layer that is left as it is. */
    public static WeightLayout rowMajor(int inputs, int units) {
        return new WeightLayout(Kind.ROW_MAJOR, inputs, units, 0, 0);
    }

    /** Of vectors of so many floats, at most {@code mostVectors} of them to a panel. */
    public static WeightLayout panels(int inputs, int units, int lanes, int mostVectors) {
        return new WeightLayout(Kind.PANELS, inputs, units, lanes, mostVectors);
    }

    /** Of units of 16 chains, at most {@code mostUnits} of them to a panel. */
    public static WeightLayout byUnit(int inputs, int units, int mostUnits) {
        return new WeightLayout(Kind.BY_UNIT, inputs, units, 0, mostUnits);
    }

    /** Of blocks of four inputs by four units. */
    public static WeightLayout blocks(int inputs, int units) {
        return new WeightLayout(Kind.BLOCKS, inputs, units, 0, 0);
    }

    /** Which of the layouts. */
    public Kind kind() {
        return kind;
    }

    /** Inputs of the layer. */
    public int inputs() {
        return inputs;
    }

    /** Units of the layer. */
    public int units() {
        return units;
    }

    /** Chains of each sum. */
    int chains() {
        return chains;
    }

    /** Floats per vector; 0 where there are no panels of vectors of units. */
    public int lanes() {
        return lanes;
    }

    /** How many panels there are. */
    public int panels() {
        return panels;
    }

    /** The vectors of a panel; its units in {@link Kind#BY_UNIT}. */
    public int vectors(int panel) {
        return panel < widePanels ? narrowVectors + 1 : narrowVectors;
    }

    /** The vectors of all panels before this one; their units in {@link Kind#BY_UNIT}. */
    public int vectorsBefore(int panel) {
        return narrowVectors * panel + Math.min(panel, widePanels);
    }

    /**
     * Where in {@link Kind#PANELS} the last vector of a panel starts, in units from the first of the panel: before it, where it
     * reaches back.
     */
    public int last(int panel) {
        int whole = (vectors(panel) - 1) * lanes;
        boolean reachesBack = panel == panels - 1 && units >= lanes;
        return reachesBack ? units - lanes - vectorsBefore(panel) * lanes : whole;
    }

    /** Where a panel starts, in floats. */
    public long panelStart(int panel) {
        return vectorsBefore(panel) * (kind == Kind.BY_UNIT ? unitStride(inputs) : (long) lanes * inputs);
    }

    /** What a unit takes in {@link Kind#BY_UNIT}, in floats. */
    static long unitStride(int inputs) {
        return CHAINS + ((long) inputs + CHAINS - 1 & -CHAINS);
    }

    /** Where in a panel of {@link Kind#BY_UNIT} the weights of 16 inputs start, for all its units. In floats. */
    public static long blockStart(int unitsOfPanel, int input) {
        return ((long) input + CHAINS) * unitsOfPanel;
    }

    /** Vectors of units in {@link Kind#BLOCKS}. */
    public int blockVectors() {
        return blockVectors(units);
    }

    static int blockVectors(int units) {
        return (units + SIDE - 1) / SIDE;
    }

    /**
     * Where in {@link Kind#BLOCKS} the weights of four inputs start, for all units; −1 is what their sums start from. In
     * floats.
     */
    public long blocksStart(int group) {
        return blocksStart(units, group);
    }

    static long blocksStart(int units, int group) {
        return (long) (group + 1) * blockVectors(units) * BLOCK;
    }

    /** Where in a group of {@link Kind#BLOCKS} the weight of one of its four inputs to a unit is. */
    public static int blockPlace(int input, int unit) {
        return unit / SIDE * BLOCK + input * SIDE + unit % SIDE;
    }

    /** Floats of {@link Kind#BLOCKS}. */
    static long blocksSize(int inputs, int units) {
        return blocksStart(units, (inputs + SIDE - 1) / SIDE);
    }

    /** Floats of the packed weights. */
    public long size() {
        return switch (kind) {
            case ROW_MAJOR -> (long) inputs * units;
            case PANELS -> (long) (narrowVectors * panels + widePanels) * lanes * inputs;
            case BY_UNIT -> unitStride(inputs) * units;
            case BLOCKS -> blocksSize(inputs, units);
        };
    }

    @Override
    public String toString() {
        return kind + " of " + inputs + " inputs and " + units + " units";
    }
}
