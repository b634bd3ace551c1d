package dev.lanewise.bench.grid;

import dev.lanewise.bench.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The cells: all of them, and which of them a smaller run takes. */
public final class Plan {
    private static final List<String> NETWORKS = List.of(
            "10-16-1 sigmoid",
            "16-64-32-32-5 relu softmax",
            "64-64-64-8 tanh",
            "64-64-32-10 relu softmax",
            "202-300-250-200-6 hardSigmoid softmax",
            "48-512-256-128-24 silu",
            "784-512-256-10 relu softmax",
            "640-128x4-8-128x4-640 relu",
            "13-512-256-128 relu",
            "479-1024-1024-512-256-1 relu sigmoid",
            "1024-4096-1024 relu");

    private static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 32, 256, 1024);

    private static final List<String> SHAPES = List.of(
            "64x64x64", "256x256x256", "1024x1024x1024", "24x768x512", "960x1024x1024",
            "1x64x64", "1x256x256", "1x784x512", "1x1024x1024", "1x4096x4096",
            "256x512x1", "256x256x10",
            "31x17x23", "1x341x341", "64x341x341", "1x1021x1021", "64x1021x1021", "509x1021x509");

    private static final List<String> ACTIVATIONS =
            List.of("relu", "sigmoid", "tanh", "silu", "geluTanh", "gelu");

    private static final String QUICK = String.join("|",
            "network/(10-16-1|64-64-32-10|784-512|479-1024).*/(1|8|256)",
            "layer/(1x64x64|1x1024x1024|256x256x256)",
            "activation/64-64 (relu|sigmoid|tanh|silu|gelu)", "rows/64x64", "units/256x32", "threads/479.*/(1|256)",
            "bits/256/256x256x256");

    private static final String SMOKE = String.join("|",
            "network/10-16-1 sigmoid/1", "network/64-64-64-8 tanh/8", "network/202.*/2", "layer/31x17x23",
            "activation/64-64 gelu", "inputs/1", "threads/64-64-32-10.*/8", "bits/128/1x256x256");

    private Plan() {}

    /** The cells of a run, in the order in which they are measured. */
    public static List<Cell> of(String size) {
        return switch (size) {
            case "smoke" -> matching(SMOKE);
            case "quick" -> matching(QUICK);
            case "full" -> all();
            default -> throw new IllegalArgumentException("size=" + size + " is not one of smoke, quick, full");
        };
    }

    /** All cells of which the whole id matches. */
    public static List<Cell> matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return all().stream().filter(cell -> pattern.matcher(cell.id()).matches()).toList();
    }

    /** The cell of this id. */
    static Cell cell(String id) {
        return all().stream().filter(cell -> cell.id().equals(id)).findFirst().orElseThrow();
    }

    private static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        addNetworks(cells);
        for (String shape : SHAPES) {
            cells.add(Cell.of("layer/" + shape, Lineup.ALL, Task.layer(Shape.parse(shape))));
        }
        for (int batch : List.of(1, 256)) {
            String network = "64-64-32-10 relu softmax";
            cells.add(Cell.of("subnormal/" + network + "/" + batch, Lineup.ALL,
                    new Task(network, batch, Inputs.SUBNORMAL)));
        }
        for (String layer : List.of("64-64 ", "784-512 ")) {
            for (String activation : ACTIVATIONS) {
                cells.add(Cell.of("activation/" + layer + activation, Lineup.ACTIVATION,
                        Task.network(layer + activation, 256)));
            }
        }
        addSweeps(cells);
        addThreads(cells);
        addWidths(cells);
        return cells;
    }

    private static void addNetworks(List<Cell> cells) {
        for (String network : NETWORKS) {
            for (int batch : BATCHES) {
                List<Task> tasks = new ArrayList<>(List.of(Task.network(network, batch)));
                if (batch == 1) {
                    tasks.add(new Task(network, batch, Inputs.DEPENDENT));
                }
                cells.add(new Cell("network/" + network + "/" + batch, Lineup.ALL, tasks, 0));
            }
        }
    }

    private static void addSweeps(List<Cell> cells) {
        for (int size : List.of(64, 256)) {
            cells.add(sweep("rows/" + size + "x" + size, Lineup.OWN,
                    IntStream.rangeClosed(1, 40).mapToObj(rows -> Task.layer(rows, size, size)).toList()));
            for (int rows : List.of(1, 32)) {
                cells.add(sweep("units/" + size + "x" + rows, Lineup.OWN, units(rows, size)));
            }
            List<Task> unpacked = new ArrayList<>();
            for (int rows : List.of(1, 2, 4, 8, 64)) {
                unpacked.addAll(units(rows, size));
            }
            cells.add(sweep("unpacked/" + size, Lineup.UNPACKED, unpacked));
        }
        List<Task> wide = new ArrayList<>();
        for (int rows : List.of(2, 4, 8)) {
            wide.addAll(List.of(Task.layer(rows, 256, 256), Task.layer(rows, 784, 512), Task.layer(rows, 1024, 1024)));
        }
        cells.add(sweep("unpacked/wide", Lineup.UNPACKED, wide));
        for (int rows : List.of(1, 32)) {
            List<Task> tasks = new ArrayList<>();
            for (int inputs : List.of(7, 31, 33, 63, 65, 127, 341, 1021)) {
                for (int units : List.of(64, 256)) {
                    tasks.add(Task.layer(rows, inputs, units));
                    tasks.add(Task.layer(rows, nextMultipleOf16(inputs), units));
                }
            }
            cells.add(sweep("inputs/" + rows, Lineup.OWN, tasks));
            cells.add(sweep("units/wide x" + rows, Lineup.OWN, List.of(
                    Task.layer(rows, 256, 341), Task.layer(rows, 256, nextMultipleOf16(341)),
                    Task.layer(rows, 256, 1021), Task.layer(rows, 256, nextMultipleOf16(1021)))));
        }
    }

    /** Units 1 to 33, and on to the next multiple of 16, with which 33 is compared. */
    private static List<Task> units(int rows, int inputs) {
        return IntStream.concat(IntStream.rangeClosed(1, 33), IntStream.of(48))
                .mapToObj(units -> Task.layer(rows, inputs, units))
                .toList();
    }

    /** With what an odd size is compared. */
    public static int nextMultipleOf16(int size) {
        return (size + 15) / 16 * 16;
    }

    private static void addThreads(List<Cell> cells) {
        for (String network : List.of("784-512-256-10 relu softmax", "479-1024-1024-512-256-1 relu sigmoid",
                "1024-4096-1024 relu")) {
            addThreads(cells, network, 1, 16, 256);
        }
        String small = "64-64-32-10 relu softmax";
        addThreads(cells, small, 8, 256, 1024);
        addThreads(cells, "202-300-250-200-6 hardSigmoid softmax", 8, 32);
        addThreads(cells, "48-512-256-128-24 silu", 8);
        addThreads(cells, "13-512-256-128 relu", 8);
    }

    private static void addThreads(List<Cell> cells, String network, int... batches) {
        for (int batch : batches) {
            cells.add(Cell.of("threads/" + network + "/" + batch, Lineup.THREADS, Task.network(network, batch)));
        }
    }

    private static void addWidths(List<Cell> cells) {
        for (int bits : List.of(256, 128)) {
            for (String shape : List.of("256x256x256", "960x1024x1024", "1x256x256", "1x1024x1024")) {
                cells.add(new Cell("bits/" + bits + "/" + shape, Lineup.OWN_AND_PROBES,
                        List.of(Task.layer(Shape.parse(shape))), bits));
            }
        }
    }

    private static Cell sweep(String id, Lineup lineup, List<Task> tasks) {
        return new Cell(id, lineup, tasks, 0);
    }
}
