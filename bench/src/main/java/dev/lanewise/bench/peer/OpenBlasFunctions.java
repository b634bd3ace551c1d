package dev.lanewise.bench.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The functions of OpenBLAS that are called, on one thread. Loading this class loads the library. */
@SuppressWarnings("restricted") // bench/run starts the virtual machine with native access
final class OpenBlasFunctions {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IS = 111;
    private static final int TRANSPOSED = 112;

    private static final MethodHandle SGEMM;
    private static final MethodHandle SGEMV;
    private static final MethodHandle GET_THREADS;
    private static final MethodHandle CORE;
    private static final MethodHandle CONFIGURATION;

    static {
        Loader.load(openblas_nolapack.class);
        SGEMM = function("cblas_sgemm", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));
        SGEMV = function("cblas_sgemv", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));
        GET_THREADS = function("openblas_get_num_threads", FunctionDescriptor.of(JAVA_INT));
        CORE = function("openblas_get_corename", FunctionDescriptor.of(ADDRESS));
        CONFIGURATION = function("openblas_get_config", FunctionDescriptor.of(ADDRESS));
        try {
            function("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private OpenBlasFunctions() {}

    /** z += x · weights, all row-major. */
    static void addProduct(int rows, int inputs, int units, MemorySegment x, MemorySegment weights, MemorySegment z) {
        try {
            SGEMM.invokeExact(
                    ROW_MAJOR, AS_IS, AS_IS, rows, units, inputs, 1f, x, inputs, weights, units, 1f, z, units);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** z += x · weights for one row, weights row-major. */
    static void addVectorProduct(int inputs, int units, MemorySegment x, MemorySegment weights, MemorySegment z) {
        try {
            SGEMV.invokeExact(ROW_MAJOR, TRANSPOSED, inputs, units, 1f, weights, units, x, 1, 1f, z, 1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** z += x · weights for one unit, x row-major. */
    static void addProductWithVector(int rows, int inputs, MemorySegment x, MemorySegment weights, MemorySegment z) {
        try {
            SGEMV.invokeExact(ROW_MAJOR, AS_IS, rows, inputs, 1f, x, inputs, weights, 1, 1f, z, 1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int threads() {
        try {
            return (int) GET_THREADS.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The core for which it chose its kernels. */
    static String core() {
        return text(CORE);
    }

    /** Version and how it was built. */
    static String configuration() {
        return text(CONFIGURATION).strip();
    }

    private static String text(MethodHandle function) {
        try {
            return ((MemorySegment) function.invokeExact()).reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Critical: may be given arrays of the heap, which then stay in place for the call. */
    private static MethodHandle function(String name, FunctionDescriptor signature) {
        MemorySegment address = SymbolLookup.loaderLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError(name + " is not in the loaded library"));
        return Linker.nativeLinker().downcallHandle(address, signature, Linker.Option.critical(true));
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a call of OpenBLAS failed", e);
    }
}
