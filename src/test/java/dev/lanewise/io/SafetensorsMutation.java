package dev.lanewise.io;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes a safetensors file in a few random places, half of them in the header, where they matter most. */
final class SafetensorsMutation {
    private static final String INTERESTING = "0123456789{}[],:\"\\ -.eF";

    private SafetensorsMutation() {}

    static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        for (int change = random.nextInt(1, 4); change > 0 && bytes.length > 0; change--) {
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(330, bytes.length));
            byte interesting = (byte) INTERESTING.charAt(random.nextInt(INTERESTING.length()));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = interesting;
                case 3 -> bytes = spliced(bytes, at, 1, new byte[0]);
                case 4 -> bytes = spliced(bytes, at, 0, new byte[] {interesting});
                default -> bytes = spliced(bytes, at, 0,
                        Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(40))));
            }
        }
        if (random.nextBoolean() && bytes.length != original.length && bytes.length > 1) {
            // else the length in front would hide what lies behind it
            int header = (original[0] & 0xff | (original[1] & 0xff) << 8) + bytes.length - original.length;
            bytes[0] = (byte) header;
            bytes[1] = (byte) (header >> 8);
        }
        return bytes;
    }

    /** With so many bytes from a place on replaced by others. */
    static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - removed + added.length);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
        return result;
    }
}
