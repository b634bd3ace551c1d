package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.io.onnx.Atom.Kind;
import dev.lanewise.io.onnx.Expression.Term;

/**
 * Greater and Where, as far as PyTorch's threshold and softplus need them. {@code Where(x > threshold, x, 0)} is the thresholded
 * ReLU. {@code Where(beta x > threshold, x, softplus(beta x) / beta)}, which keeps exp from overflowing, is read as the
 * softplus. The two differ by log(1 + exp(-beta x)) / beta, which above a threshold of 15 is less than 2^-25 of x, half an ulp;
 * above PyTorch's own threshold of 20 it is less than 2^-33 of x.
 */
final class ThresholdOperators {
    /** exp(-15) / 15 is 2.04e-8, and 2^-25 is 2.98e-8. */
    private static final double LEAST_THRESHOLD = 15;

    private ThresholdOperators() {}

    static GraphValue greater(Call call) {
        call.atMostInputs(2);
        return new Comparison(call.row(0), call.scalar(1, "bound"));
    }

    static GraphValue where(Call call) {
        call.atMostInputs(3);
        Comparison condition = call.comparison(0);
        Row x = call.row(1);
        if (call.required(2) instanceof Constant) {
            return thresholdedRelu(call, condition, x);
        }
        Row softplus = call.row(2);
        double beta = slope(x, condition.row(), condition.row().expression());
        Term term = onlyTerm(softplus.expression());
        boolean isSoftplus = x.expression().isVariable() && term != null && term.atom().kind() == Kind.SOFTPLUS
                && slope(x, softplus, term.atom().argument()) == beta
                && Columns.isNear(term.factor().of(0).get(0) * beta, 1);
        if (!isSoftplus) {
            throw unknown(call);
        }
        if (!(condition.bound() >= LEAST_THRESHOLD)) {
            throw call.fault("is a softplus with the threshold " + condition.bound() + "; from " + LEAST_THRESHOLD + " on it"
                    + " makes no difference to a float, and is read. PyTorch's default is 20");
        }
        Activation activation = Activation.softplus((float) beta);
        Kind kind = activation.equals(Activation.SOFTPLUS) ? Kind.SOFTPLUS : Kind.OTHER;
        return x.with(Expression.of(Atom.of(kind, activation, Expression.VARIABLE)), call.node());
    }

    private static GraphValue thresholdedRelu(Call call, Comparison condition, Row x) {
        Constant below = call.floating(2, "value below the threshold");
        boolean isThreshold = condition.row().base() == x.base() && condition.row().expression().isVariable()
                && x.expression().isVariable() && x.shape().sameAs(condition.row().shape())
                && below.elements() == 1 && below.rank() <= x.shape().rank() && below.at(0) == 0;
        if (!isThreshold) {
            throw unknown(call);
        }
        float nearest = (float) condition.bound();
        float threshold = nearest > condition.bound() ? Math.nextDown(nearest) : nearest; // above it are the same floats
        Atom relu = Atom.of(Kind.OTHER, Activation.thresholdedRelu(threshold), Expression.VARIABLE);
        return x.with(Expression.of(relu), call.node());
    }

    private static RuntimeException unknown(Call call) {
        return call.fault("is read as a thresholded ReLU, Where(x > t, x, 0), and as PyTorch's softplus, Where(b*x > 20, x,"
                + " Softplus(b*x)/b) or with Log(1+Exp(b*x)) in the place of Softplus; export other activations as one operator");
    }

    /** A term with one factor for all columns and nothing beside it, or null. */
    private static Term onlyTerm(Expression expression) {
        boolean isAlone = expression.polynomial().degree() < 0 && expression.terms().size() == 1
                && expression.terms().getFirst().factor().isMonomial(0)
                && expression.terms().getFirst().factor().of(0).isUniform();
        return isAlone ? expression.terms().getFirst() : null;
    }

    /**
     * The b where an expression over the row of {@code over} is b x, or NaN. A product that is used twice is a step of its
     * own by now, between x and the expression.
     */
    private static double slope(Row x, Row over, Expression expression) {
        Polynomial polynomial = expression.polynomial();
        boolean isProduct = expression.terms().isEmpty() && polynomial.isMonomial(1) && polynomial.of(1).isUniform()
                && x.shape().sameAs(over.shape());
        if (!isProduct) {
            return Double.NaN;
        }
        double slope = polynomial.of(1).get(0);
        if (over.base() == x.base()) {
            return slope;
        }
        return over.base() instanceof Step.Affine step && step.previous() == x.base() && step.scale().isUniform()
                && step.shift().isAll(0) ? slope * step.scale().get(0) : Double.NaN;
    }
}
