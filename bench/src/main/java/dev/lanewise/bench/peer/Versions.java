package dev.lanewise.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the peers, as the pom has them. */
final class Versions {
    private static final Properties VERSIONS = read();

    private Versions() {}

    static String of(String peer) {
        return VERSIONS.getProperty(peer);
    }

    private static Properties read() {
        Properties versions = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
