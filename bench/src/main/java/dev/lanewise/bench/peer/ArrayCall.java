package dev.lanewise.bench.peer;

/** A call over arrays: what Java programs have their rows in. */
abstract class ArrayCall extends Call {
    final float[] x;
    final float[] z;

    ArrayCall(int xLength, int zLength) {
        x = new float[xLength];
        z = new float[zLength];
    }

    @Override
    public float[] output() {
        return z.clone();
    }

    @Override
    protected void put(float[] inputs) {
        System.arraycopy(inputs, 0, x, 0, x.length);
    }

    @Override
    protected void first(float value) {
        x[0] = value;
    }

    @Override
    protected float firstOutput() {
        return z[0];
    }
}
