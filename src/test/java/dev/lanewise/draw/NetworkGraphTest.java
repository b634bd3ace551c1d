package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is in the graph: nodes, links, labels and words. */
class NetworkGraphTest {
    @Test
    void theTwoLayerRegressionNetworkIsDrawnInFull() {
        GraphModel model = NetworkGraph.of(Networks.of(10, 16, 1)).model();
        assertEquals(1 + 10 + 1 + 16 + 1, model.nodes().size());
        assertEquals((10 + 1) * 16 + 16 + 1, model.links().size());
        assertEquals(List.of("10 inputs", "16 units, sigmoid", "1 output, identity"),
                model.columns().stream().map(Column::title).toList());
        assertEquals(List.of("(10 + 1) × 16 = 176", "(16 + 1) × 1 = 17"),
                model.formulas().stream().map(Caption::text).toList());
        assertEquals("176 + 17 = 193 parameters", model.total().text());
        assertTrue(model.columns().stream().allMatch(column -> column.ellipsis().isEmpty()));
    }

    @Property(tries = 200)
    void everyParameterIsOneLinkOfAnUnshortenedNetwork(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 16) Integer> sizes) {
        Network network = Networks.of(sizes.stream().mapToInt(Integer::intValue).toArray());
        GraphModel model = NetworkGraph.of(network).model();
        assertEquals(network.parameterCount(), model.links().size());
        assertEquals(sizes.stream().mapToInt(Integer::intValue).sum() + network.layers().size(), model.nodes().size());
    }

    @Property(tries = 200)
    void linksJoinEachNodeToEachUnitOfTheNextColumnOnce(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 30) Integer> sizes) {
        GraphModel model = NetworkGraph.of(Networks.of(sizes.stream().mapToInt(Integer::intValue).toArray())).model();
        Set<Link> expected = new HashSet<>();
        for (int c = 0; c + 1 < model.columns().size(); c++) {
            for (Node target : model.columns().get(c + 1).units()) {
                model.columns().get(c).units().forEach(source -> expected.add(new Link(source, target)));
                expected.add(new Link(model.columns().get(c).offset().orElseThrow(), target));
            }
        }
        assertEquals(expected, new HashSet<>(model.links()));
        assertEquals(expected.size(), model.links().size(), "a link is there twice");
    }

    @Property(tries = 50)
    void offsetsAreLinkedToNoOffsetAndTheLastColumnHasNone(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 20) Integer> sizes) {
        GraphModel model = NetworkGraph.of(Networks.of(sizes.stream().mapToInt(Integer::intValue).toArray())).model();
        assertTrue(model.links().stream().noneMatch(link -> link.to().kind() == Node.Kind.OFFSET));
        assertTrue(model.columns().getLast().offset().isEmpty());
        assertEquals(sizes.size() - 1L,
                model.nodes().stream().filter(node -> node.kind() == Node.Kind.OFFSET).count());
    }

    @Test
    void unitsAreNamedAsInTheTextbook() {
        assertEquals(List.of("1", "x₁", "x₂", "1", "h₁", "h₂", "h₃", "z"), labels(Networks.of(2, 3, 1)));
        assertEquals(List.of("1", "x₁", "1", "h₁⁽¹⁾", "h₂⁽¹⁾", "1", "h₁⁽²⁾", "z₁", "z₂"),
                labels(Networks.of(1, 2, 1, 2)));
        assertTrue(labels(Networks.of(10, 16, 1)).containsAll(List.of("x₁₀", "h₁₆")));
    }

    @Test
    void columnsUpToTheLimitAreDrawnInFullAndLongerOnesShortened() {
        int limit = GraphLayout.MOST_UNITS_IN_FULL;
        List<Column> columns = NetworkGraph.of(Networks.of(limit, limit + 1, limit)).model().columns();
        assertEquals(List.of(limit, GraphLayout.UNITS_BEFORE_ELLIPSIS + 1, limit),
                columns.stream().map(column -> column.units().size()).toList());
        assertEquals("17 units in all", columns.get(1).ellipsis().orElseThrow().text());
    }

    @Test
    void shortenedColumnsShowTheFirstOnesAndTheLastAndStateTheTrueCount() {
        GraphModel model = NetworkGraph.of(Networks.of(300, 1000, 64)).model();
        assertEquals(List.of("300 inputs in all", "1000 units in all", "64 outputs in all"),
                model.columns().stream().map(column -> column.ellipsis().orElseThrow().text()).toList());
        assertEquals(List.of("h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h1000"),
                model.columns().get(1).units().stream().map(Node::id).toList());
        assertEquals("301000 + 64064 = 365064 parameters", model.total().text());
        for (Column column : model.columns()) {
            double y = column.ellipsis().orElseThrow().y();
            assertTrue(column.units().get(7).y() < y && y < column.units().get(8).y());
        }
    }

    @Test
    void longSumsAreLeftToTheTable() {
        int[] sizes = IntStream.generate(() -> 2).limit(9).toArray();
        assertEquals("48 parameters", NetworkGraph.of(Networks.of(sizes)).model().total().text());
        assertEquals("2 parameters", NetworkGraph.of(Networks.of(1, 1)).model().total().text());
    }

    @Test
    void printsWhatIsDrawn() {
        assertEquals("NetworkGraph[10x16x1, 29 nodes, 193 links]", NetworkGraph.of(Networks.of(10, 16, 1)).toString());
        assertEquals("NetworkGraph[20x1, 11 nodes, 10 links]", NetworkGraph.of(Networks.of(20, 1)).toString());
    }

    @Test
    void nullIsNamed() {
        NetworkGraph graph = NetworkGraph.of(Networks.of(1, 1));
        assertEquals("network", assertThrows(NullPointerException.class, () -> NetworkGraph.of(null)).getMessage());
        assertEquals("file", assertThrows(NullPointerException.class, () -> graph.writePng(null)).getMessage());
        assertEquals("file", assertThrows(NullPointerException.class, () -> graph.writePng(null, 1)).getMessage());
        assertEquals("file", assertThrows(NullPointerException.class, () -> graph.writeSvg(null)).getMessage());
    }

    @Test
    void idsAreUnique() {
        GraphModel model = NetworkGraph.of(Networks.of(11, 111, 11, 1, 11)).model();
        Set<String> ids = new HashSet<>();
        model.nodes().forEach(node -> assertTrue(ids.add(node.id()), node.id()));
        model.columns().forEach(column -> column.ellipsis().ifPresent(more -> assertTrue(ids.add(more.id()))));
        assertFalse(ids.isEmpty());
    }

    private static List<String> labels(Network network) {
        return NetworkGraph.of(network).model().nodes().stream().map(node -> node.label().toString()).toList();
    }
}
