package dev.lanewise.cli;

import dev.lanewise.cli.rows.RowFormatException;
import dev.lanewise.io.ModelFormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What goes wrong, as a line on the standard error and an exit code. {@code -Dlanewise.trace=true} adds the stack trace. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final String TRACE_PROPERTY = "lanewise.trace";

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command, e, e.getMessage());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        print(command, e, message(e));
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static void print(CommandLine command, Exception e, String message) {
        command.getOut().flush(); // what was done comes before why no more was
        command.getErr().println("lanewise: " + message);
        if (Boolean.getBoolean(TRACE_PROPERTY)) {
            e.printStackTrace(command.getErr());
        }
    }

    /** The messages of the library say what to do; those of the file system want words. */
    private static String message(Exception e) {
        return switch (e) {
            case ModelFormatException refused -> refused.getMessage();
            case RowFormatException refused -> refused.getMessage();
            case NoSuchFileException missing -> missing.getFile() + ": "
                    + (missing.getReason() == null ? "there is no such file" : missing.getReason());
            case AccessDeniedException denied -> denied.getFile() + ": access denied";
            case FileSystemException other -> other.getMessage();
            case IOException other -> "reading or writing failed: " + other.getMessage();
            case IllegalStateException remedy -> remedy.getMessage();
            case IllegalArgumentException remedy -> remedy.getMessage();
            default -> "unexpected " + e + "; this is a fault of Lanewise, please report it with what -D" + TRACE_PROPERTY
                    + "=true adds";
        };
    }
}
