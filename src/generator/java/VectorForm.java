import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scalar method as statements over vectors: each operation becomes its namesake of the Vector API, on the same operands
 * in the same order. Calls of the file's other methods are written out in place, for a vector must cross no call, and what
 * is computed twice becomes one local: the same operation on the same operands has the same bits.
 */
final class VectorForm {
    /** What an expression is: a scalar or a vector, of floats or of ints. */
    private enum Kind {
        FLOAT,
        INT,
        FLOATS,
        INTS
    }

    private record Value(Kind kind, String text) {
        boolean isVector() {
            return kind == Kind.FLOATS || kind == Kind.INTS;
        }
    }

    /** Names that the loops around the statements use. */
    private static final List<String> TAKEN =
            List.of("n", "i", "c", "at", "from", "to", "xo", "zo", "last", "unit", "slopes", "base");

    /** With eight lanes: two loads, two selections, a comparison, a choice, a change of type. */
    private static final int CALLS_OF_ENTRY = 7;

    private final Map<String, MethodTree> methods;
    private final String suffix;
    private final Map<String, Value> known = new HashMap<>();
    private final List<String> statements = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private int operations;
    private boolean readsTables;

    VectorForm(Map<String, MethodTree> methods) {
        this(methods, "");
    }

    /** With a suffix to every name: for two of them in one block. */
    VectorForm(Map<String, MethodTree> methods, String suffix) {
        this.methods = methods;
        this.suffix = suffix;
        for (String name : TAKEN) {
            names.put(name, 1);
        }
    }

    /** Writes out a method and gives the name of its result; {@link #statements} are what comes before. */
    String of(MethodTree method, String... vectors) {
        Map<String, Value> scope = new LinkedHashMap<>();
        for (VariableTree parameter : method.getParameters()) {
            String name = parameter.getName().toString();
            boolean isVector = List.of(vectors).contains(name);
            names.put(name, 1);
            scope.put(name, new Value(isVector ? Kind.FLOATS : Kind.FLOAT, isVector ? name + suffix : name));
        }
        return vector(body(method, scope)).text();
    }

    List<String> statements() {
        return statements;
    }

    /** How many statements they would be with one call in each. */
    int operations() {
        return operations;
    }

    boolean readsTables() {
        return readsTables;
    }

    private Value body(MethodTree method, Map<String, Value> scope) {
        for (StatementTree statement : method.getBody().getStatements()) {
            if (statement instanceof VariableTree local) {
                String name = local.getName().toString();
                scope.put(name, value(local.getInitializer(), scope, name));
            } else if (statement instanceof ReturnTree result) {
                return value(result.getExpression(), scope, method.getName().toString());
            } else {
                throw unknown(statement);
            }
        }
        throw unknown(method);
    }

    private Value value(ExpressionTree tree, Map<String, Value> scope, String hint) {
        return switch (tree) {
            case ParenthesizedTree inner -> value(inner.getExpression(), scope, hint);
            case LiteralTree literal -> literal(literal);
            case IdentifierTree name -> {
                Value local = scope.get(name.getName().toString());
                yield local != null ? local : new Value(Kind.FLOAT, name.toString());
            }
            case MemberSelectTree constant -> new Value(
                    constant.toString().startsWith("Integer") ? Kind.INT : Kind.FLOAT, constant.toString());
            case UnaryTree minus when minus.getKind() == Tree.Kind.UNARY_MINUS ->
                    negative(value(minus.getExpression(), scope, "v"), hint);
            case BinaryTree binary -> binary(binary, scope, hint);
            case ConditionalExpressionTree choice -> choice(choice, scope, hint);
            case MethodInvocationTree call -> call(call, scope, hint);
            default -> throw unknown(tree);
        };
    }

    private static Value literal(LiteralTree literal) {
        return literal.getKind() == Tree.Kind.INT_LITERAL
                ? new Value(Kind.INT, literal.toString())
                : new Value(Kind.FLOAT, literal.toString().replace("F", "f"));
    }

    private Value negative(Value v, String hint) {
        if (v.kind() == Kind.INT && v.text().equals("0")) {
            throw new IllegalArgumentException("-0 is an int without a sign; write -0f");
        }
        return v.isVector() ? let(Kind.FLOATS, v.text() + ".neg()", hint) : new Value(v.kind(), "-" + v.text());
    }

    private Value binary(BinaryTree tree, Map<String, Value> scope, String hint) {
        Value left = value(tree.getLeftOperand(), scope, "v");
        Value right = value(tree.getRightOperand(), scope, "v");
        if (!left.isVector() && !right.isVector()) {
            Kind kind = left.kind() == Kind.INT && right.kind() == Kind.INT ? Kind.INT : Kind.FLOAT;
            return new Value(kind, "(" + left.text() + " " + sign(tree) + " " + right.text() + ")");
        }
        if (left.kind() == Kind.INTS) {
            String by = right.text();
            return let(Kind.INTS, left.text() + switch (tree.getKind()) {
                case PLUS -> ".add(" + by + ")";
                case MINUS -> ".sub(" + by + ")";
                case AND -> ".and(" + by + ")";
                case OR -> ".or(" + by + ")";
                case LEFT_SHIFT -> ".lanewise(VectorOperators.LSHL, " + by + ")";
                case UNSIGNED_RIGHT_SHIFT -> ".lanewise(VectorOperators.LSHR, " + by + ")";
                default -> throw unknown(tree);
            }, hint);
        }
        String operation = switch (tree.getKind()) {
            case PLUS -> "add";
            case MINUS -> "sub";
            case MULTIPLY -> "mul";
            case DIVIDE -> "div";
            default -> throw unknown(tree);
        };
        boolean turns = !left.isVector() && (operation.equals("add") || operation.equals("mul"));
        Value first = turns ? right : vector(left);
        Value second = turns ? left : right;
        return let(Kind.FLOATS, first.text() + "." + operation + "(" + second.text() + ")", hint);
    }

    private static String sign(BinaryTree tree) {
        return switch (tree.getKind()) {
            case PLUS -> "+";
            case MINUS -> "-";
            case MULTIPLY -> "*";
            case DIVIDE -> "/";
            default -> throw unknown(tree);
        };
    }

    /** A comparison used at once: the mask outlives no statement. */
    private Value choice(ConditionalExpressionTree tree, Map<String, Value> scope, String hint) {
        ExpressionTree condition = tree.getCondition();
        while (condition instanceof ParenthesizedTree inner) {
            condition = inner.getExpression();
        }
        BinaryTree comparison = (BinaryTree) condition;
        Value left = value(comparison.getLeftOperand(), scope, "v");
        Value right = value(comparison.getRightOperand(), scope, "v");
        Value then = value(tree.getTrueExpression(), scope, "v");
        Value otherwise = value(tree.getFalseExpression(), scope, "v");
        if (!left.isVector()) {
            throw unknown(tree);
        }
        String operator = switch (comparison.getKind()) {
            case LESS_THAN -> "LT";
            case LESS_THAN_EQUAL -> "LE";
            case GREATER_THAN -> "GT";
            case GREATER_THAN_EQUAL -> "GE";
            default -> throw unknown(tree);
        };
        return let(Kind.FLOATS, vector(otherwise).text() + ".blend(" + floats(then) + ", " + left.text()
                + ".compare(VectorOperators." + operator + ", " + floats(right) + "))", hint);
    }

    private Value call(MethodInvocationTree tree, Map<String, Value> scope, String hint) {
        List<Value> arguments = new ArrayList<>();
        for (ExpressionTree argument : tree.getArguments()) {
            arguments.add(value(argument, scope, "v"));
        }
        String name = tree.getMethodSelect().toString();
        Value first = arguments.get(0);
        return switch (name) {
            case "Math.abs" -> let(Kind.FLOATS, first.text() + ".abs()", hint);
            case "Float.floatToRawIntBits" -> let(Kind.INTS, first.text() + ".reinterpretAsInts()", hint);
            case "Float.intBitsToFloat" -> let(Kind.FLOATS, first.text() + ".reinterpretAsFloats()", hint);
            case "fma" -> fma(first, arguments.get(1), arguments.get(2), hint);
            case "Math.max" -> let(Kind.INTS, first.text() + ".max(" + arguments.get(1).text() + ")", hint);
            case "entry" -> entry(first.text(), arguments.get(1).text(), hint);
            default -> {
                MethodTree method = methods.get(name);
                if (method == null) {
                    throw unknown(tree);
                }
                Map<String, Value> inner = new LinkedHashMap<>();
                for (int i = 0; i < arguments.size(); i++) {
                    VariableTree parameter = method.getParameters().get(i);
                    Value argument = arguments.get(i);
                    boolean isFloat = parameter.getType().toString().equals("float");
                    inner.put(parameter.getName().toString(), isFloat && argument.kind() == Kind.INT
                            ? new Value(Kind.FLOAT, argument.text() + "f") : argument);
                }
                yield body(method, inner);
            }
        };
    }

    private Value fma(Value a, Value b, Value c, String hint) {
        if (!a.isVector() && !b.isVector()) {
            if (c.isVector()) {
                throw new IllegalArgumentException("an fma of two scalars and a vector: give the product a name");
            }
            return new Value(Kind.FLOAT, "Fma.fma(" + a.text() + ", " + b.text() + ", " + c.text() + ")");
        }
        Value first = a.isVector() ? a : b; // a b is b a, bit for bit
        Value second = a.isVector() ? b : a;
        String arguments = !second.isVector() && !c.isVector()
                ? floats(second) + ", " + floats(c)
                : vector(second).text() + ", " + vector(c).text();
        return let(Kind.FLOATS, first.text() + ".fma(" + arguments + ")", hint);
    }

    /** The lanes' numbers of a table of sixteen, one vector or two. */
    private Value entry(String table, String number, String hint) {
        String low = number + ".selectFrom(IntVector.fromArray(INTS, " + table + ", 0))";
        String high = number + ".selectFrom(IntVector.fromArray(INTS, " + table + ", 8))";
        Value bits = let(Kind.INTS, "LANES == 16 ? " + low + " : " + low + ".blend(" + high + ", " + number
                + ".compare(VectorOperators.GT, 7))", "bits");
        operations += CALLS_OF_ENTRY - 2;
        readsTables = true;
        return let(Kind.FLOATS, bits.text() + ".reinterpretAsFloats()", hint);
    }

    private Value vector(Value v) {
        return v.isVector() ? v : new Value(Kind.FLOATS, "FloatVector.broadcast(SPECIES, " + floats(v) + ")");
    }

    /** As an argument of type float: the Vector API takes long where it is given an int. */
    private static String floats(Value v) {
        return v.kind() == Kind.INT ? v.text() + "f" : v.text();
    }

    private Value let(Kind kind, String expression, String hint) {
        Value value = known.get(expression);
        if (value == null) {
            int count = names.merge(hint, 1, Integer::sum);
            String name = (count == 1 ? hint : hint + count) + suffix;
            operations++;
            statements.add((kind == Kind.FLOATS ? "FloatVector " : "IntVector ") + name + " = " + expression + ";");
            value = new Value(kind, name);
            known.put(expression, value);
        }
        return value;
    }

    private static IllegalArgumentException unknown(Tree tree) {
        return new IllegalArgumentException("no vector form is known of: " + tree);
    }
}
