package dev.lanewise.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Changes an ONNX file in a few random places: in half of the cases bytes, which mostly breaks lengths; else fields of the
 * messages, whose lengths are then written anew, so that what lies behind the wire is reached.
 */
final class OnnxMutation {
    private static final long[] INTERESTING = {
        0, 1, 2, 3, 7, 9, 10, 11, 16, -1, -2, 64, 127, 128, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32,
        Long.MAX_VALUE, Long.MIN_VALUE
    };

    /** Parsed once: guessing what is a message throws a lot. */
    private final Map<byte[], List<Field>> parsed = new IdentityHashMap<>();

    /** A field: a message where its bytes can be taken for one, else a number or bytes. */
    private static final class Field {
        private final int number;
        private final int type;
        private long value;
        private byte[] bytes;
        private List<Field> fields;

        private Field(int number, int type) {
            this.number = number;
            this.type = type;
        }

        private Field copy() {
            Field copy = new Field(number, type);
            copy.value = value;
            copy.bytes = bytes;
            copy.fields = fields == null ? null : copies(fields);
            return copy;
        }
    }

    private static List<Field> copies(List<Field> fields) {
        return new ArrayList<>(fields.stream().map(Field::copy).toList());
    }

    byte[] mutate(byte[] original, SplittableRandom random) {
        return random.nextInt(5) < 2 ? mutateBytes(original, random) : mutateFields(original, random);
    }

    private static byte[] mutateBytes(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        for (int change = random.nextInt(1, 4); change > 0 && bytes.length > 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> bytes = SafetensorsMutation.spliced(bytes, at, 1, new byte[0]);
                default -> bytes = SafetensorsMutation.spliced(bytes, at, 0, new byte[] {(byte) random.nextInt()});
            }
        }
        return bytes;
    }

    private byte[] mutateFields(byte[] original, SplittableRandom random) {
        try {
            if (!parsed.containsKey(original)) {
                parsed.put(original, parse(original));
            }
            List<Field> model = copies(parsed.get(original));
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                List<List<Field>> messages = new ArrayList<>();
                collect(model, messages);
                mutate(messages, random);
            }
            return write(model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(List<Field> message, List<List<Field>> to) {
        if (!message.isEmpty()) {
            to.add(message);
        }
        for (Field field : message) {
            if (field.fields != null) {
                collect(field.fields, to);
            }
        }
    }

    private static void mutate(List<List<Field>> messages, SplittableRandom random) {
        List<Field> message = messages.get(random.nextInt(messages.size()));
        List<Field> other = messages.get(random.nextInt(messages.size()));
        int at = random.nextInt(message.size());
        Field field = message.get(at);
        Field donor = other.get(random.nextInt(other.size()));
        switch (random.nextInt(8)) {
            case 0 -> message.remove(at);
            case 1 -> message.add(random.nextInt(message.size() + 1), field); // twice
            case 2 -> message.add(message.remove(random.nextInt(message.size()))); // last
            case 3 -> {
                if (other != message && !contains(donor, message)) {
                    message.add(at, donor);
                }
            }
            default -> changeValue(field, donor, random);
        }
    }

    private static boolean contains(Field field, List<Field> message) {
        return field.fields != null
                && (field.fields == message || field.fields.stream().anyMatch(inner -> contains(inner, message)));
    }

    private static void changeValue(Field field, Field donor, SplittableRandom random) {
        if (field.type != 2) {
            field.value = random.nextBoolean() ? INTERESTING[random.nextInt(INTERESTING.length)] : field.value + random.nextInt(-2, 3);
        } else if (donor.bytes != null && random.nextBoolean()) {
            field.bytes = donor.bytes; // another name, often
            field.fields = null;
        } else if (field.bytes != null && field.bytes.length > 0) {
            int place = random.nextInt(field.bytes.length);
            field.bytes = random.nextBoolean()
                    ? SafetensorsMutation.spliced(field.bytes, place, 1, new byte[0])
                    : SafetensorsMutation.spliced(field.bytes, place, 1, new byte[] {(byte) random.nextInt()});
        }
    }

    private static List<Field> parse(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        List<Field> fields = new ArrayList<>();
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            Field field = new Field(tag >>> 3, tag & 7);
            switch (field.type) {
                case 0 -> field.value = in.readInt64();
                case 1 -> field.value = in.readFixed64();
                case 5 -> field.value = in.readFixed32();
                case 2 -> {
                    field.bytes = in.readByteArray();
                    field.fields = asMessage(field.bytes);
                }
                default -> throw new IOException("wire type " + field.type);
            }
            fields.add(field);
        }
        return fields;
    }

    private static List<Field> asMessage(byte[] bytes) {
        try {
            List<Field> fields = bytes.length < 2 ? null : parse(bytes);
            return fields == null || fields.stream().anyMatch(field -> field.number > 26) ? null : fields;
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] write(List<Field> message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, 512);
        for (Field field : message) {
            switch (field.type) {
                case 0 -> out.writeInt64(field.number, field.value);
                case 1 -> out.writeFixed64(field.number, field.value);
                case 5 -> out.writeFixed32(field.number, (int) field.value);
                default -> out.writeByteArray(field.number, field.fields == null ? field.bytes : write(field.fields));
            }
        }
        out.flush();
        return bytes.toByteArray();
    }
}
