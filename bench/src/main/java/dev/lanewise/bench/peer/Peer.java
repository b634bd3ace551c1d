package dev.lanewise.bench.peer;

import dev.lanewise.bench.model.Layer;
import java.util.List;

/** Something that evaluates dense networks, the library included. */
public interface Peer {
    /** The name in results and tables. */
    String name();

    /** What role its figures play in the report. */
    Role role();

    /** What it is exactly, once it has been prepared: version, and what it chose by itself. */
    String description();

    /**
     * Makes everything that can be made beforehand.
     *
     * @param rows of every call
     * @throws Exception if it cannot run here; errors of linking are as good a reason
     */
    Call prepare(List<Layer> layers, int rows) throws Exception;

    /** What the figures of a peer are for. */
    enum Role {
        /** The library, as it is meant to be used or in one of its other forms. */
        OWN,

        /** A loop as people write it: what the library is faster than, not what it competes with. */
        BASELINE,

        /** What a user would take instead. */
        COMPETITOR
    }
}
