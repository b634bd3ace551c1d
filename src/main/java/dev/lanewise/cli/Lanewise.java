package dev.lanewise.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that holds the others. */
@Command(
        name = "lanewise",
        description = "Dense neural networks on the Vector API.",
        subcommands = {
            InfoCommand.class, DrawCommand.class, PredictCommand.class, ConvertCommand.class, CompareCommand.class,
            SelftestCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Lanewise.Version.class,
        footerHeading = "%n",
        footer = {
            "lanewise COMMAND --help tells more. Exit codes: 0 success, 1 the work failed (a bad file, bits that differ), "
                    + "2 the command line is wrong. Vectors need java --add-modules jdk.incubator.vector; without it "
                    + "everything runs in loops, with the same bits."
        })
final class Lanewise implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this and exit.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
    private boolean version;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs one command; nothing is thrown for what a user can cause. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        return run(new CommandLine(new Lanewise()), args, out, err);
    }

    static int run(CommandLine commands, String[] args, PrintWriter out, PrintWriter err) {
        Failures failures = new Failures();
        commands.setOut(out).setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
        int code;
        try {
            code = commands.execute(args);
        } catch (OutOfMemoryError e) {
            err.println("lanewise: out of memory, with a heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB; give java more with -Xmx (" + e.getMessage() + ")");
            code = CommandLine.ExitCode.SOFTWARE;
        }
        if (out.checkError() && code == CommandLine.ExitCode.OK) {
            err.println("lanewise: the standard output could not be written to its end");
            code = CommandLine.ExitCode.SOFTWARE;
        }
        return code;
    }

    /** From the manifest of the runnable jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Lanewise.class.getPackage().getImplementationVersion();
            return new String[] {"Lanewise " + (version == null ? "(not run from its jar)" : version)};
        }
    }
}
