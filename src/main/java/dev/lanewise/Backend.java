package dev.lanewise;

import dev.lanewise.internal.kernel.KernelSelector;
import dev.lanewise.internal.kernel.Kernels;

/**
 * The two implementations of everything numeric. Both give the same bits.
 *
 * <p>What is available is decided once per virtual machine, and logged once when it is vectors that are not, by the
 * {@link System.Logger} {@code dev.lanewise}. {@code -Dlanewise.backend=loop} switches vectors off,
 * {@code -Dlanewise.backend=vector} insists on them where they would only be slow (never where they cannot work), and
 * {@code -Dlanewise.vector.bits=128|256|512} narrows them.
 */
public enum Backend {
    /** Plain loops over the row-major weights: always there, and the definition of every result. */
    LOOP {
        @Override
        Kernels kernelsOrNull() {
            return KernelSelector.loop();
        }

        @Override
        public String description() {
            return KernelSelector.loopDescription();
        }
    },

    /** Kernels on the Vector API: need {@code --add-modules jdk.incubator.vector}, hardware FMA and the C2 compiler. */
    VECTOR {
        @Override
        Kernels kernelsOrNull() {
            return KernelSelector.vector();
        }

        @Override
        public String description() {
            return KernelSelector.vectorDescription();
        }
    };

    abstract Kernels kernelsOrNull();

    /**
     * The backend that the library chooses by itself: {@link #VECTOR} where it is available, else {@link #LOOP}.
     *
     * @return the faster of the available backends
     */
    public static Backend best() {
        return VECTOR.isAvailable() ? VECTOR : LOOP;
    }

    /**
     * Whether this backend can be asked for here.
     *
     * @return true for {@link #LOOP}; for {@link #VECTOR} what was found out about this virtual machine
     */
    public boolean isAvailable() {
        return kernelsOrNull() != null;
    }

    /**
     * One line for a log: what the backend is, such as the width of its vectors, or why it is not available and what to
     * do about it.
     *
     * @return the line, never empty
     */
    public abstract String description();

    Kernels kernels() {
        Kernels kernels = kernelsOrNull();
        if (kernels == null) {
            throw new IllegalStateException("backend=" + this + " is not available: " + description());
        }
        return kernels;
    }
}
