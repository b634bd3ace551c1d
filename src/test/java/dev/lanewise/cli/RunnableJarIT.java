package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars of the package phase, run as a user does. Maven tells where they are, and runs this after they were made. */
class RunnableJarIT {
    private static final Path JAR = jar("lanewise.test.cli.jar");

    @TempDir
    Path folder;

    private record Result(int code, String out, String err) {}

    private static Path jar(String property) {
        String path = System.getProperty(property);
        assertTrue(path != null, "-D" + property + " is not set; run mvn verify");
        assertTrue(Files.exists(Path.of(path)), path + " is not there; run mvn verify");
        return Path.of(path);
    }

    private Result java(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        Collections.addAll(command, words);
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
        try {
            process.getOutputStream().close();
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "still running: " + command);
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    @Test
    void theModuleGivenSelftestRunsVectors() throws Exception {
        Result result = java("--add-modules", "jdk.incubator.vector", "-jar", JAR.toString(), "selftest");
        assertEquals(0, result.code(), result.out() + result.err());
        assertTrue(result.out().contains("loops and this release: same bits"), result.out());
        assertEquals("WARNING: Using incubator modules: jdk.incubator.vector", result.err().strip());
    }

    @Test
    void withoutTheModuleLoopsRunAndOneLineSaysSo() throws Exception {
        Path model = ModelFiles.shipped(folder);
        Path data = Files.writeString(folder.resolve("data.csv"), "0,".repeat(9) + "0\n");
        Result result = java("-jar", JAR.toString(), "predict", model.toString(), data.toString());
        assertEquals(0, result.code(), result.err());
        assertEquals(Run.of("predict", model, data).succeeded(), result.out());
        assertTrue(result.err().contains("Lanewise computes in plain loops"), result.err());
        assertTrue(result.err().contains("1 rows, backend loop"), result.err());
    }

    @Test
    void everyLibraryOfACommandIsInside() throws Exception {
        Path model = ModelFiles.shipped(folder);
        for (String ending : new String[] {"svg", "png", "dot"}) {
            Path picture = folder.resolve("net." + ending);
            Result result = java("-jar", JAR.toString(), "draw", model.toString(), "-o", picture.toString());
            assertEquals(0, result.code(), result.err());
            assertTrue(Files.size(picture) > 1000);
        }
        assertTrue(java("-jar", JAR.toString(), "--version").out().matches("Lanewise [0-9].*\\R"));
        Result wrong = java("-jar", JAR.toString(), "predict", model.toString());
        assertEquals(2, wrong.code());
        assertFalse(wrong.err().contains("\tat "), wrong.err());
    }

    @Test
    void theMainJobComparesTheNetworksThatShip() throws Exception {
        Result result = java("--add-modules", "jdk.incubator.vector", "-jar", JAR.toString(), "compare", "--draw",
                folder.toString());
        assertEquals(0, result.code(), result.out() + result.err());
        assertTrue(result.out().contains("R² = 0.3616 (loop)"), result.out());
        assertTrue(result.out().contains("accuracy = 97.33 % (loop)"), result.out());
        assertEquals(6, result.out().lines().filter(line -> line.contains("rows per call, against loop:")).count());
        assertTrue(Files.exists(folder.resolve("diabetes-10x16x1.png")));
    }

    @Test
    void licencesAndServicesAreKeptAndTheLibrarysJarIsAlone() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertEquals("dev.lanewise.cli.Main", manifest.getValue(Attributes.Name.MAIN_CLASS));
            assertEquals("true", manifest.getValue(Attributes.Name.MULTI_RELEASE));
            assertTrue(jar.getEntry("META-INF/services/com.fasterxml.jackson.core.JsonFactory") != null);
            assertTrue(jar.stream().noneMatch(entry -> entry.getName().endsWith("module-info.class")));
            String licences = text(jar, "META-INF/LICENSE");
            assertTrue(licences.contains("Apache License") && licences.contains("Oliver Siegmar"), licences);
            assertTrue(text(jar, "META-INF/GPL-3.0.txt").contains("GNU GENERAL PUBLIC LICENSE"));
            assertTrue(text(jar, "META-INF/THIRD-PARTY.txt").contains("GPL"));
        }
        try (JarFile library = new JarFile(jar("lanewise.test.jar").toFile())) {
            List<String> others = library.stream().map(JarEntry::getName)
                    .filter(name -> !name.matches("dev/(lanewise/.*)?|META-INF/(MANIFEST.MF|maven/.*)?|module-info.class"))
                    .toList();
            assertEquals(List.of(), others);
            assertEquals(null, library.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
