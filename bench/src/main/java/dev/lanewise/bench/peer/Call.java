package dev.lanewise.bench.peer;

/** One network and one number of rows, ready to run any number of times over the same inputs. */
public abstract class Call implements Runnable, AutoCloseable {
    /**
     * So little of an output that adding it changes no input; yet the addition cannot be done before the output is
     * there.
     */
    private static final float TRACE = 1e-30f;

    private float firstInput;

    /** Computes the outputs. */
    @Override
    public abstract void run();

    /** Copies the rows of inputs in. */
    public final void input(float[] x) {
        firstInput = x[0];
        put(x);
    }

    /** The outputs, copied. */
    public abstract float[] output();

    /** Lets the next run depend on the result of the last, as in a loop of control: x₀ takes a trace of z₀. */
    public final void chain() {
        first(firstInput + firstOutput() * TRACE);
    }

    protected abstract void put(float[] x);

    protected abstract void first(float x);

    protected abstract float firstOutput();

    /** Frees what lies outside the heap. */
    @Override
    public void close() {}
}
