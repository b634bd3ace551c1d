package dev.lanewise.io.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * A function of one row x, column by column: P(x) + Σ Q(x)·A, where P and Q are polynomials and A is an {@link Atom}. In
 * this form a formula is the same however an exporter orders and groups it: 0.5·x·(1 + erf(x/√2)), x·(0.5·(erf(x/√2) + 1))
 * and 0.5·x + 0.5·x·erf(x/√2) all become P = Q = x/2 beside one atom.
 *
 * @param polynomial P
 * @param terms at most two
 */
record Expression(Polynomial polynomial, List<Term> terms) {
    /** Q and its A. */
    record Term(Polynomial factor, Atom atom) {}

    static final Expression VARIABLE = new Expression(Polynomial.X, List.of());

    private static final int MOST_TERMS = 2; // PReLU as max(x, 0) − a·max(−x, 0)

    static Expression of(Atom atom) {
        return new Expression(Polynomial.ZERO, List.of(new Term(Polynomial.constant(Columns.ONE), atom)));
    }

    static Expression constant(Columns value) {
        return new Expression(Polynomial.constant(value), List.of());
    }

    /** Whether this is x itself. */
    boolean isVariable() {
        return terms.isEmpty() && polynomial.isMonomial(1) && polynomial.of(1).isAll(1);
    }

    /** The atom, where this is one and nothing else; otherwise null. */
    Atom asAtom() {
        boolean isAlone = polynomial.degree() < 0 && terms.size() == 1 && terms.getFirst().factor().isMonomial(0)
                && terms.getFirst().factor().of(0).isAll(1);
        return isAlone ? terms.getFirst().atom() : null;
    }

    /** The sum, or null where it has too many terms. */
    Expression plus(Expression other) {
        List<Term> sum = new ArrayList<>(terms);
        for (Term term : other.terms) {
            int same = indexOf(sum, term.atom());
            if (same < 0) {
                sum.add(term);
            } else {
                sum.set(same, new Term(sum.get(same).factor().plus(term.factor()), term.atom()));
            }
        }
        return sum.size() > MOST_TERMS ? null : new Expression(polynomial.plus(other.polynomial), sum);
    }

    private static int indexOf(List<Term> terms, Atom atom) {
        for (int t = 0; t < terms.size(); t++) {
            if (terms.get(t).atom() == atom) { // a node makes one atom
                return t;
            }
        }
        return -1;
    }

    /** The product, or null where two atoms would meet, or a power would be too high. */
    Expression times(Expression other) {
        if (!terms.isEmpty() && !other.terms.isEmpty()) {
            return null;
        }
        Polynomial by = terms.isEmpty() ? polynomial : other.polynomial;
        Expression multiplied = terms.isEmpty() ? other : this;
        Polynomial product = multiplied.polynomial.times(by);
        List<Term> products = new ArrayList<>();
        for (Term term : multiplied.terms) {
            Polynomial factor = term.factor().times(by);
            if (factor == null) {
                return null;
            }
            products.add(new Term(factor, term.atom()));
        }
        return product == null ? null : new Expression(product, products);
    }

    /** Whether a number in it is one by column. */
    boolean hasVector() {
        boolean hasVector = polynomial.hasVector();
        for (Term term : terms) {
            hasVector |= term.factor().hasVector();
        }
        return hasVector;
    }

    /** See {@link Polynomial#sums}. */
    int sums(Expression other) {
        int sums = polynomial.sums(other.polynomial);
        for (Term term : other.terms) {
            int same = indexOf(terms, term.atom());
            sums += same < 0 ? 0 : terms.get(same).factor().sums(term.factor());
        }
        return sums;
    }

    /** See {@link Polynomial#products}; and one more, where an activation may be recognised whose scale is another's half. */
    int products(Expression other) {
        if (!terms.isEmpty() && !other.terms.isEmpty()) {
            return 0;
        }
        Polynomial by = terms.isEmpty() ? polynomial : other.polynomial;
        Expression multiplied = terms.isEmpty() ? other : this;
        int products = multiplied.polynomial.products(by) + (multiplied.terms.isEmpty() ? 0 : 1);
        for (Term term : multiplied.terms) {
            products += term.factor().products(by);
        }
        return products;
    }

    /** See {@link Polynomial#factors}. */
    int factors() {
        int factors = polynomial.factors();
        for (Term term : terms) {
            factors += term.factor().factors();
        }
        return factors;
    }
}
