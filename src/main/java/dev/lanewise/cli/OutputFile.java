package dev.lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Files that a command line names for writing. */
final class OutputFile {
    private OutputFile() {}

    /**
     * The ending of a file's name, which decides the format.
     *
     * @param endings those that have one
     * @return one of them, in lower case, without its dot
     * @throws ParameterException for any other
     */
    static String ending(CommandSpec command, Path file, List<String> endings) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return endings.stream().filter(ending -> name.endsWith("." + ending)).findFirst()
                .orElseThrow(() -> new ParameterException(command.commandLine(), file
                        + ": the ending of its name decides the format; let it be ." + String.join(" or .", endings)));
    }

    /**
     * Refuses to replace what is being read, also under another name.
     *
     * @throws ParameterException if the file is one of the inputs
     */
    static void checkNotInput(CommandSpec command, Path file, Path... inputs) throws IOException {
        for (Path input : inputs) {
            if (Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input)) {
                throw new ParameterException(command.commandLine(), file + " is the input " + input
                        + ", and would be replaced; write to another file");
            }
        }
    }
}
