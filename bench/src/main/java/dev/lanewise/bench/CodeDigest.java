package dev.lanewise.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A fingerprint of the code that is measured, and measures. The commit would not do: while kernels are being worked
 * on, a hundred versions of them share one.
 */
final class CodeDigest {
    private CodeDigest() {}

    /** Of the benchmarks' jar and the library's; the other jars are fixed by their versions. */
    static String ofClassPath() throws IOException {
        Path benchmarks = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]).toAbsolutePath();
        MessageDigest digest = sha256();
        digest.update(Files.readAllBytes(benchmarks));
        for (String name : classPathOf(benchmarks)) {
            if (name.contains("/lanewise-")) {
                digest.update(Files.readAllBytes(benchmarks.resolveSibling(name)));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<String> classPathOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return List.of(manifest.getMainAttributes().getValue("Class-Path").split(" "));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has it", e);
        }
    }
}
