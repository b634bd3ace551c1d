package dev.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** One small jar: no dependency that an embedder has to have, and a module that exports three packages. */
class DependencyTest {
    private static final Path BASE = Path.of(System.getProperty("basedir", "."));

    @Test
    void everyDependencyIsOptionalOrForTests() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(BASE.resolve("pom.xml").toFile())
                .getDocumentElement();
        int checked = 0;
        NodeList all = project.getElementsByTagName("dependency");
        for (int i = 0; i < all.getLength(); i++) {
            Element dependency = (Element) all.item(i);
            if (!dependency.getParentNode().getParentNode().getNodeName().equals("project")) {
                continue; // managed versions
            }
            checked++;
            boolean free = text(dependency, "optional").equals("true") || text(dependency, "scope").equals("test");
            assertTrue(free, text(dependency, "artifactId") + " is neither optional nor for tests");
        }
        assertTrue(checked >= 5, "checked=" + checked);
    }

    private static String text(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    @Test
    void theModuleRequiresNothingButTheJdkAndExportsThreePackages() throws Exception {
        ModuleDescriptor module;
        try (InputStream in = Files.newInputStream(BASE.resolve("target/classes/module-info.class"))) {
            module = ModuleDescriptor.read(in);
        }
        Set<String> needed = module.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .collect(Collectors.toSet());
        assertEquals(Set.of("java.base", "jdk.management"), needed);
        assertEquals(
                Set.of("dev.lanewise", "dev.lanewise.io", "dev.lanewise.draw"),
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet()));
    }
}
