package dev.lanewise.internal.kernel;

/**
 * tanh for x ≥ 0 in sixteen polynomials: tanh (centre + t) = P0 + P1 t + … + P6 t⁶, t = x − centre, which is exact.
 *
 * <p>A piece ends where the bits of a float less {@link #TANH_FLOOR_BITS} reach a multiple of 2^22: at 9/8 and 13/8 of each power
 * of two, up to 9. So its number is three integer operations, and its eight numbers are one shuffle each with vectors of
 * sixteen lanes, and two shuffles and a choice with eight. The first piece is t + t³ (…) from 0 on, so what is subnormal stays
 * as it is, and has the largest error, 0.992 ulp, for P1 + t (…) is rounded just below 1; the others 0.53 to 0.76. Bounds at
 * 9/8 leave the least error to those from 2.25 to 6.5, which have most: 2^−26, with bounds at powers of two 2^−24.5.
 *
 * <p>The numbers, each piece's centre first, are what {@code java src/generator/java/PolynomialFit.java} prints.
 */
final class TanhPieces {
    /** The bits of 9/8 2^−5, where the first piece would begin did it not begin at 0. */
    static final int TANH_FLOOR_BITS = 0x3d100000;

    private static final float[][] PIECES = {
        // [0.0, 0.05078125], error 2^-37.1
        {0x0.0p0f, 0x0.0p0f, 0x1.0p0f, 0x0.0p0f,
            -0x1.555552p-2f, -0x1.f32d46p-18f, 0x1.11cfb8p-3f, -0x1.e5aef4p-8f},
        // [0.05078125, 0.0703125], error 2^-29.6
        {0x1.f0052p-5f, 0x1.ef6a2cp-5f, 0x1.fe20a2p-1f, -0x1.ed9a56p-5f,
            -0x1.505a88p-2f, 0x1.474364p-5f, 0x1.089daap-3f, -0x1.6e86bep-6f},
        // [0.0703125, 0.1015625], error 2^-29.1
        {0x1.600324p-4f, 0x1.5f25fp-4f, 0x1.fc3caep-1f, -0x1.5c9142p-4f,
            -0x1.4b5aa4p-2f, 0x1.cba1f8p-5f, 0x1.002fa8p-3f, -0x1.ffcfd8p-6f},
        // [0.1015625, 0.140625], error 2^-29.3
        {0x1.efffc4p-4f, 0x1.ed96bep-4f, 0x1.f890a4p-1f, -0x1.e66bd4p-4f,
            -0x1.41b8fcp-2f, 0x1.3d3792p-4f, 0x1.e051fp-4f, -0x1.5c32aep-5f},
        // [0.140625, 0.203125], error 2^-31.6
        {0x1.5fffe2p-3f, 0x1.5c92eap-3f, 0x1.f12b02p-1f, -0x1.5279e4p-3f,
            -0x1.2ea4p-2f, 0x1.afb0b8p-4f, 0x1.a23344p-4f, -0x1.cb114ep-5f},
        // [0.203125, 0.28125], error 2^-29.5
        {0x1.efff2ap-3f, 0x1.e68586p-3f, 0x1.e31b06p-1f, -0x1.cb10a4p-3f,
            -0x1.0b8af2p-2f, 0x1.1822c2p-3f, 0x1.355426p-4f, -0x1.180d7cp-4f},
        // [0.28125, 0.40625], error 2^-29.2
        {0x1.600056p-2f, 0x1.52c312p-2f, 0x1.c7f70ap-1f, -0x1.2dafcep-2f,
            -0x1.98581ap-3f, 0x1.50367ep-3f, 0x1.060cbap-5f, -0x1.25746ap-4f},
        // [0.40625, 0.5625], error 2^-30.3
        {0x1.efff38p-2f, 0x1.cc882ap-2f, 0x1.9870ccp-1f, -0x1.6f61f6p-2f,
            -0x1.ac464ap-4f, 0x1.553a6cp-3f, -0x1.696fe6p-6f, -0x1.b605fp-5f},
        // [0.5625, 0.8125], error 2^-28.7
        {0x1.5fff2ap-1f, 0x1.315756p-1f, 0x1.49e764p-1f, -0x1.897d3ep-2f,
            0x1.d724fap-7f, 0x1.e98d2cp-4f, -0x1.f3f2fcp-5f, -0x1.8b6b84p-7f},
        // [0.8125, 1.125], error 2^-29.8
        {0x1.f00016p-1f, 0x1.7f0e24p-1f, 0x1.c2d4bp-2f, -0x1.514a9p-2f,
            0x1.98445cp-4f, 0x1.209b52p-5f, -0x1.9661cp-5f, 0x1.228d18p-6f},
        // [1.125, 1.625], error 2^-27.4
        {0x1.600164p0f, 0x1.c27946p-1f, 0x1.cea2c8p-3f, -0x1.970aa4p-3f,
            0x1.97e5eap-4f, -0x1.5df43ap-6f, -0x1.44572cp-7f, 0x1.6a50dcp-7f},
        // [1.625, 2.25], error 2^-27.5
        {0x1.f00014p0f, 0x1.eb2e02p-1f, 0x1.4659d6p-4f, -0x1.391458p-4f,
            0x1.7f3198p-5f, -0x1.3dce76p-6f, 0x1.2f10bcp-8f, 0x1.3967b2p-12f},
        // [2.25, 3.25], error 2^-26.2
        {0x1.5ffc68p1f, 0x1.fbd4cep-1f, 0x1.09b72cp-6f, -0x1.078ca2p-6f,
            0x1.597b6cp-7f, -0x1.4e4bc4p-8f, 0x1.fedc5ap-10f, -0x1.1e3bb6p-11f},
        // [3.25, 4.5], error 2^-26.2
        {0x1.f0013ap1f, 0x1.ff8f24p-1f, 0x1.c347bep-10f, -0x1.c2e2ccp-10f,
            0x1.2b4e6cp-10f, -0x1.2a5da6p-11f, 0x1.f97498p-13f, -0x1.4aae9ep-14f},
        // [4.5, 6.5], error 2^-26.0
        {0x1.60050ep2f, 0x1.fffbap-1f, 0x1.1874f6p-14f, -0x1.186738p-14f,
            0x1.6e824ep-15f, -0x1.6eee5ap-16f, 0x1.5fe25ap-17f, -0x1.d2679p-19f},
        // [6.5, 9.0], error 2^-29.1
        {0x1.f11352p2f, 0x1.fffff4p-1f, 0x1.83ad6ep-21f, -0x1.841c9ep-21f,
            0x1.e981a4p-22f, -0x1.e563e2p-23f, 0x1.094524p-23f, -0x1.6aafc2p-25f},
    };

    // Bits of floats, one per piece: IntVector is what selects by an index of ints.
    static final int[] TANH_CENTRE = bits(0);
    static final int[] TANH0 = bits(1);
    static final int[] TANH1 = bits(2);
    static final int[] TANH2 = bits(3);
    static final int[] TANH3 = bits(4);
    static final int[] TANH4 = bits(5);
    static final int[] TANH5 = bits(6);
    static final int[] TANH6 = bits(7);

    private TanhPieces() {}

    /** A number of a piece; of pieces that are none, whose result is replaced or NaN, that of the last four bits. */
    static float entry(int[] table, int piece) {
        return Float.intBitsToFloat(table[piece & 15]);
    }

    private static int[] bits(int column) {
        int[] bits = new int[PIECES.length];
        for (int piece = 0; piece < bits.length; piece++) {
            bits[piece] = Float.floatToRawIntBits(PIECES[piece][column]);
        }
        return bits;
    }
}
