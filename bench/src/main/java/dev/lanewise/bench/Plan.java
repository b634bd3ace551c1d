package dev.lanewise.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run measures, and for how long.
 *
 * @param settles whether each benchmark waits for the compilers; without, the figures mean nothing
 * @param forks virtual machines per cell
 * @param warmups iterations per fork before the measurement
 * @param iterations of measurement per fork
 * @param milliseconds per iteration
 * @param cells the measurements, in the order in which they run
 */
record Plan(boolean settles, int forks, int warmups, int iterations, int milliseconds, List<Cell> cells) {
    /** Above so many multiply-adds the textbook loop would only measure patience: a tenth of a second per call and more. */
    private static final long MOST_FOR_TEXTBOOK = 50_000_000;

    /** A virtual machine's start, its setup and its end, roughly; and the wait for the compilers. */
    private static final int FORK_MILLISECONDS = 1300;

    private static final int SETTLE_MILLISECONDS = 1700;

    /** One benchmark method with its parameters. */
    record Cell(String benchmark, List<Parameter> parameters) {
        static Cell of(Class<?> type, String method, Parameter... parameters) {
            return new Cell(type.getName() + "." + method, List.of(parameters));
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(benchmark.substring(benchmark.lastIndexOf('.') + 1));
            for (Parameter parameter : parameters) {
                text.append(", ").append(parameter.value());
            }
            return text.toString();
        }
    }

    /** A JMH parameter, pinned to one value. */
    record Parameter(String name, String value) {}

    static Plan of(String size) {
        return switch (size) {
            case "smoke" -> new Plan(false, 1, 1, 1, 20, cells(
                    List.of("1x64x64"),
                    List.of("10-16-1 sigmoid"), List.of(1),
                    List.of("sigmoid")));
            case "quick" -> new Plan(true, 2, 2, 4, 150, cells(
                    List.of("1x64x64", "1x784x512", "24x768x512", "1024x64x64"),
                    List.of("10-16-1 sigmoid", "16-64-32-32-5 relu softmax", "784-512-256-10 relu softmax"),
                    List.of(1, 256),
                    List.of("relu", "sigmoid")));
            case "full" -> new Plan(true, 5, 2, 5, 500, cells(
                    List.of("1x16x16", "1x32x1", "1x64x64", "1x256x256", "1x784x512", "1x1024x1024",
                            "32x64x64", "1024x64x64", "24x768x512", "240x768x512"),
                    List.of("10-16-1 sigmoid", "13-64-1 sigmoid", "16-64-32-32-5 relu softmax", "64-64-32-10 relu softmax",
                            "64-64-64-8 tanh", "784-512-256-10 relu softmax", "479-1024-1024-512-256-1 relu sigmoid",
                            "640-128x4-8-128x4-640 relu"),
                    List.of(1, 32, 256),
                    List.of("relu", "leakyRelu(0.01)", "hardSigmoid", "sigmoid", "tanh", "silu")));
            default -> throw new IllegalArgumentException("size=" + size + " is not one of smoke, quick, full");
        };
    }

    private static List<Cell> cells(
            List<String> shapes, List<String> networks, List<Integer> batches, List<String> activations) {
        List<Cell> cells = new ArrayList<>();
        for (String shape : shapes) {
            Parameter what = new Parameter("shape", shape);
            for (Implementation who : forMultiplyAdds(Shape.parse(shape).multiplyAdds())) {
                cells.add(Cell.of(LayerBenchmark.class, "forward", what, implementation(who)));
            }
            cells.add(Cell.of(LayerBenchmark.class, "packed", what));
        }
        for (String network : networks) {
            long perRow = Architecture.parse(network).multiplyAdds();
            for (int batch : batches) {
                for (Implementation who : forMultiplyAdds(batch * perRow)) {
                    cells.add(Cell.of(NetworkBenchmark.class, "evaluate", new Parameter("network", network),
                            new Parameter("batch", Integer.toString(batch)), implementation(who)));
                }
            }
        }
        for (String activation : activations) {
            for (Implementation who : List.of(Implementation.LOOP, Implementation.VECTOR)) {
                cells.add(Cell.of(ActivationBenchmark.class, "apply", new Parameter("activation", activation),
                        implementation(who)));
            }
        }
        return List.copyOf(cells);
    }

    private static Parameter implementation(Implementation who) {
        return new Parameter("implementation", who.name());
    }

    private static List<Implementation> forMultiplyAdds(long count) {
        List<Implementation> all = new ArrayList<>(List.of(Implementation.values()));
        if (count > MOST_FOR_TEXTBOOK) {
            all.remove(Implementation.TEXTBOOK);
        }
        return all;
    }

    /** How long it takes, roughly. */
    Duration estimate() {
        long perFork = FORK_MILLISECONDS + (settles ? SETTLE_MILLISECONDS : 0)
                + (warmups + iterations) * (long) milliseconds;
        return Duration.ofMillis(perFork * forks * cells.size());
    }
}
