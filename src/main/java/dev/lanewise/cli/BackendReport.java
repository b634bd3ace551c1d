package dev.lanewise.cli;

import dev.lanewise.Backend;
import java.io.PrintWriter;
import java.util.Locale;

/** Which backend runs here, and what there is to say of each. */
final class BackendReport {
    private BackendReport() {}

    static void print(PrintWriter out) {
        out.println("backend: " + Backend.best().name().toLowerCase(Locale.ROOT));
        out.println("  vector: " + Backend.VECTOR.description());
        out.println("  loop:   " + Backend.LOOP.description());
    }
}
