package dev.lanewise.bench.grid;

/** A virtual machine ended without a result; why stands in the log. */
final class FailedFork extends Exception {
    private static final long serialVersionUID = 1;

    FailedFork(String message) {
        super(message);
    }
}
