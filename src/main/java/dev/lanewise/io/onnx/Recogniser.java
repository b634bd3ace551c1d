package dev.lanewise.io.onnx;

import dev.lanewise.Activation;
import dev.lanewise.internal.format.Quote;
import dev.lanewise.io.onnx.Atom.Kind;
import dev.lanewise.io.onnx.Expression.Term;

/**
 * Finds the activation that an {@link Expression} spells out: affine before, σ, affine after. Constants of mathematics are
 * recognised as the float next to them, give or take two units in the last place, since exporters round differently;
 * all others are taken as they are.
 */
final class Recogniser {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double GELU_SLOPE = Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBIC = 0.044715;

    private final Row row;

    private Recogniser(Row row) {
        this.row = row;
    }

    /** The steps that compute a row, from its base on; or a refusal that names the node. */
    static Step steps(Row row) {
        try {
            return new Recogniser(row).steps(row.expression());
        } catch (IllegalArgumentException e) { // a number that an activation does not take
            throw NodeFault.of(row.node(), Quote.ascii(e.getMessage()));
        }
    }

    private Step steps(Expression expression) {
        Polynomial polynomial = expression.polynomial();
        if (expression.terms().isEmpty()) {
            if (polynomial.degree() > 1) {
                throw refusal();
            }
            return row.base().scaled(polynomial.of(1), polynomial.of(0));
        }
        if (expression.terms().size() == 2) {
            return twoSided(expression);
        }
        Term term = expression.terms().getFirst();
        if (polynomial.degree() <= 0 && term.factor().degree() <= 0) {
            return elementary(term.atom()).scaled(term.factor().of(0), polynomial.of(0));
        }
        return gate(polynomial.withoutConstant(), term).scaled(Columns.ONE, polynomial.of(0));
    }

    /** σ of what may be an activation again. */
    private Step elementary(Atom atom) {
        if (atom.activation() == null) {
            throw refusal();
        }
        return steps(atom.argument()).activated(atom.activation());
    }

    /** x times something of x. */
    private Step gate(Polynomial sum, Term term) {
        Polynomial factor = term.factor();
        Atom atom = term.atom();
        Polynomial inner = atom.argument().polynomial();
        boolean isProduct = sum.degree() < 0 && factor.isMonomial(1); // q x A
        boolean isGelu = sum.isMonomial(1) && factor.isMonomial(1) && sum.of(1).isNear(factor.of(1)); // q x (1 + A)
        boolean isPlain = atom.argument().terms().isEmpty();
        Columns q = factor.of(1);
        if (isProduct && atom.kind() == Kind.SIGMOID && isPlain && inner.isMonomial(1) && inner.of(1).isUniform()) {
            return scaled(Activation.silu((float) inner.of(1).get(0)), q, 1);
        }
        if (isProduct && atom.kind() == Kind.TANH && isSoftplus(atom.argument())) {
            return scaled(Activation.MISH, q, 1);
        }
        if (isProduct && isPlain && isHardSwish(atom)) {
            return scaled(Activation.HARD_SWISH, q, atom.kind() == Kind.CLIP ? atom.high() : 1);
        }
        if (isGelu && atom.kind() == Kind.ERF && isPlain && inner.isMonomial(1)
                && inner.of(1).isNear(Columns.of(ROOT_HALF))) {
            return scaled(Activation.GELU, q, 2);
        }
        if (isGelu && atom.kind() == Kind.TANH && isPlain && isGeluCubic(inner)) {
            return scaled(Activation.GELU_TANH, q, 2);
        }
        throw refusal();
    }

    /** σ, then times q · whole, which is one up to the rounding of constants in every known formula. */
    private Step scaled(Activation activation, Columns q, double whole) {
        Columns scale = q.times(Columns.of(whole));
        return row.base().activated(activation)
                .scaled(scale.isNear(Columns.ONE) ? Columns.ONE : scale, Columns.ZERO);
    }

    private static boolean isSoftplus(Expression argument) {
        Atom softplus = argument.asAtom();
        return softplus != null && softplus.kind() == Kind.SOFTPLUS && softplus.argument().isVariable();
    }

    /** min(max(x + 3, 0), 6), or the same over 6, or over any other number; or as a hard sigmoid. */
    private static boolean isHardSwish(Atom atom) {
        Polynomial inner = atom.argument().polynomial();
        if (atom.kind() == Kind.HARD_SIGMOID) {
            return atom.argument().isVariable() && Columns.isNear(atom.low(), 1 / 6.0) && atom.high() == 0.5;
        }
        double sixth = atom.high() / 6;
        return atom.kind() == Kind.CLIP && atom.low() == 0 && inner.degree() == 1 && Double.isFinite(sixth)
                && inner.of(1).isNear(Columns.of(sixth)) && inner.of(0).isNear(Columns.of(3 * sixth));
    }

    /** √(2/π) (x + 0.044715 x³). */
    private static boolean isGeluCubic(Polynomial inner) {
        return inner.degree() == 3 && inner.of(0).isAll(0) && inner.of(2).isAll(0)
                && inner.of(1).isNear(Columns.of(GELU_SLOPE)) && inner.of(3).isNear(Columns.of(GELU_SLOPE * GELU_CUBIC));
    }

    /** q max(x, 0) + r max(−x, 0) is a leaky ReLU with the slope −r/q, which is said exactly where q is one. */
    private Step twoSided(Expression expression) {
        Term first = expression.terms().getFirst();
        Term second = expression.terms().getLast();
        boolean isRising = first.atom().argument().polynomial().of(1).isAll(1);
        Term above = isRising ? first : second;
        Term below = isRising ? second : first;
        if (expression.polynomial().degree() >= 0 || !isReluOf(above, 1) || !isReluOf(below, -1)
                || !above.factor().of(0).isAll(1)) {
            throw refusal();
        }
        Columns slopes = below.factor().of(0).map(r -> -r);
        return row.base().leaking(slopes);
    }

    private static boolean isReluOf(Term term, double slope) {
        Atom atom = term.atom();
        Polynomial argument = atom.argument().polynomial();
        return term.factor().degree() <= 0 && atom.kind() == Kind.CLIP && atom.activation().equals(Activation.RELU)
                && atom.argument().terms().isEmpty() && argument.isMonomial(1) && argument.of(1).isAll(slope);
    }

    private RuntimeException refusal() {
        return NodeFault.of(row.node(), "gives a product or sum that is no activation known here; recognised are"
                + " x*Sigmoid(a*x), GELU by Erf and by Tanh, x*Tanh(Softplus(x)), x*Clip(x+3,0,6)/6, x/(1+Abs(x)) and leaky"
                + " ReLUs, in any order of factors. Export the activation as one operator");
    }
}
