package dev.lanewise.bench.grid;

import dev.lanewise.Backend;
import dev.lanewise.bench.peer.Implementation;
import dev.lanewise.bench.peer.Profiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine for one cell. */
public final class Fork {
    private Fork() {}

    /**
     * Measures and writes the result.
     *
     * @param args id of the cell, number of the fork, size of the run, file for the result
     */
    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        Cell cell = Plan.cell(args[0]);
        int number = Integer.parseInt(args[1]);
        Effort effort = Effort.of(args[2], cell);
        Implementation.requireAvailable(Backend.VECTOR);
        for (Implementation implementation : Implementation.values()) {
            Profiles.mix(implementation);
        }
        if (cell.isSweep()) {
            tryAll(cell, effort);
        }
        List<TaskResult> results = new ArrayList<>();
        for (Task task : cell.tasks()) {
            try (Race race = new Race(task, cell.lineup(), effort, number)) {
                race.prepare();
                results.add(race.run());
            }
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        ResultsFile.write(Path.of(args[3]), new ForkResult(cell.id(), number, seconds, results));
        System.exit(0); // some native libraries leave threads behind
    }

    /** So that the first sizes of a sweep meet the same compiled code as the last. */
    private static void tryAll(Cell cell, Effort effort) {
        for (Task task : cell.tasks()) {
            try (Race race = new Race(task, cell.lineup(), effort, 0)) {
                race.prepare();
                race.tryOut();
            }
        }
    }
}
