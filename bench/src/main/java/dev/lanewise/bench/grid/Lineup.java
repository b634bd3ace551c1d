package dev.lanewise.bench.grid;

import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.Peers;
import java.util.List;

/** Who runs in a cell, and beside which probes. */
public enum Lineup {
    /** Everyone, the FMA peak, and sums over as many floats as there are parameters. */
    ALL,

    /** The library alone: packed, and straight over the arrays. */
    OWN,

    /** The library alone, beside the probes. */
    OWN_AND_PROBES,

    /** The library's two forms and OpenBLAS, for the same call on the same arrays. */
    UNPACKED,

    /** The library on one thread and on two; one sum, and two at once. */
    THREADS,

    /** The library with and without its activation, and the activation alone. */
    ACTIVATION;

    List<Peer> peers() {
        return switch (this) {
            case ALL -> Peers.all();
            case OWN, OWN_AND_PROBES -> named(Peers.LANEWISE, Peers.UNPACKED);
            case UNPACKED -> named(Peers.LANEWISE, Peers.UNPACKED, Peers.OPENBLAS_ARRAYS);
            case THREADS -> named(Peers.LANEWISE, Peers.TWO_THREADS);
            case ACTIVATION -> named(Peers.LANEWISE);
        };
    }

    boolean hasPeak() {
        return this == ALL || this == OWN_AND_PROBES || this == ACTIVATION;
    }

    boolean hasSums() {
        return this == ALL || this == OWN_AND_PROBES || this == THREADS;
    }

    private static List<Peer> named(String... names) {
        return List.of(names).stream().map(Peers::named).toList();
    }
}
