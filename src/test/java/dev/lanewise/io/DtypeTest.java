package dev.lanewise.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DtypeTest {
    @Test
    void everyHalfHasItsValue() {
        float[] floats = decode(Dtype.F16, allShorts());
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double magnitude = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
            double value = (bits >> 15 == 0 ? 1 : -1) * (exponent == 31 ? Double.POSITIVE_INFINITY : magnitude);
            if (exponent == 31 && fraction != 0) {
                assertTrue(Float.isNaN(floats[bits]), "half " + bits);
                assertEquals(fraction << 13, Float.floatToRawIntBits(floats[bits]) & 0x7f_ffff, "payload of half " + bits);
                assertEquals(bits >> 15, Float.floatToRawIntBits(floats[bits]) >>> 31, "sign of NaN half " + bits);
            } else {
                assertEquals(Float.floatToRawIntBits((float) value), Float.floatToRawIntBits(floats[bits]), "half " + bits);
            }
        }
    }

    @Test
    void everyBfloatIsTheUpperHalfOfItsFloat() {
        float[] floats = decode(Dtype.BF16, allShorts());
        for (int bits = 0; bits < 1 << 16; bits++) {
            assertEquals(bits << 16, Float.floatToRawIntBits(floats[bits]), "bfloat " + bits);
        }
    }

    @Test
    void doublesAreRoundedOnceToNearestEven() {
        double[] doubles = {
            1 + 0x1p-24, 1 + 0x1p-24 + 0x1p-50, 1 + 3 * 0x1p-24, Float.MAX_VALUE + 0x1p103, Double.MAX_VALUE, 0x1p-149,
            0x1p-150, 0x1p-150 + 0x1p-200, -0.0, Double.NEGATIVE_INFINITY
        };
        float[] expected = {
            1, 1 + 0x1p-23f, 1 + 2 * 0x1p-23f, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, 0x1p-149f,
            0, 0x1p-149f, -0f, Float.NEGATIVE_INFINITY
        };
        ByteBuffer bytes = little(8 * doubles.length);
        for (double value : doubles) {
            bytes.putDouble(value);
        }
        float[] floats = decode(Dtype.F64, bytes.flip());
        for (int i = 0; i < doubles.length; i++) {
            assertEquals(Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(floats[i]), "double " + doubles[i]);
        }
    }

    @Test
    void sizesAreThoseOfTheFormat() {
        String[] names = "BOOL F4 F6_E2M3 F6_E3M2 U8 I8 F8_E5M2 F8_E4M3 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ I16 U16 F16 BF16 I32 U32 F32 C64 F64 I64 U64".split(" ");
        int[] bits = {8, 4, 6, 6, 8, 8, 8, 8, 8, 8, 8, 16, 16, 16, 16, 32, 32, 32, 64, 64, 64, 64};
        assertEquals(names.length, Dtype.values().length);
        for (int i = 0; i < names.length; i++) {
            assertEquals(bits[i], Dtype.named(names[i]).bits(), names[i]);
        }
    }

    private static ByteBuffer allShorts() {
        ByteBuffer bytes = little(1 << 17);
        for (int i = 0; i < 1 << 16; i++) {
            bytes.putShort((short) i);
        }
        return bytes.flip();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] decode(Dtype dtype, ByteBuffer bytes) {
        int count = bytes.remaining() * 8 / dtype.bits();
        float[] floats = new float[count + 2];
        floats[0] = floats[count + 1] = 77;
        dtype.decode(bytes, floats, 1, count);
        assertEquals(77, floats[0], "nothing before the range is touched");
        assertEquals(77, floats[count + 1], "nothing after the range is touched");
        return java.util.Arrays.copyOfRange(floats, 1, count + 1);
    }
}
