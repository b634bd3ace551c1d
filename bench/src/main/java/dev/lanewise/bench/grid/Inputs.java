package dev.lanewise.bench.grid;

/** What the rows of a task are like. */
public enum Inputs {
    /** Standard normal; every call is given the same and waits for nothing. */
    INDEPENDENT,

    /** The same, but a call's first input depends on the last call's output: what a caller waits for. */
    DEPENDENT,

    /** So small that products and sums are subnormal. */
    SUBNORMAL
}
