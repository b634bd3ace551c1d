package dev.lanewise.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The kernels on the Vector API. Which way a layer goes is a matter of its sizes and of how its weights lie.
 *
 * <p>An evaluator's layers are packed, as {@link #layout} has it:
 *
 * <ul>
 *   <li>not at all where packed weights would be too large, where one or two units have up to 40 weights, or where one unit's
 *       weights are a vector of chains already: they go as below;
 *   <li>by unit in 16 chains: {@link DotLayer};
 *   <li>in blocks five to 24 units and 33 to 40 in four chains with 16 lanes, from some inputs on: {@link BlockLayer};
 *   <li>in panels the others: {@link PanelLayer}, and {@link PaddedLayer} where a layer is narrower than a vector.
 * </ul>
 *
 * <p>But from a few rows on three and four units in four chains, and with 16 registers all that is in four chains, goes over the
 * caller's weights all the same ({@link #leastRowsUnpacked}). Weights as the caller has them go the first of these ways that
 * is theirs:
 *
 * <ul>
 *   <li>from some rows on eight units and more, and with 16 lanes five in 16 chains: packed for the call, by {@link
 *       RepackedLayer}; with 16 registers one chain alone;
 *   <li>up to half a vector of units, from 16 inputs on: {@link MixedLanesLayer};
 *   <li>other few units of few inputs: one by one in scalars, {@code FewUnitsTiles};
 *   <li>one unit of 32 inputs and more, with 16 lanes: {@link OneUnitLayer};
 *   <li>half a vector of units and more, but not a whole one, or 16 chains: {@link NarrowUnpackedLayer};
 *   <li>what is narrower than a vector and neither, or for want of scratch, for nothing may be read or written beyond the
 *       caller's ranges: the loops;
 *   <li>a few rows of many units: {@link StreamedLayer};
 *   <li>four rows and more in two or four chains, from some inputs on: {@link ChainwiseLayer}, and the others: {@link
 *       UnpackedLayer}.
 * </ul>
 */
final class VectorKernels extends Kernels {
    private static final LoopKernels LOOP = LoopKernels.INSTANCE;
    private static final int LANES = VectorWidth.LANES;

    /** Rows go in blocks of so many sums, 16 KiB, so that a curve or a softmax finds them in the nearest cache. */
    private static final int BLOCK_FLOATS = 4096;

    /** But not of fewer rows, for each block reads all weights: eight tiles of six. */
    private static final int LEAST_BLOCK_ROWS = 48;

    /** Inputs from which a few rows go by whole rows of weights; faster at 64×1000 and from 256×256 on, not measured below. */
    private static final int LEAST_STREAMED = 32;

    /** So many units go in scalars at every width. */
    private static final int MOST_UNITS_IN_SCALARS = 2;

    /**
     * Weights up to which scalars are faster than a padded vector too: one unit of 2 to 31 inputs takes 0.26 to 0.76 of the
     * time, two units of 20 inputs 0.5 (256 rows) to 1.05 (one row), of 24 inputs up to 1.18 (Zen 4, 512 bits;
     * not measured with narrower vectors).
     */
    private static final int MOST_WEIGHTS_IN_SCALARS = 40;

    @Override
    public void forward(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            ActivationOp op,
            float[] out,
            int outOffset,
            float[] scratch) {
        int chains = SummationOrder.chains(inputs, units);
        if (RepackedLayer.isFor(rows, inputs, units, chains)
                && forwardRepacked(rows, inputs, units, chains, x, xOffset, w, wOffset, bias, biasOffset, op, out, outOffset)) {
            return;
        }
        int borrowed = scratch == null && usesScratch(rows, inputs, units, chains) ? SpareScratch.take() : -1;
        if (borrowed < 0) {
            forwardUnpacked(
                    rows, inputs, units, chains, x, xOffset, w, wOffset, bias, biasOffset, op, out, outOffset, scratch);
            return;
        }
        try {
            forwardUnpacked(rows, inputs, units, chains, x, xOffset, w, wOffset, bias, biasOffset, op, out, outOffset,
                    SpareScratch.floats(borrowed));
        } finally {
            SpareScratch.putBack(borrowed);
        }
    }

    /** The way of a layer over weights as the caller has them. */
    private void forwardUnpacked(
            int rows,
            int inputs,
            int units,
            int chains,
            float[] x,
            int xOffset,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            ActivationOp op,
            float[] out,
            int outOffset,
            float[] scratch) {
        if (scratch != null && MixedLanesLayer.isFor(inputs, units, chains)) {
            MixedLanesLayer.forward(
                    rows, inputs, units, chains, x, xOffset, w, wOffset, bias, biasOffset, out, outOffset, scratch);
            activateSums(op, rows, units, out, outOffset, scratch);
            return;
        }
        if (isInScalars(inputs, units)) {
            inScalars(rows, inputs, units, x, xOffset, w, wOffset, bias, biasOffset, out, outOffset);
            activateSums(op, rows, units, out, outOffset, scratch);
            return;
        }
        if (isOneVectorOfChains(units, chains)) {
            OneUnitLayer.forward(rows, inputs, x, xOffset, w, wOffset, bias == null ? 0f : bias[biasOffset], out, outOffset,
                    scratch);
            activateSums(op, rows, units, out, outOffset, scratch);
            return;
        }
        if (scratch != null && NarrowUnpackedLayer.isFor(inputs, units, chains)) {
            NarrowUnpackedLayer.forward(
                    rows, inputs, units, chains, x, xOffset, w, wOffset, bias, biasOffset, op, out, outOffset, scratch);
            if (!op.isFused()) {
                activateSums(op, rows, units, out, outOffset, scratch);
            }
            return;
        }
        if (units < LANES || chains == WeightLayout.CHAINS) {
            LOOP.forward(rows, inputs, units, x, xOffset, w, wOffset, bias, biasOffset, op, out, outOffset, scratch);
            return;
        }
        if (isStreamed(rows, inputs, chains)) {
            StreamedLayer.forward(rows, inputs, units, x, xOffset, w, wOffset, bias, biasOffset, out, outOffset, scratch);
            activateSums(op, rows, units, out, outOffset, scratch);
            return;
        }
        int block = op.isFused() ? rows : Math.min(rows, Math.max(BLOCK_FLOATS / units, LEAST_BLOCK_ROWS));
        for (int done = 0; done < rows; done += block) {
            int count = Math.min(block, rows - done);
            int xBlock = xOffset + done * inputs;
            int outBlock = outOffset + done * units;
            if (scratch != null && ChainwiseLayer.isFor(count, inputs, units, chains)) {
                ChainwiseLayer.forward(count, inputs, units, chains, x, xBlock, w, wOffset, bias, biasOffset, op, out, outBlock,
                        scratch);
            } else {
                UnpackedLayer.forward(
                        count, inputs, units, chains, x, xBlock, w, wOffset, bias, biasOffset, op, out, outBlock);
            }
            if (!op.isFused()) {
                activateSums(op, count, units, out, outBlock, scratch);
            }
        }
    }

    /** Over weights packed for this call; false, with nothing done, where there is no scratch for them. */
    private boolean forwardRepacked(
            int rows,
            int inputs,
            int units,
            int chains,
            float[] x,
            int xOffset,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            ActivationOp op,
            float[] out,
            int outOffset) {
        int borrowed = SpareScratch.take();
        if (borrowed < 0) {
            return false;
        }
        try {
            MemorySegment packed = SpareScratch.nativeFloats(borrowed);
            if (packed == null) {
                return false;
            }
            float[] scratch = SpareScratch.floats(borrowed);
            boolean isActivated = RepackedLayer.forward(rows, inputs, units, chains, x, xOffset, w, wOffset, bias, biasOffset, op,
                    out, outOffset, packed, scratch);
            if (!isActivated) {
                activateSums(op, rows, units, out, outOffset, scratch);
            }
            return true;
        } finally {
            SpareScratch.putBack(borrowed);
        }
    }

    /** Whether such a layer over row-major weights may be faster with scratch, or go another way without. */
    private static boolean usesScratch(int rows, int inputs, int units, int chains) {
        return MixedLanesLayer.isFor(inputs, units, chains) || NarrowUnpackedLayer.isFor(inputs, units, chains)
                || isOneVectorOfChains(units, chains) && rows >= OneUnitLayer.HEIGHT
                || isStreamed(rows, inputs, chains) && StreamedLayer.usesScratch(units)
                || ChainwiseLayer.isFor(rows, inputs, units, chains);
    }

    private static boolean isStreamed(int rows, int inputs, int chains) {
        return chains == 1 && rows <= StreamedLayer.MOST_ROWS && inputs >= LEAST_STREAMED;
    }

    /**
     * Over row-major weights, where {@link MixedLanesLayer} does not take them: one or two units, and fewer than half a vector
     * has lanes. In 256 rows scalars take 0.06 to 0.26 of the time of the loops.
     */
    private static boolean isInScalars(int inputs, int units) {
        return inputs > 0 && inputs <= FewUnitsTiles.MOST_INPUTS && (units <= MOST_UNITS_IN_SCALARS || 2 * units < LANES);
    }

    /** Where scalars beat packed weights too: a padded vector computes more units in the same time. */
    private static boolean isLeftInScalars(int inputs, int units) {
        return isInScalars(inputs, units) && units <= MOST_UNITS_IN_SCALARS && inputs * units <= MOST_WEIGHTS_IN_SCALARS;
    }

    private static void inScalars(
            int rows,
            int inputs,
            int units,
            float[] x,
            int xOffset,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            float[] out,
            int outOffset) {
        for (int m = 0; m < units; m++) {
            float start = bias == null ? 0f : bias[biasOffset + m];
            FewUnitsTiles.unit(inputs, rows, x, xOffset, w, wOffset + m, units, start, out, outOffset + m);
        }
    }

    private static boolean isOneVectorOfChains(int units, int chains) {
        return units == 1 && chains == WeightLayout.CHAINS && LANES == WeightLayout.CHAINS;
    }

    @Override
    public void activate(ActivationOp op, int rows, int units, float[] x, int xOffset, float[] z, int zOffset) {
        if (op.isRowwise() || op.isPerUnit() && units < LANES) {
            withScratch(op, rows, units, x, xOffset, z, zOffset);
        } else if (op.isPerUnit()) {
            for (int i = 0; i < rows; i++) {
                elementwise(op, 0, units, x, xOffset + i * units, z, zOffset + i * units);
            }
        } else {
            elementwise(op, 0, rows * units, x, xOffset, z, zOffset);
        }
    }

    /** A softmax, or slopes per unit for rows narrower than a vector. */
    private static void withScratch(
            ActivationOp op, int rows, int units, float[] x, int xOffset, float[] z, int zOffset) {
        int borrowed = SpareScratch.take();
        if (borrowed < 0) {
            LOOP.activate(op, rows, units, x, xOffset, z, zOffset);
            return;
        }
        try {
            float[] scratch = SpareScratch.floats(borrowed);
            if (op.isPerUnit()) {
                NarrowPrelu.rows(op.slopes(), rows, units, x, xOffset, z, zOffset, scratch);
            } else if (units < LANES) {
                System.arraycopy(x, xOffset, z, zOffset, rows * units);
                NarrowSoftmax.rows(op, rows, units, z, zOffset, scratch);
            } else {
                SoftmaxVectors.rows(op, rows, units, x, xOffset, z, zOffset, scratch);
            }
        } finally {
            SpareScratch.putBack(borrowed);
        }
    }

    /** n floats, of which the first belongs to {@code unit}. */
    private static void elementwise(
            ActivationOp op, int unit, int n, float[] x, int xOffset, float[] z, int zOffset) {
        if (n >= LANES) {
            ElementwiseVectors.apply(op, unit, n, x, xOffset, z, zOffset);
            return;
        }
        int borrowed = op.isPerUnit() || !NarrowActivation.isWorthAVector(op, n) ? -1 : SpareScratch.take();
        if (borrowed < 0) {
            LoopKernels.activateElements(op, unit, n, x, xOffset, z, zOffset);
            return;
        }
        try {
            NarrowActivation.inOneVector(op, n, x, xOffset, z, zOffset, SpareScratch.floats(borrowed));
        } finally {
            SpareScratch.putBack(borrowed);
        }
    }

    @Override
    public WeightLayout layout(int inputs, int units) {
        int chains = SummationOrder.chains(inputs, units);
        if (isLeftInScalars(inputs, units) || isOneVectorOfChains(units, chains)) {
            return WeightLayout.rowMajor(inputs, units); // the weights of one unit are a stream as they lie
        }
        if (chains == WeightLayout.CHAINS) {
            return WeightLayout.byUnit(inputs, units, DotLayer.mostUnits(units));
        }
        if (BlockLayer.isFor(inputs, units, chains)) {
            WeightLayout blocks = WeightLayout.blocks(inputs, units);
            if (blocks.size() <= mostFloats(inputs, units)) {
                return blocks;
            }
        }
        WeightLayout panels = WeightLayout.panels(inputs, units, LANES, RegisterTile.packedVectors(inputs, chains));
        return panels.size() <= mostFloats(inputs, units) ? panels : WeightLayout.rowMajor(inputs, units);
    }

    /** Packed weights take at most 1.25 × the layer's and 4 KiB; less the bias, where that is padded. */
    private static long mostFloats(int inputs, int units) {
        return 5L * inputs * units / 4 + 1024 - (units < LANES ? LANES : 0);
    }

    @Override
    public int leastRowsUnpacked(WeightLayout layout) {
        if (layout.kind() == WeightLayout.Kind.BLOCKS) {
            return Integer.MAX_VALUE;
        }
        if (ChainwiseLayer.isForPacked(layout.inputs(), layout.units(), layout.chains())) {
            return ChainwiseLayer.LEAST_ROWS;
        }
        return MixedLanesLayer.leastRows(layout.inputs(), layout.units(), layout.chains());
    }

    @Override
    public void forwardPacked(
            WeightLayout layout,
            int rows,
            float[] x,
            int xOffset,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int outOffset,
            float[] scratch) {
        assert scratch.length >= SCRATCH_FLOATS;
        int units = layout.units();
        boolean isActivated = op.isFused();
        if (layout.kind() == WeightLayout.Kind.PANELS && units >= LANES) {
            PanelLayer.forward(layout, 0, layout.panels(), rows, x, xOffset, w, bias, op, out, outOffset);
        } else if (layout.kind() == WeightLayout.Kind.PANELS) {
            PaddedLayer.forward(layout, rows, x, xOffset, w, bias, op, out, outOffset, scratch);
        } else if (layout.kind() == WeightLayout.Kind.BLOCKS) {
            BlockLayer.forward(rows, layout.inputs(), units, x, xOffset, w, op, out, outOffset, scratch);
        } else {
            DotLayer.forward(rows, layout.inputs(), units, x, xOffset, w, out, outOffset, units, scratch);
            isActivated = false;
        }
        if (!isActivated) {
            activateSums(op, rows, units, out, outOffset, scratch);
        }
    }

    /** In place, with scratch of the caller's or null. */
    private void activateSums(ActivationOp op, int rows, int units, float[] out, int outOffset, float[] scratch) {
        if (op.code() == ActivationCode.IDENTITY) {
            return;
        }
        if (scratch == null) {
            activate(op, rows, units, out, outOffset, out, outOffset);
        } else if (units < LANES) {
            NarrowActivation.rows(op, rows, units, out, outOffset, scratch);
        } else if (op.isRowwise()) {
            SoftmaxVectors.rows(op, rows, units, out, outOffset, out, outOffset, scratch);
        } else {
            activate(op, rows, units, out, outOffset, out, outOffset);
        }
    }

    @Override
    public void forwardPanels(
            WeightLayout layout,
            int fromPanel,
            int toPanel,
            int rows,
            float[] x,
            int xOffset,
            MemorySegment w,
            float[] bias,
            ActivationOp op,
            float[] out,
            int outOffset) {
        PanelLayer.forward(layout, fromPanel, toPanel, rows, x, xOffset, w, bias, op, out, outOffset);
        if (op.isFused() || op.isRowwise()) {
            return;
        }
        int from = layout.vectorsBefore(fromPanel) * LANES;
        int to = toPanel == layout.panels() ? layout.units() : layout.vectorsBefore(toPanel) * LANES;
        for (int i = 0; i < rows; i++) {
            int at = outOffset + i * layout.units() + from;
            elementwise(op, from, to - from, out, at, out, at);
        }
    }
}
