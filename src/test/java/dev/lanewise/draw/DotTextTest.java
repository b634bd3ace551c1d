package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DOT, read back by the part of its grammar that is used. */
class DotTextTest {
    private static final String QUOTED = "\"(?:[^\"\\\\\n]|\\\\.)*\"";
    private static final String ATTRIBUTE = "[a-z]+=(?:" + QUOTED + "|-?[a-z0-9.]+)";
    private static final String ATTRIBUTES = "\\[" + ATTRIBUTE + "(?:, " + ATTRIBUTE + ")*]";
    private static final Pattern NODE = Pattern.compile(" +(\\w+) \\[label=(" + QUOTED + ")(?:, " + ATTRIBUTE + ")*];");
    private static final Pattern LINK = Pattern.compile(" +(\\w+) -> (\\w+)(?: " + ATTRIBUTES + ")?;");
    private static final Pattern DEFAULTS = Pattern.compile("  (?:node|edge) " + ATTRIBUTES + ";");
    private static final Pattern SETTINGS = Pattern.compile("  layout=nop; rankdir=LR;(?: " + ATTRIBUTE + ";)+");

    @ParameterizedTest
    @ValueSource(strings = {"1x1", "2x3x1", "10x16x1", "64x64x32x10", "300x1000x3", "4x6x6x5x4x2"})
    void nodesAreDeclaredOnceAndLinksAreThoseOfTheModel(String shape) {
        GraphModel model = model(shape);
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> links = new ArrayList<>();
        int ranks = 0;
        int depth = 0;
        for (String line : DotText.of(model).lines().toList()) {
            Matcher node = NODE.matcher(line);
            Matcher link = LINK.matcher(line);
            if (line.equals("digraph network {") || line.equals("  { rank=same;")) {
                depth++;
                ranks += depth - 1;
            } else if (line.strip().equals("}")) {
                depth--;
            } else if (DEFAULTS.matcher(line).matches() || SETTINGS.matcher(line).matches()) {
                assertEquals(1, depth);
            } else if (node.matches()) {
                assertEquals(null, labels.put(node.group(1), node.group(2)), line);
            } else if (link.matches()) {
                assertTrue(labels.containsKey(link.group(1)) && labels.containsKey(link.group(2)), line);
                links.add(link.group(1) + " " + link.group(2));
            } else {
                throw new AssertionError("not understood: " + line);
            }
        }
        assertEquals(0, depth);
        assertEquals(model.columns().size(), ranks);
        assertEquals(model.links().stream().map(l -> l.from().id() + " " + l.to().id()).toList(), links);
        model.nodes().forEach(n -> assertEquals('"' + n.label().toString() + '"', labels.get(n.id())));
        assertTrue(labels.values().containsAll(words(model)), "words missing: " + words(model));
    }

    private static GraphModel model(String shape) {
        int[] sizes = Pattern.compile("x").splitAsStream(shape).mapToInt(Integer::parseInt).toArray();
        return NetworkGraph.of(Networks.of(sizes)).model();
    }

    private static Set<String> words(GraphModel model) {
        Set<String> words = new HashSet<>();
        for (Column column : model.columns()) {
            words.add(DotText.quoted(column.title()));
            column.ellipsis().ifPresent(more -> words.add(DotText.quoted("⋮\n" + more.text())));
        }
        model.formulas().forEach(formula -> words.add(DotText.quoted(formula.text())));
        words.add(DotText.quoted(model.total().text()));
        return words;
    }

    @Test
    void placesAreThoseOfTheModelFromTheBottom() {
        GraphModel model = model("2x3x1");
        Node z = model.columns().getLast().units().getFirst();
        String place = String.format(Locale.ROOT, "%.2f,%.2f", z.x(), model.height() - z.y());
        assertTrue(DotText.of(model).contains("z [label=\"z\", pos=\"" + place + "\""), place);
    }

    @Test
    void biasesAreDashed() {
        String dot = NetworkGraph.of(Networks.of(2, 3, 1)).toDot();
        assertEquals(3 + 1, dot.lines().filter(line -> line.contains("style=dashed")).count());
        assertTrue(dot.contains("  offset1 -> h3 [style=dashed];\n"));
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertEquals("\"a\\\\b\\\"c\\nd\"", DotText.quoted("a\\b\"c\nd"));
    }

    @Test
    void theSameNetworkGivesTheSameText() {
        assertEquals(NetworkGraph.of(Networks.of(64, 32, 2)).toDot(), NetworkGraph.of(Networks.of(64, 32, 2)).toDot());
    }
}
