package dev.lanewise.bench.peer;

import java.util.List;

/** All who are measured, by name. To add a peer: one class, one entry here, its artifact in the pom. */
public final class Peers {
    /** The library as it is meant to be used: vectors over weights packed once. */
    public static final String LANEWISE = "Lanewise";

    /** The library over the caller's arrays: {@code Dense.forward}, layer by layer. */
    public static final String UNPACKED = "Dense.forward";

    /** The library on two threads. */
    public static final String TWO_THREADS = "Lanewise, 2 threads";

    public static final String ONNX_PINNED = "ONNX Runtime";
    public static final String ONNX_TYPICAL = "ONNX Runtime typical";

    /** With weights that start on a cache line, as the library's packed ones do. */
    public static final String OPENBLAS = "OpenBLAS";

    /** With weights in arrays, as {@link #UNPACKED} has them. */
    public static final String OPENBLAS_ARRAYS = "OpenBLAS over arrays";

    public static final String VECTOR_BLAS = "VectorBLAS";
    public static final String EJML = "EJML";

    public static final String LOOP = "loop";
    public static final String C2_LOOP = "C2 loop";
    public static final String TEXTBOOK = "textbook";

    private static final List<Peer> ALL = List.of(
            new JavaPeer(LANEWISE, Peer.Role.OWN, Implementation.VECTOR, true),
            new JavaPeer(UNPACKED, Peer.Role.OWN, Implementation.VECTOR, false),
            new OnnxRuntime(true),
            new OnnxRuntime(false),
            new OneDnn(),
            new OpenBlas(true),
            new OpenBlas(false),
            new VectorBlas(),
            new Ejml(),
            new JavaPeer(LOOP, Peer.Role.OWN, Implementation.LOOP, false),
            new JavaPeer(C2_LOOP, Peer.Role.BASELINE, Implementation.C2_LOOP, false),
            new JavaPeer(TEXTBOOK, Peer.Role.BASELINE, Implementation.TEXTBOOK, false));

    private Peers() {}

    /** All of one thread, the library's first. */
    public static List<Peer> all() {
        return ALL;
    }

    /** Whether results of this name come from a peer that users would take instead. */
    public static boolean isCompetitor(String name) {
        return ALL.stream().anyMatch(peer -> peer.name().equals(name) && peer.role() == Peer.Role.COMPETITOR);
    }

    /** Whether it is a library in Java, whose first calls are interpreted. */
    public static boolean isJava(String name) {
        return name.startsWith(LANEWISE) || List.of(UNPACKED, VECTOR_BLAS, EJML).contains(name);
    }

    /** The one of this name. */
    public static Peer named(String name) {
        if (name.equals(TWO_THREADS)) {
            return new TwoThreads();
        }
        return ALL.stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
    }

    /** ONNX Runtime's softmax over rows, alone: it has no layer to be compared in. */
    public static Call onnxSoftmax(int rows, int units) throws Exception {
        return OnnxRuntime.softmax(rows, units);
    }
}
