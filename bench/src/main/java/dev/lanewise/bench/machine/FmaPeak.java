package dev.lanewise.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How many multiply-adds this core can start: chains of fma in registers, without a load or a store. A unit that
 * starts two fma per cycle and ends each four cycles later is full from eight chains on; which count the compiler and
 * the core like best is tried.
 *
 * <p>The chains stand here one by one because that is the only form that keeps each of them in a register.
 */
public final class FmaPeak implements Runnable {
    private static final VectorSpecies<Float> S = Width.SPECIES;
    private static final int STEPS = 500;

    /** Of so many independent chains. */
    private final int chains;

    /** Where results go, so that none is left out as unused. */
    private float sink;

    private FmaPeak(int chains) {
        this.chains = chains;
    }

    /** The variants, to be tried. */
    public static FmaPeak[] variants() {
        return new FmaPeak[] {new FmaPeak(8), new FmaPeak(12), new FmaPeak(16), new FmaPeak(24)};
    }

    /** Floating-point operations per {@link #run}. */
    public long operations() {
        return 2L * STEPS * chains * S.length();
    }

    @Override
    public void run() {
        sink += switch (chains) {
            case 8 -> chains8(STEPS, 0.5f, 1f);
            case 12 -> chains12(STEPS, 0.5f, 1f);
            case 16 -> chains16(STEPS, 0.5f, 1f);
            case 24 -> chains24(STEPS, 0.5f, 1f);
            default -> throw new AssertionError(chains);
        };
    }

    @Override
    public String toString() {
        return chains + " chains of " + S.vectorBitSize() + " bits";
    }

    private static float chains8(int steps, float scale, float shift) {
        FloatVector x = FloatVector.broadcast(S, scale);
        FloatVector y = FloatVector.broadcast(S, shift);
        FloatVector a0 = y;
        FloatVector a1 = y;
        FloatVector a2 = y;
        FloatVector a3 = y;
        FloatVector a4 = y;
        FloatVector a5 = y;
        FloatVector a6 = y;
        FloatVector a7 = y;
        for (int i = 0; i < steps; i++) {
            a0 = a0.fma(x, y);
            a1 = a1.fma(x, y);
            a2 = a2.fma(x, y);
            a3 = a3.fma(x, y);
            a4 = a4.fma(x, y);
            a5 = a5.fma(x, y);
            a6 = a6.fma(x, y);
            a7 = a7.fma(x, y);
        }
        return a0
                .add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).lane(0);
    }

    private static float chains12(int steps, float scale, float shift) {
        FloatVector x = FloatVector.broadcast(S, scale);
        FloatVector y = FloatVector.broadcast(S, shift);
        FloatVector a0 = y;
        FloatVector a1 = y;
        FloatVector a2 = y;
        FloatVector a3 = y;
        FloatVector a4 = y;
        FloatVector a5 = y;
        FloatVector a6 = y;
        FloatVector a7 = y;
        FloatVector a8 = y;
        FloatVector a9 = y;
        FloatVector a10 = y;
        FloatVector a11 = y;
        for (int i = 0; i < steps; i++) {
            a0 = a0.fma(x, y);
            a1 = a1.fma(x, y);
            a2 = a2.fma(x, y);
            a3 = a3.fma(x, y);
            a4 = a4.fma(x, y);
            a5 = a5.fma(x, y);
            a6 = a6.fma(x, y);
            a7 = a7.fma(x, y);
            a8 = a8.fma(x, y);
            a9 = a9.fma(x, y);
            a10 = a10.fma(x, y);
            a11 = a11.fma(x, y);
        }
        return a0
                .add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).add(a8)
                .add(a9).add(a10).add(a11).lane(0);
    }

    private static float chains16(int steps, float scale, float shift) {
        FloatVector x = FloatVector.broadcast(S, scale);
        FloatVector y = FloatVector.broadcast(S, shift);
        FloatVector a0 = y;
        FloatVector a1 = y;
        FloatVector a2 = y;
        FloatVector a3 = y;
        FloatVector a4 = y;
        FloatVector a5 = y;
        FloatVector a6 = y;
        FloatVector a7 = y;
        FloatVector a8 = y;
        FloatVector a9 = y;
        FloatVector a10 = y;
        FloatVector a11 = y;
        FloatVector a12 = y;
        FloatVector a13 = y;
        FloatVector a14 = y;
        FloatVector a15 = y;
        for (int i = 0; i < steps; i++) {
            a0 = a0.fma(x, y);
            a1 = a1.fma(x, y);
            a2 = a2.fma(x, y);
            a3 = a3.fma(x, y);
            a4 = a4.fma(x, y);
            a5 = a5.fma(x, y);
            a6 = a6.fma(x, y);
            a7 = a7.fma(x, y);
            a8 = a8.fma(x, y);
            a9 = a9.fma(x, y);
            a10 = a10.fma(x, y);
            a11 = a11.fma(x, y);
            a12 = a12.fma(x, y);
            a13 = a13.fma(x, y);
            a14 = a14.fma(x, y);
            a15 = a15.fma(x, y);
        }
        return a0
                .add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).add(a8)
                .add(a9).add(a10).add(a11).add(a12).add(a13).add(a14).add(a15).lane(0);
    }

    private static float chains24(int steps, float scale, float shift) {
        FloatVector x = FloatVector.broadcast(S, scale);
        FloatVector y = FloatVector.broadcast(S, shift);
        FloatVector a0 = y;
        FloatVector a1 = y;
        FloatVector a2 = y;
        FloatVector a3 = y;
        FloatVector a4 = y;
        FloatVector a5 = y;
        FloatVector a6 = y;
        FloatVector a7 = y;
        FloatVector a8 = y;
        FloatVector a9 = y;
        FloatVector a10 = y;
        FloatVector a11 = y;
        FloatVector a12 = y;
        FloatVector a13 = y;
        FloatVector a14 = y;
        FloatVector a15 = y;
        FloatVector a16 = y;
        FloatVector a17 = y;
        FloatVector a18 = y;
        FloatVector a19 = y;
        FloatVector a20 = y;
        FloatVector a21 = y;
        FloatVector a22 = y;
        FloatVector a23 = y;
        for (int i = 0; i < steps; i++) {
            a0 = a0.fma(x, y);
            a1 = a1.fma(x, y);
            a2 = a2.fma(x, y);
            a3 = a3.fma(x, y);
            a4 = a4.fma(x, y);
            a5 = a5.fma(x, y);
            a6 = a6.fma(x, y);
            a7 = a7.fma(x, y);
            a8 = a8.fma(x, y);
            a9 = a9.fma(x, y);
            a10 = a10.fma(x, y);
            a11 = a11.fma(x, y);
            a12 = a12.fma(x, y);
            a13 = a13.fma(x, y);
            a14 = a14.fma(x, y);
            a15 = a15.fma(x, y);
            a16 = a16.fma(x, y);
            a17 = a17.fma(x, y);
            a18 = a18.fma(x, y);
            a19 = a19.fma(x, y);
            a20 = a20.fma(x, y);
            a21 = a21.fma(x, y);
            a22 = a22.fma(x, y);
            a23 = a23.fma(x, y);
        }
        return a0
                .add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).add(a8)
                .add(a9).add(a10).add(a11).add(a12).add(a13).add(a14).add(a15).add(a16)
                .add(a17).add(a18).add(a19).add(a20).add(a21).add(a22).add(a23).lane(0);
    }
}
