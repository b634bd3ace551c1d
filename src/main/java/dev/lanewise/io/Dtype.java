package dev.lanewise.io;

import dev.lanewise.internal.format.Half;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The element types of safetensors with their sizes. All are known, since the offsets of a file can only be checked with
 * them; those of the weights of a network can also be decoded.
 */
enum Dtype {
    BOOL(8),
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6),
    U8(8),
    I8(8),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    I16(16),
    U16(16),
    F16(16),
    BF16(16),
    I32(32),
    U32(32),
    F32(32),
    C64(64),
    F64(64),
    I64(64),
    U64(64);

    private static final Map<String, Dtype> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Dtype::name, Function.identity()));

    private final int bits;

    Dtype(int bits) {
        this.bits = bits;
    }

    /** The type of this name, or null. */
    static Dtype named(String name) {
        return BY_NAME.get(name);
    }

    /** Bits per element; not always whole bytes. */
    int bits() {
        return bits;
    }

    /** Whether {@link #decode} knows this type. */
    boolean isDecodable() {
        return switch (this) {
            case F16, BF16, F32, F64 -> true;
            default -> false;
        };
    }

    /**
     * Reads floats. F16 and BF16 widen exactly and F32 is copied, NaN payloads included; F64 is rounded once, to nearest
     * even.
     *
     * @param from little-endian, {@code count} elements from its position on
     * @param to receives {@code count} floats from {@code at} on
     */
    void decode(ByteBuffer from, float[] to, int at, int count) {
        switch (this) {
            case F32 -> from.asFloatBuffer().get(to, at, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = Float.intBitsToFloat(Half.toFloatBits(from.getShort()));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = Float.intBitsToFloat(from.getShort() << 16); // the upper half of a float
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = (float) from.getDouble();
                }
            }
            default -> throw new AssertionError(this);
        }
    }
}
