package dev.lanewise.io.onnx;

import dev.lanewise.internal.format.Quote;
import dev.lanewise.internal.onnx.Model;
import dev.lanewise.internal.onnx.Node;
import dev.lanewise.internal.onnx.OnnxFault;
import dev.lanewise.internal.onnx.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph whose names are in order: every tensor made once, and before it is used; one input, one output, operators of a
 * known version. Nodes that the output does not depend on are left out.
 */
final class GraphCheck {
    private static final int OLDEST_OPSET = 6;
    private static final int NEWEST_OPSET = 27;

    private final Model model;
    private final Map<String, Tensor> initializers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final List<Node> live;
    private final long opset;
    private final Model.ValueInfo input;
    private final Model.ValueInfo output;

    GraphCheck(Model model) {
        this.model = model;
        opset = checkedOpset();
        for (Tensor tensor : model.initializers()) {
            if (tensor.name().isEmpty() || initializers.put(tensor.name(), tensor) != null) {
                throw tensorFault(tensor.name(), "is an initializer without a name, or the second one of its name; save"
                        + " the model again");
            }
        }
        input = onlyInput();
        if (model.outputs().size() != 1) {
            throw new OnnxFault("graph, output", null, "has " + model.outputs().size() + " outputs; a network has one."
                    + " Save the model with the output you need, as onnx.utils.extract_model does; scikit-learn's"
                    + " classifiers have a label beside the probabilities");
        }
        output = model.outputs().getFirst();
        checkNames();
        live = liveNodes();
    }

    long opset() {
        return opset;
    }

    Map<String, Tensor> initializers() {
        return initializers;
    }

    Model.ValueInfo input() {
        return input;
    }

    Model.ValueInfo output() {
        return output;
    }

    /** Those that the output depends on, in the order of the file. */
    List<Node> nodes() {
        return live;
    }

    /** Whether more than one input of live nodes is this tensor. */
    boolean isShared(String tensor) {
        return uses.getOrDefault(tensor, 0) > 1;
    }

    private long checkedOpset() {
        long found = -1;
        Set<String> domains = new HashSet<>();
        for (Model.Opset each : model.opsets()) {
            String domain = isDefault(each.domain()) ? "" : each.domain();
            if (!domains.add(domain)) {
                throw new OnnxFault("opset_import", each.domain(), "stands twice; save the model again");
            }
            if (domain.isEmpty()) {
                found = each.version();
            }
        }
        if (found < OLDEST_OPSET || found > NEWEST_OPSET) {
            throw new OnnxFault("opset_import", null, (found < 0 ? "no opset is given" : "opset " + found) + "; read are "
                    + OLDEST_OPSET + " to " + NEWEST_OPSET + ", to which onnx.version_converter converts");
        }
        return found;
    }

    private static boolean isDefault(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    /** Before version 4 of the format initializers were inputs too; those are constants here. */
    private Model.ValueInfo onlyInput() {
        Set<String> names = new HashSet<>();
        Model.ValueInfo only = null;
        for (Model.ValueInfo value : model.inputs()) {
            if (value.name().isEmpty() || !names.add(value.name())) {
                throw tensorFault(value.name(), "is an input without a name, or the second one of its name");
            }
            if (!initializers.containsKey(value.name())) {
                if (only != null) {
                    throw new OnnxFault("graph, input", value.name(), "is a second input, beside "
                            + Quote.ascii(only.name()) + "; a network has one. Join them before the"
                            + " model, or make constants of those that are");
                }
                only = value;
            }
        }
        if (only == null) {
            throw new OnnxFault("graph, input", null, "the graph has no input; a network has one");
        }
        return only;
    }

    private void checkNames() {
        Set<String> made = new HashSet<>(initializers.keySet());
        made.add(input.name());
        for (Node node : model.nodes()) {
            if (!isDefault(node.domain()) && !node.domain().equals(Operators.LEARNING)) {
                throw NodeFault.of(node, "is of the domain " + Quote.ascii(node.domain())
                        + "; read are operators of ONNX's own domain, and Scaler of " + Operators.LEARNING);
            }
            if (node.outputs().isEmpty()) {
                throw NodeFault.of(node, "has no output");
            }
            for (String name : node.inputs()) {
                if (!name.isEmpty() && !made.contains(name)) {
                    throw NodeFault.of(node, "uses tensor " + Quote.ascii(name)
                            + ", which no node before it makes; nodes must be in the order of computation");
                }
            }
            for (String name : node.outputs()) {
                if (!name.isEmpty() && !made.add(name)) {
                    throw NodeFault.of(node, "makes tensor " + Quote.ascii(name)
                            + ", which is there already; every name is given once");
                }
            }
        }
        if (!made.contains(output.name())) {
            throw new OnnxFault("graph, output", output.name(), "is made by no node");
        }
    }

    private List<Node> liveNodes() {
        Set<String> needed = new HashSet<>();
        needed.add(output.name());
        List<Node> nodes = new ArrayList<>();
        for (int n = model.nodes().size() - 1; n >= 0; n--) {
            Node node = model.nodes().get(n);
            if (isAnyOf(needed, node.outputs())) {
                nodes.add(node);
                for (String name : node.inputs()) {
                    if (!name.isEmpty()) {
                        needed.add(name);
                    }
                    if (!node.operator().equals("Shape")) {
                        uses.merge(name, 1, Integer::sum);
                    }
                }
            }
        }
        return nodes.reversed();
    }

    private static boolean isAnyOf(Set<String> names, List<String> some) {
        for (String name : some) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static OnnxFault tensorFault(String name, String reason) {
        return new OnnxFault("tensor", name, reason);
    }
}
