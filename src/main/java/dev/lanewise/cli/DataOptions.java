package dev.lanewise.cli;

import dev.lanewise.Network;
import dev.lanewise.cli.rows.Columns;
import dev.lanewise.cli.rows.RowFile;
import dev.lanewise.cli.rows.RowSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a file of rows is to be read, for every command that reads one. */
final class DataOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--columns",
            paramLabel = "LIST",
            hideParamSyntax = true,
            split = ",",
            description = "The columns that are the inputs, in their order: names of the header, numbers from 1, or ranges, "
                    + "such as age,bmi,5-8. Default: all, which must be as many as the inputs.")
    private List<String> columns = List.of();

    @Option(
            names = "--header",
            negatable = true,
            defaultValue = Option.NULL_VALUE,
            description = "Whether the first line of a CSV file names its columns. Default: it does if one of its cells "
                    + "that would be read is not a number.")
    private Boolean header;

    RowSource open(Path file, Network network) throws IOException {
        InputFile.check(spec, file);
        return RowFile.open(file, network.inputs(), new Columns(columns), header);
    }
}
