package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** SVG, read back as XML. */
class SvgRendererTest {
    @Test
    void everyLinkIsALineBetweenItsNodes() throws Exception {
        GraphModel model = NetworkGraph.of(Networks.of(10, 16, 1)).model();
        List<String> expected = model.links().stream()
                .map(l -> ends(l.from().x(), l.from().y(), l.to().x(), l.to().y()))
                .toList();
        List<String> lines = new ArrayList<>();
        for (Element line : elements(parse(SvgRenderer.render(model)), "line")) {
            lines.add(ends(number(line, "x1"), number(line, "y1"), number(line, "x2"), number(line, "y2")));
        }
        assertEquals(expected, lines);
    }

    @Test
    void everyNodeIsAGroupWithItsLabel() throws Exception {
        GraphModel model = NetworkGraph.of(Networks.of(3, 20, 2, 2)).model();
        Document document = parse(SvgRenderer.render(model));
        List<String> groups = new ArrayList<>();
        for (Element group : elements(document, "g")) {
            if (group.hasAttribute("id")) {
                String title = elements(group, "title").getFirst().getTextContent();
                groups.add(group.getAttribute("id") + " " + title + " " + words(group));
            }
        }
        assertEquals(model.nodes().stream()
                .map(n -> n.id() + " " + n.label() + " " + n.label().base() + n.label().subscript()
                        + n.label().superscript())
                .toList(), groups);
    }

    @Test
    void everyWordIsThereAndCentred() throws Exception {
        GraphModel model = NetworkGraph.of(Networks.of(300, 1000, 3)).model();
        Document document = parse(SvgRenderer.render(model));
        for (Column column : model.columns()) {
            assertCentred(document, column.title(), column.x());
            column.ellipsis().ifPresent(more -> assertCentred(document, more.text(), column.x()));
        }
        model.formulas().forEach(formula -> assertCentred(document, formula.text(), formula.x()));
        assertCentred(document, "301000 + 3003 = 304003 parameters", model.total().x());
    }

    private static void assertCentred(Document document, String text, double x) {
        Element found = elements(document, "text").stream()
                .filter(element -> element.getTextContent().equals(text)).findFirst().orElseThrow();
        assertEquals(x, number(found, "x"), 0.01, text);
        Element group = (Element) found.getParentNode();
        while (!group.hasAttribute("text-anchor")) {
            group = (Element) group.getParentNode();
        }
        assertEquals("middle", group.getAttribute("text-anchor"), text);
    }

    @Test
    void fontsAreGenericFamilies() {
        String svg = NetworkGraph.of(Networks.of(2, 3, 1)).toSvg();
        assertEquals(List.of("sans-serif", "serif"), Pattern.compile("font-family: ?([^;]+);")
                .matcher(svg).results().map(match -> match.group(1)).distinct().sorted().toList());
    }

    @Test
    void theSameNetworkGivesTheSameText() {
        String svg = NetworkGraph.of(Networks.of(64, 32, 2)).toSvg();
        assertEquals(svg, NetworkGraph.of(Networks.of(64, 32, 2)).toSvg());
    }

    @Test
    void theFileIsTheElementWithADeclaration(@TempDir Path folder) throws Exception {
        NetworkGraph graph = NetworkGraph.of(Networks.of(2, 3, 1));
        Path file = folder.resolve("network.svg");
        graph.writeSvg(file);
        String written = Files.readString(file);
        assertEquals("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + graph.toSvg(), written);
        Element svg = parse(written).getDocumentElement();
        assertEquals(graph.model().width(), number(svg, "width"));
        assertEquals(graph.model().height(), number(svg, "height"));
        assertEquals("0 0 " + svg.getAttribute("width") + " " + svg.getAttribute("height"), svg.getAttribute("viewBox"));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document document, String name) {
        return elements(document.getDocumentElement(), name);
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String words(Element group) {
        StringBuilder words = new StringBuilder();
        elements(group, "text").forEach(text -> words.append(text.getTextContent()));
        return words.toString();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static String ends(double x1, double y1, double x2, double y2) {
        return Math.round(x1 * 10) + " " + Math.round(y1 * 10) + " " + Math.round(x2 * 10) + " " + Math.round(y2 * 10);
    }
}
