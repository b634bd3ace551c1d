package dev.lanewise.bench.grid;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanewise.bench.machine.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Results on disk, one JSON document per line: the conditions, then one virtual machine after the other as they end.
 * A run that was stopped goes on from there.
 */
public final class ResultsFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final Conditions conditions;
    private final List<ForkResult> results = new ArrayList<>();

    private ResultsFile(Path path, Conditions conditions) {
        this.path = path;
        this.conditions = conditions;
    }

    /**
     * Goes on with the file if there is one, else begins it.
     *
     * @throws IllegalStateException if it was measured under other conditions
     */
    public static ResultsFile open(Path path, Conditions conditions) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            ResultsFile file = new ResultsFile(path, conditions);
            file.write(conditions, StandardOpenOption.CREATE_NEW);
            return file;
        }
        dropCutLine(path);
        if (Files.size(path) == 0) {
            Files.delete(path);
            return open(path, conditions);
        }
        ResultsFile file = read(path);
        if (!file.conditions.sameAs(conditions)) {
            throw new IllegalStateException(path + " was measured under other conditions (machine, JDK, flags or code);"
                    + " move it away to begin anew");
        }
        return file;
    }

    /** Else the next result would go on where a crash has cut the last one. */
    private static void dropCutLine(Path path) throws IOException {
        String text = Files.readString(path);
        if (!text.endsWith("\n")) {
            Files.writeString(path, text.substring(0, text.lastIndexOf('\n') + 1));
        }
    }

    /** Reads the file; a last line that does not end as it should, cut off by a crash, is left out. */
    public static ResultsFile read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path);
        ResultsFile file = new ResultsFile(path, JSON.readValue(lines.getFirst(), Conditions.class));
        for (String line : lines.subList(1, lines.size())) {
            if (line.endsWith("}")) {
                file.results.add(JSON.readValue(line, ForkResult.class));
            }
        }
        return file;
    }

    /** Adds what a virtual machine found. */
    public void add(ForkResult result) throws IOException {
        write(result, StandardOpenOption.APPEND);
        results.add(result);
    }

    /** Whether the fork is there already. */
    public boolean has(String cell, int fork) {
        return results.stream().anyMatch(result -> result.cell().equals(cell) && result.fork() == fork);
    }

    /** Under which everything in it was measured. */
    public Conditions conditions() {
        return conditions;
    }

    /** What is in it. */
    public List<ForkResult> results() {
        return List.copyOf(results);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    private void write(Object line, StandardOpenOption how) throws IOException {
        Files.writeString(path, JSON.writeValueAsString(line) + "\n", StandardOpenOption.WRITE, how);
    }

    /** One result by itself, as a fork hands it over. */
    static void write(Path path, ForkResult result) throws IOException {
        JSON.writeValue(path.toFile(), result);
    }

    static ForkResult readResult(Path path) throws IOException {
        return JSON.readValue(path.toFile(), ForkResult.class);
    }
}
