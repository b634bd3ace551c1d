package dev.lanewise.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.lanewise.internal.format.Quote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The JSON of a safetensors header, both ways. The only class that needs Jackson, so that without it nothing else fails.
 *
 * <p>Parses chars, not bytes: from bytes Jackson would guess UTF-16 or UTF-32 from zeros among them, and see another
 * document than other readers do. Its defaults already refuse comments, single quotes, trailing commas, leading zeros and
 * NaN. Names are not shared between calls, so that no file can fill a table that outlives it.
 */
final class HeaderJson {
    /** No legal number is longer; above 2^53 JSON readers begin to differ. */
    private static final long MAX_NUMBER = 1L << 53;

    private static final int MAX_NUMBER_LENGTH = 16;

    /** A layer has two axes; a tensor with a few more is refused by their number, one with more already here. */
    private static final int MAX_RANK = 8;

    /** In chars. */
    private static final int LONGEST_NAME = 256;

    /** Chars of all names together, for each entry that there may be: parts of a name are held up to nine times, in two bytes. */
    private static final int NAME_PER_ENTRY = 64;

    private static final String METADATA = "__metadata__";
    private static final String ACTIVATIONS = "activations";

    private static JsonFactory factory(int longestString) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(SafetensorsHeader.MAX_BYTES)
                        .maxStringLength(longestString) // of those that are taken; put together, one takes five bytes a char
                        .maxNameLength(1 << 16)
                        .maxNestingDepth(4) // header, entry, array: nothing legal is deeper than 3
                        .maxNumberLength(64) // shorter ones are refused here, with their tensor's name
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private final String file;
    private final JsonParser parser;
    private final long size;
    private final boolean takesActivations;
    private final long mostEntries;
    private final long mostNameChars;
    private long entries;
    private long nameChars;

    private HeaderJson(String file, JsonParser parser, long size, boolean takesActivations) {
        this.file = file;
        this.parser = parser;
        this.size = size;
        this.takesActivations = takesActivations;
        this.mostEntries = SafetensorsHeader.mostEntries(size);
        this.mostNameChars = NAME_PER_ENTRY * mostEntries;
    }

    /**
     * Parses a header.
     *
     * @param file for messages
     * @param text the header
     * @param size what counts as the size of the file for the limits
     * @param takesActivations whether to give the activations of the metadata
     * @return tensors in the order of the header, each in agreement with itself, and the activations
     */
    static SafetensorsHeader parse(String file, HeaderText text, long size, boolean takesActivations)
            throws IOException {
        try (JsonParser parser = factory(SafetensorsHeader.mostChars(size)).createParser(text)) {
            return new HeaderJson(file, parser, size, takesActivations).header();
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw new ModelFormatException(file, "byte " + text.byteOf(location == null ? 0 : location.getCharOffset()),
                    "the header is not strict JSON: " + Quote.ascii(e.getOriginalMessage())
                            + "; write the file again with a program that keeps to the format");
        }
    }

    private SafetensorsHeader header() throws IOException {
        List<TensorEntry> tensors = new ArrayList<>();
        String activations = null;
        parser.nextToken(); // {, as the caller saw
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = name("header");
            if (name.equals(METADATA)) {
                activations = metadata();
            } else {
                countEntry("header");
                tensors.add(tensor(name));
            }
        }
        if (parser.nextToken() != null) {
            throw new ModelFormatException(file, "header",
                    "there is something after the closing }; only white space may fill up the header");
        }
        return new SafetensorsHeader(tensors, activations, size);
    }

    /** Strings by name; all but one are of no concern here. */
    private String metadata() throws IOException {
        String where = "header, " + METADATA;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new ModelFormatException(file, where, "must be an object of strings");
        }
        String activations = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = name(where);
            countEntry(where);
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new ModelFormatException(file, where, "the value of " + Quote.ascii(key)
                        + " must be a string; the format has no other metadata");
            }
            if (key.equals(ACTIVATIONS) && takesActivations) {
                activations = activations();
            }
        }
        return activations;
    }

    private String activations() throws IOException {
        try {
            return parser.getText();
        } catch (StreamConstraintsException e) {
            throw new ModelFormatException(file, ActivationList.WHERE, "has more than " + SafetensorsHeader.mostChars(size)
                    + " characters, " + SafetensorsHeader.MANY_CHARS + "; give the activations as arguments");
        }
    }

    /** Names are kept until the end, to see that none stands twice. */
    private void countEntry(String where) {
        if (++entries > mostEntries) {
            throw new ModelFormatException(file, where, "the header holds more than " + mostEntries + " tensors and metadata, "
                    + SafetensorsHeader.MANY_ENTRIES);
        }
    }

    /** The name that the parser is at. */
    private String name(String where) throws IOException {
        String name = parser.currentName();
        if (name.length() > LONGEST_NAME) {
            throw new ModelFormatException(file, where, "the name " + Quote.ascii(name) + " has " + name.length()
                    + " characters; at most " + LONGEST_NAME + " are read. Save the file again under shorter names");
        }
        nameChars += name.length();
        if (nameChars > mostNameChars) {
            throw new ModelFormatException(file, where, "its names have more than " + mostNameChars + " characters in all, "
                    + NAME_PER_ENTRY + " for each tensor and pair of metadata that it may hold; save the file again under shorter"
                    + " names");
        }
        return name;
    }

    private TensorEntry tensor(String name) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refusal(name, "must be an object with dtype, shape and data_offsets");
        }
        Dtype dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            switch (field) {
                case "dtype" -> dtype = dtype(name);
                case "shape" -> shape = numbers(name, field, MAX_RANK);
                case "data_offsets" -> offsets = numbers(name, field, 2);
                default -> throw refusal(name, "unknown field " + Quote.ascii(field)
                        + "; only dtype, shape and data_offsets are part of the format");
            }
        }
        if (dtype == null || shape == null || offsets == null) {
            throw refusal(name, "lacks " + (dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets")
                    + "; a tensor needs dtype, shape and data_offsets");
        }
        if (offsets.length != 2) {
            throw refusal(name, "data_offsets must be two numbers, begin and end");
        }
        return TensorEntry.checked(file, name, dtype, shape, offsets[0], offsets[1]);
    }

    private Dtype dtype(String name) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw refusal(name, "dtype must be a string such as \"F32\"");
        }
        Dtype dtype = Dtype.named(parser.getText());
        if (dtype == null) {
            throw refusal(name, "unknown dtype " + Quote.ascii(parser.getText())
                    + "; store the weights as F32");
        }
        return dtype;
    }

    private long[] numbers(String name, String field, int most) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw refusal(name, field + " must be an array of integers");
        }
        long[] numbers = new long[2]; // as many as there are, as a rule
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == most) {
                throw refusal(name, field + " has more than " + most + " numbers");
            }
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = number(name, field);
        }
        return count == numbers.length ? numbers : Arrays.copyOf(numbers, count);
    }

    private long number(String name, String field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getTextCharacters()[parser.getTextOffset()] == '-') {
            throw refusal(name, Quote.ascii(parser.getText()) + " in " + field + " must be a plain"
                    + " integer, 0 or more, without sign, point or exponent");
        }
        if (parser.getTextLength() > MAX_NUMBER_LENGTH || parser.getLongValue() > MAX_NUMBER) {
            throw refusal(name, Quote.ascii(parser.getText()) + " in " + field + " is above 2^53");
        }
        return parser.getLongValue();
    }

    private ModelFormatException refusal(String name, String why) {
        return new ModelFormatException(file, TensorEntry.where(name), why);
    }

    /** Compact JSON, metadata first, fields in the order in which the reference implementation writes them. */
    static byte[] write(List<TensorEntry> tensors, String activations) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            json.writeStringField(ACTIVATIONS, activations);
            json.writeEndObject();
            for (TensorEntry tensor : tensors) {
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.dtype().name());
                json.writeFieldName("shape");
                json.writeArray(tensor.shape(), 0, tensor.shape().length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {tensor.begin(), tensor.end()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
