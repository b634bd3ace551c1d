package dev.lanewise.internal.plan;

import dev.lanewise.internal.kernel.ActivationOp;

/**
 * A layer as the engine sees it. The arrays are not copied and never written.
 *
 * @param weights row-major, inputs × units
 * @param bias one float per unit, or null
 */
public record LayerPlan(int inputs, int units, float[] weights, float[] bias, ActivationOp op) {}
