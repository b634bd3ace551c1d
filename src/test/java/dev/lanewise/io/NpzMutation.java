package dev.lanewise.io;

import java.util.SplittableRandom;

/**
 * Changes NumPy archives in a few random places: an archive as it is, whose checksums then betray most changes, or the
 * arrays and the tables of one that is put together anew, whose checksums are right.
 */
final class NpzMutation {
    private static final String INTERESTING = "0123456789(){}[],:'\\ -.<>|fFTPK";
    private static final String[] TYPES = {"<f2", "<f4", "<f8"};

    private NpzMutation() {}

    static byte[] mutate(byte[] original, SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return changed(original, random, 1 + random.nextInt(3));
        }
        NpzBuilder archive = chain(random);
        int change = random.nextInt(4);
        if (change < 2) {
            int i = random.nextInt(archive.members.size());
            archive.replace(i, changed(archive.member(i).file, random, 1 + random.nextInt(2)));
        } else if (change == 2) {
            tell(archive.member(random.nextInt(archive.members.size())), random);
        }
        for (NpzBuilder.Member member : archive.members) {
            if (random.nextInt(4) == 0) {
                member.followed(random.nextBoolean(), random.nextBoolean());
            }
        }
        byte[] bytes = archive.toBytes();
        return random.nextInt(8) == 0 ? changed(bytes, random, 1) : bytes;
    }

    /** One to three layers of a few units, in all types, orders and packings. */
    private static NpzBuilder chain(SplittableRandom random) {
        NpzBuilder archive = new NpzBuilder();
        int inputs = 1 + random.nextInt(5);
        int layers = random.nextInt(8) < 6 ? 2 : 1 + 2 * random.nextInt(2);
        for (int l = 0; l < layers; l++) {
            int units = 1 + random.nextInt(5);
            array(archive, l + ".weight", units + ", " + inputs, units * inputs, random);
            if (random.nextBoolean()) {
                array(archive, l + ".bias", units + ",", units, random);
            }
            inputs = units;
        }
        return archive;
    }

    private static void array(NpzBuilder archive, String name, String shape, int count, SplittableRandom random) {
        int type = random.nextInt(3);
        byte[] numbers = new byte[count * (2 << type)];
        random.nextBytes(numbers);
        archive.array(name, NpzBuilder.npy(TYPES[type], random.nextBoolean(), shape, numbers), random.nextBoolean());
    }

    /** Something that a table says, in both places or in one. */
    private static void tell(NpzBuilder.Member member, SplittableRandom random) {
        int value = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(300);
        switch (random.nextInt(8)) {
            case 0 -> member.size = value;
            case 1 -> {
                member.size = value;
                member.localSize = value;
            }
            case 2 -> {
                member.packedSize = value;
                member.localPackedSize = value;
            }
            case 3 -> member.offset = value;
            case 4 -> member.method = member.method == 0 ? 8 : 0;
            case 5 -> {
                member.flags = 1 << random.nextInt(16);
                member.localFlags = member.flags;
            }
            case 6 -> {
                String text = member.name + INTERESTING.charAt(random.nextInt(INTERESTING.length()));
                member.name = text;
                member.localName = text;
            }
            default -> member.localExtra = changed(new byte[] {1, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, random, 2);
        }
    }

    private static byte[] changed(byte[] original, SplittableRandom random, int changes) {
        byte[] bytes = original.clone();
        for (int change = 0; change < changes && bytes.length > 0; change++) {
            int at = random.nextInt(bytes.length);
            byte interesting = (byte) INTERESTING.charAt(random.nextInt(INTERESTING.length()));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = interesting;
                case 3 -> bytes = SafetensorsMutation.spliced(bytes, at, 1, new byte[0]);
                case 4 -> bytes = SafetensorsMutation.spliced(bytes, at, 0, new byte[] {interesting});
                default -> bytes[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
            }
        }
        return bytes;
    }
}
