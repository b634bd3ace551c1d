package dev.lanewise.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** The results as one JSON document: the conditions, then under {@code jmh} what {@code -rf json} of JMH writes. */
final class Results {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String JMH = "jmh";

    private Results() {}

    static void write(Path file, Conditions conditions, List<RunResult> results) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(Files.newBufferedWriter(file))) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, Map<String, String>> section : conditions.sections().entrySet()) {
                json.writeObjectFieldStart(section.getKey());
                for (Map.Entry<String, String> fact : section.getValue().entrySet()) {
                    json.writeStringField(fact.getKey(), fact.getValue());
                }
                json.writeEndObject();
            }
            json.writeFieldName(JMH);
            json.writeRawValue(byJmh(results));
            json.writeEndObject();
        }
    }

    private static String byJmh(List<RunResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        return bytes.toString(UTF_8).strip();
    }

    /**
     * Reads the file back.
     *
     * @throws IOException if it is not JSON, or JMH's part does not hold so many results
     */
    static void check(Path file, int expected) throws IOException {
        int found = 0;
        try (JsonParser json = JSON.createParser(file.toFile())) {
            while (json.nextToken() != null) {
                boolean isResult = json.currentToken() == JsonToken.START_OBJECT
                        && json.getParsingContext().getParent().inArray()
                        && JMH.equals(json.getParsingContext().getParent().getParent().getCurrentName());
                found += isResult ? 1 : 0;
            }
        }
        if (found != expected) {
            throw new IOException(file + " holds " + found + " results, not " + expected);
        }
    }
}
