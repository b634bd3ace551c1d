package dev.lanewise.internal.onnx;

import dev.lanewise.internal.format.Half;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A constant. Its numbers are little-endian, one after another in row-major order: where they are in the file, or rewritten
 * where it has them otherwise. Those of a tensor in another file are not there yet.
 *
 * @param name may be empty where the constant is an attribute
 * @param type the number of its element type in onnx.proto
 * @param dims sizes, none for a scalar; their product is the number of elements
 * @param bytes holds the elements; null where another file does
 * @param offset of the first
 * @param external where in another file the elements are, or null
 */
public record Tensor(String name, int type, int[] dims, byte[] bytes, int offset, ExternalData external) {
    /** Axes that a tensor may have: a dense network needs two, its exporters write five; what one costs grows with them. */
    public static final int MOST_AXES = 8;

    public static final int FLOAT = 1;
    public static final int INT32 = 6;
    public static final int INT64 = 7;
    public static final int BOOL = 9;
    public static final int FLOAT16 = 10;
    public static final int DOUBLE = 11;
    public static final int BFLOAT16 = 16;

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    /** With its elements at hand. */
    Tensor(String name, int type, int[] dims, byte[] bytes, int offset) {
        this(name, type, dims, bytes, offset, null);
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes per element, or 0 for a type that is not read. */
    public static int width(int type) {
        return switch (type) {
            case DOUBLE, INT64 -> 8;
            case FLOAT, INT32 -> 4;
            case FLOAT16, BFLOAT16 -> 2;
            case BOOL -> 1;
            default -> 0;
        };
    }

    /** Whether numbers of this type can be weights. */
    public static boolean isFloating(int type) {
        return type == FLOAT || type == DOUBLE || type == FLOAT16 || type == BFLOAT16;
    }

    /** The name of a type, as in onnx.proto. */
    public static String typeName(int type) {
        String[] names = {
            "UNDEFINED", "FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL", "FLOAT16",
            "DOUBLE", "UINT32", "UINT64", "COMPLEX64", "COMPLEX128", "BFLOAT16", "FLOAT8E4M3FN", "FLOAT8E4M3FNUZ", "FLOAT8E5M2",
            "FLOAT8E5M2FNUZ", "UINT4", "INT4", "FLOAT4E2M1"
        };
        return type >= 0 && type < names.length ? names[type] : "number " + type;
    }

    /** The same tensor with its elements at hand, from the first byte on. */
    public Tensor with(byte[] elements) {
        return new Tensor(name, type, dims, elements, 0);
    }

    /** The number of elements. */
    public int elements() {
        int elements = 1;
        for (int dim : dims) {
            elements *= dim;
        }
        return elements;
    }

    /** Element i of a floating tensor, exactly. */
    public double floating(int i) {
        return switch (type) {
            case FLOAT -> Float.intBitsToFloat((int) INTS.get(bytes, offset + 4 * i));
            case DOUBLE -> Double.longBitsToDouble((long) LONGS.get(bytes, offset + 8 * i));
            case FLOAT16 -> Float.intBitsToFloat(Half.toFloatBits((short) SHORTS.get(bytes, offset + 2 * i)));
            case BFLOAT16 -> Float.intBitsToFloat((short) SHORTS.get(bytes, offset + 2 * i) << 16);
            default -> throw new AssertionError(type);
        };
    }

    /** Element i of an integer or boolean tensor. */
    public long integer(int i) {
        return switch (type) {
            case INT64 -> (long) LONGS.get(bytes, offset + 8 * i);
            case INT32 -> (int) INTS.get(bytes, offset + 4 * i);
            case BOOL -> bytes[offset + i];
            default -> throw new AssertionError(type);
        };
    }
}
