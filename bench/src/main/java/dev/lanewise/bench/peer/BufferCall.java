package dev.lanewise.bench.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A call over direct buffers: what native libraries read without a copy. A program whose rows are in arrays would
 * have to copy them; that is not counted here.
 */
abstract class BufferCall extends Call {
    final FloatBuffer x;
    final FloatBuffer z;

    BufferCall(int xLength, int zLength) {
        x = direct(xLength);
        z = direct(zLength);
    }

    static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    @Override
    public float[] output() {
        float[] copy = new float[z.capacity()];
        z.get(0, copy);
        return copy;
    }

    @Override
    protected void put(float[] inputs) {
        x.put(0, inputs);
    }

    @Override
    protected void first(float value) {
        x.put(0, value);
    }

    @Override
    protected float firstOutput() {
        return z.get(0);
    }
}
