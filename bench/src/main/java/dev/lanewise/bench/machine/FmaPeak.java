package dev.lanewise.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How many multiply-adds this core can start: chains of fma in registers, without a load or a store. A unit that
 * starts two fma per cycle and ends each four cycles later is full from eight chains on; which count the compiler and
 * the core like best is tried.
 *
 * <p>The chains stand here one by one because that is the only form that keeps each of them in a register, and
 * as arguments because C2 knows the class of x: as receivers they were objects in some virtual machines.
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
            a0 = x.fma(a0, y);
            a1 = x.fma(a1, y);
            a2 = x.fma(a2, y);
            a3 = x.fma(a3, y);
            a4 = x.fma(a4, y);
            a5 = x.fma(a5, y);
            a6 = x.fma(a6, y);
            a7 = x.fma(a7, y);
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
            a0 = x.fma(a0, y);
            a1 = x.fma(a1, y);
            a2 = x.fma(a2, y);
            a3 = x.fma(a3, y);
            a4 = x.fma(a4, y);
            a5 = x.fma(a5, y);
            a6 = x.fma(a6, y);
            a7 = x.fma(a7, y);
            a8 = x.fma(a8, y);
            a9 = x.fma(a9, y);
            a10 = x.fma(a10, y);
            a11 = x.fma(a11, y);
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
            a0 = x.fma(a0, y);
            a1 = x.fma(a1, y);
            a2 = x.fma(a2, y);
            a3 = x.fma(a3, y);
            a4 = x.fma(a4, y);
            a5 = x.fma(a5, y);
            a6 = x.fma(a6, y);
            a7 = x.fma(a7, y);
            a8 = x.fma(a8, y);
            a9 = x.fma(a9, y);
            a10 = x.fma(a10, y);
            a11 = x.fma(a11, y);
            a12 = x.fma(a12, y);
            a13 = x.fma(a13, y);
            a14 = x.fma(a14, y);
            a15 = x.fma(a15, y);
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
            a0 = x.fma(a0, y);
            a1 = x.fma(a1, y);
            a2 = x.fma(a2, y);
            a3 = x.fma(a3, y);
            a4 = x.fma(a4, y);
            a5 = x.fma(a5, y);
            a6 = x.fma(a6, y);
            a7 = x.fma(a7, y);
            a8 = x.fma(a8, y);
            a9 = x.fma(a9, y);
            a10 = x.fma(a10, y);
            a11 = x.fma(a11, y);
            a12 = x.fma(a12, y);
            a13 = x.fma(a13, y);
            a14 = x.fma(a14, y);
            a15 = x.fma(a15, y);
            a16 = x.fma(a16, y);
            a17 = x.fma(a17, y);
            a18 = x.fma(a18, y);
            a19 = x.fma(a19, y);
            a20 = x.fma(a20, y);
            a21 = x.fma(a21, y);
            a22 = x.fma(a22, y);
            a23 = x.fma(a23, y);
        }
        return a0
                .add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).add(a8)
                .add(a9).add(a10).add(a11).add(a12).add(a13).add(a14).add(a15).add(a16)
                .add(a17).add(a18).add(a19).add(a20).add(a21).add(a22).add(a23).lane(0);
    }
}
