package dev.lanewise.cli;

import dev.lanewise.internal.file.AtomicFile;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The entry to the commands, {@code lanewise COMMAND …}; {@code lanewise --help} lists them. Exit codes: 0 for success, 1
 * where the work failed (a bad file, bits that differ), 2 where the command line is wrong.
 */
public final class Main {
    private static final int BUFFER = 1 << 16;

    private Main() {}

    /**
     * Runs one command and ends the virtual machine with its exit code.
     *
     * @param args a command and what it takes
     */
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::removeUnfinished)); // Ctrl-C leaves nothing behind
        System.exit(run(args, writer(FileDescriptor.out), writer(FileDescriptor.err)));
    }

    /** UTF-8 whatever the locale; whole lines go out at once, rows of predictions by the buffer. */
    private static PrintWriter writer(FileDescriptor to) {
        return new PrintWriter(new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), BUFFER), true);
    }

    /** Runs one command and gives its exit code. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        try {
            Class.forName("picocli.CommandLine", false, Main.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            err.println("lanewise: the commands need the optional library picocli; add info.picocli:picocli (4.7 or later)"
                    + " to the class path, or use the runnable jar lanewise-VERSION-cli.jar, which holds it");
            return 1;
        }
        return Lanewise.run(args, out, err);
    }
}
