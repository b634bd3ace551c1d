package dev.lanewise.cli;

import dev.lanewise.Backend;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the promises about bits hold on this machine and virtual machine. */
@Command(
        name = "selftest",
        description = "Tells which backend runs here and why, and checks on this machine that vectors give the bits of "
                + "loops, and loops those of every other machine. Exits with 1 where they do not.")
final class SelftestCommand implements Callable<Integer> {
    /** Some thousand calls of each kind of kernel, which brings most to C2; some 8 s. */
    private static final int ROUNDS = 10;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "Exit with 1 as well where this backend, loop or vector, is not the one that runs.")
    private Backend wanted;

    private final List<SelfTest.Way> ways;
    private final int rounds;

    SelftestCommand() {
        this(SelfTest.ways(), ROUNDS);
    }

    /** With other ways to evaluate, of which a test gives a faulty one. */
    SelftestCommand(List<SelfTest.Way> ways, int rounds) {
        this.ways = ways;
        this.rounds = rounds;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        out.println("Lanewise on Java " + Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        BackendReport.print(out);
        SelfTest test = new SelfTest(ways);
        test.run(rounds);
        out.printf(Locale.ROOT, "compared with loops: %,d networks, %,d outputs%n", test.networks(), test.outputs());
        for (SelfTest.Way way : ways) {
            String difference = test.differences().get(way);
            out.printf("  %-30s %s%n", way.name(), difference == null ? "same bits" : "DIFFERS: " + difference);
        }
        boolean asReleased = test.digest().equals(SelfTest.RELEASED_DIGEST);
        out.println("loops and this release: " + (asReleased ? "same bits" : "DIFFERENT BITS, digest " + test.digest()));
        boolean same = asReleased && test.differences().isEmpty();
        if (!asReleased) {
            err.println("lanewise: loops give other bits than this release gives elsewhere: do not trust results of this"
                    + " virtual machine, try another, and please report the output above");
        } else if (!same) {
            err.println("lanewise: bits differ, which must not be: start java with -Dlanewise.backend=loop until it is"
                    + " mended, and please report the output above");
        }
        boolean asWanted = wanted == null || wanted == Backend.best();
        if (!asWanted) {
            err.println("lanewise: the backend is not " + wanted.name().toLowerCase(Locale.ROOT) + ": "
                    + wanted.description());
        }
        return same && asWanted ? 0 : 1;
    }
}
