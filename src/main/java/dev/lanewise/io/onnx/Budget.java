package dev.lanewise.io.onnx;

import dev.lanewise.internal.format.Account;
import dev.lanewise.internal.format.ArrayLimit;
import dev.lanewise.internal.onnx.Node;
import dev.lanewise.internal.onnx.OnnxFault;

/**
 * What computing with constants may cost, of what reading them has left, and how many weights may be made: else a few bytes
 * that name a large constant again and again would fill a memory. An honest network is far below: a layer's scales and shifts
 * are small beside its weights.
 */
final class Budget {
    /** Weights that may be made where the file has none: 1024 scaled columns, say. */
    private static final long FREE_WEIGHTS = 1 << 20;

    private final Account account;
    private long weightsLeft;

    /** What an account has left. */
    Budget(Account account) {
        this.account = account;
        // a weight of the file takes two bytes as a rule: room for using it twice
        weightsLeft = FREE_WEIGHTS + account.fileBytes();
    }

    /** Sets bytes aside for numbers on the way to weights. */
    void charge(Node node, long bytes) {
        if (!account.takes(bytes)) {
            throw NodeFault.of(node, "here the constants to be combined, with the graph itself, outgrow " + Account.RULE
                    + "; no dense network needs so many. Save the model with constants folded");
        }
    }

    /** Sets bytes aside for a number of double, or two of float, for each of so many columns. */
    void chargeColumns(long columns) {
        if (!account.takes(8 * columns)) {
            throw new OnnxFault("graph", null, "its scales, shifts and slopes, with the graph itself, outgrow " + Account.RULE
                    + "; save the model with constants folded");
        }
    }

    /** Sets the weights of a layer aside. */
    void chargeWeights(LayerForm form) {
        long inputs = form.inputs();
        long units = form.units();
        weightsLeft -= inputs * units; // both are lengths of arrays
        if (weightsLeft < 0 || inputs * units > ArrayLimit.LONGEST) {
            throw new OnnxFault(form.place(), null, "a layer of " + inputs + " inputs and " + units + " units makes the"
                    + " network larger than " + FREE_WEIGHTS + " weights and one for every byte of the file. A scaling,"
                    + " selection or activation that stands next to no layer needs one of its own; put it next to a Gemm"
                    + " or MatMul");
        }
    }
}
