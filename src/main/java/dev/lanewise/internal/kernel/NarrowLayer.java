package dev.lanewise.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Layers with fewer units than a vector has lanes, over packed weights. No access is masked; what is wider than a row of
 * the output goes to {@code spill} first, {@link Kernels#SPILL} floats that nobody else uses meanwhile.
 *
 * <p>There are two ways. Padded to one vector of units, a layer is one column of tiles, at one broadcast and one FMA per
 * input whatever its width. By unit, lanes run over inputs: the 16 chains of a sum are one vector of 16 lanes, two of
 * eight or four of four; that takes a sixteenth of the FMAs per unit, but adding 16 chains by halves costs 15 additions.
 */
final class NarrowLayer {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = VectorWidth.LANES;
    private static final int CHAINS = WeightLayout.CHAINS;

    /** Rows of one vector, or chains of one row of up to 15 units. */
    private static final int SPILL_ROWS = 16;

    /** One row of outputs behind them. */
    private static final int OUTPUTS = SPILL_ROWS * CHAINS;

    /** From so many inputs on the additions by halves weigh less than the FMAs saved, for up to 15 units. */
    private static final int LEAST_INPUTS_BY_UNIT = 128;

    /** Layers of fewer units go by unit where their sums have 16 chains (64×1: 40 ns, in loops 62), and in loops below. */
    private static final int LEAST_UNITS = 4;

    private static final int LEAST_INPUTS_OF_16_CHAINS = 32;

    private NarrowLayer() {}

    static WeightLayout layout(int inputs, int units) {
        if (units < LEAST_UNITS && inputs < LEAST_INPUTS_OF_16_CHAINS) {
            return WeightLayout.ROW_MAJOR;
        }
        if ((long) units * (CHAINS + inputs) > Integer.MAX_VALUE - 8) { // the longest array that HotSpot makes
            return WeightLayout.ROW_MAJOR;
        }
        boolean byUnit = units < LEAST_UNITS || inputs >= LEAST_INPUTS_BY_UNIT || !paddingFits(inputs, units);
        return byUnit
                ? new WeightLayout(WeightLayout.Kind.BY_UNIT, 0, 0)
                : new WeightLayout(WeightLayout.Kind.PADDED, LANES, 0);
    }

    /** At most 1.25 × the weights + 4 KiB. Where it does not fit there are 92 inputs or more, so 16 chains. */
    private static boolean paddingFits(int inputs, int units) {
        return 4L * (inputs + 1) * LANES <= 5L * inputs * units + 4096;
    }

    static void padded(
            int rows,
            int inputs,
            int units,
            int chains,
            float[] x,
            int xo,
            float[] w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int oo,
            float[] spill) {
        for (int done = 0; done < rows; done += SPILL_ROWS) {
            int block = Math.min(SPILL_ROWS, rows - done);
            TiledLayer.forward(
                    block, inputs, LANES, chains, x, xo + done * inputs, w, 0, LANES, bias, 0, op, spill, 0, LANES);
            for (int i = 0; i < block; i++) {
                if (op.isRowwise()) {
                    softmax(units, spill, i * LANES);
                }
                System.arraycopy(spill, i * LANES, out, oo + (done + i) * units, units);
            }
        }
    }

    /** Of the first units of a vector: the others are −∞ and add nothing. */
    private static void softmax(int units, float[] row, int at) {
        for (int m = units; m < LANES; m++) {
            row[at + m] = Float.NEGATIVE_INFINITY;
        }
        SoftmaxVectors.row(LANES, row, at, row, at);
    }

    static void byUnit(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xo,
            float[] w,
            ActivationOp op,
            float[] out,
            int oo,
            float[] spill) {
        assert SummationOrder.chains(inputs, units) == CHAINS;
        for (int i = 0; i < rows; i++) {
            int xRow = xo + i * inputs;
            int outRow = oo + i * units;
            sums(inputs, units, x, xRow, w, spill);
            for (int m = 0; m < units; m++) {
                spill[OUTPUTS + m] = finish(inputs, x, xRow, w, m * (CHAINS + inputs) + CHAINS, spill, m * CHAINS);
            }
            activate(op, units, spill, out, outRow);
        }
    }

    /** The chains of all units over the inputs that fill 16 chains, into spill: four units and one vector at a time. */
    private static void sums(int inputs, int units, float[] x, int xRow, float[] w, float[] spill) {
        int stride = CHAINS + inputs;
        int whole = inputs / CHAINS * CHAINS;
        for (int m = 0; m < units; m += 4) {
            int m1 = Math.min(m + 1, units - 1); // beyond the last unit it is computed again
            int m2 = Math.min(m + 2, units - 1);
            int m3 = Math.min(m + 3, units - 1);
            for (int k = 0; k < CHAINS; k += LANES) {
                fourUnits(whole, x, xRow + k, w, m * stride + k, m1 * stride + k, m2 * stride + k, m3 * stride + k,
                        spill, m * CHAINS + k, m1 * CHAINS + k, m2 * CHAINS + k, m3 * CHAINS + k);
            }
        }
    }

    private static void fourUnits(
            int whole, float[] x, int xo, float[] w, int w0, int w1, int w2, int w3, float[] out, int o0, int o1, int o2,
            int o3) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, w, w0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, w, w1);
        FloatVector s2 = FloatVector.fromArray(SPECIES, w, w2);
        FloatVector s3 = FloatVector.fromArray(SPECIES, w, w3);
        for (int j = 0; j < whole; j += CHAINS) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + j);
            s0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + CHAINS + j), s0);
            s1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + CHAINS + j), s1);
            s2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + CHAINS + j), s2);
            s3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + CHAINS + j), s3);
        }
        s0.intoArray(out, o0);
        s1.intoArray(out, o1);
        s2.intoArray(out, o2);
        s3.intoArray(out, o3);
    }

    /** The inputs left over, then the chains by halves. */
    private static float finish(int inputs, float[] x, int xRow, float[] w, int wUnit, float[] chain, int at) {
        for (int j = inputs / CHAINS * CHAINS; j < inputs; j++) {
            int k = at + j % CHAINS;
            chain[k] = Fma.fma(x[xRow + j], w[wUnit + j], chain[k]);
        }
        return (byHalves(chain, at) + byHalves(chain, at + 2)) + (byHalves(chain, at + 1) + byHalves(chain, at + 3));
    }

    /** Chains k, k + 4, k + 8 and k + 12: the ones that meet at h = 8 and h = 4. */
    private static float byHalves(float[] chain, int k) {
        return (chain[k] + chain[k + 8]) + (chain[k + 4] + chain[k + 12]);
    }

    private static void activate(ActivationOp op, int units, float[] spill, float[] out, int outRow) {
        if (op.isPiecewise() || units < LEAST_UNITS) {
            LoopKernels.activateRow(op, units, spill, OUTPUTS, out, outRow);
            return;
        }
        if (op.isRowwise()) {
            softmax(units, spill, OUTPUTS);
        } else {
            ElementwiseVectors.apply(op, LANES, spill, OUTPUTS, spill, OUTPUTS);
        }
        System.arraycopy(spill, OUTPUTS, out, outRow, units);
    }
}
