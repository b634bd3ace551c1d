package dev.lanewise.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Files that a command line names for reading. */
final class InputFile {
    private InputFile() {}

    /** Refuses a folder, which opens like a file on some systems and then fails without its name. */
    static void check(CommandSpec command, Path file) {
        if (Files.isDirectory(file)) {
            throw new ParameterException(command.commandLine(), file + " is a directory; name a file in it");
        }
    }
}
