package dev.navarch.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Trees from and to JSON, with the settings that the whole project shares. */
public final class Json {

    /** Levels of nesting that are read; Go's limit too. */
    public static final int MAX_DEPTH = 10_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(1000)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH + 10)
                            .build())
                    .build())
            .nodeFactory(GoNodes.INSTANCE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader NESTED = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** Makes nodes whose numbers compare as they do after a round trip; use it instead of Jackson's. */
    public static JsonNodeFactory nodes() {
        return GoNodes.INSTANCE;
    }

    public static ObjectNode object() {
        return GoNodes.INSTANCE.objectNode();
    }

    public static ArrayNode array() {
        return GoNodes.INSTANCE.arrayNode();
    }

    /** The shared mapper, for code that needs Jackson itself. Not to be reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Reads one value; the last of duplicate fields wins.
     *
     * @throws JsonSyntaxException with Go's text
     */
    public static JsonNode parse(byte[] json) {
        try {
            return read(json);
        } catch (IOException e) {
            byte[] repaired = repaired(json);
            if (!Arrays.equals(repaired, json)) {
                return parse(repaired);
            }
            throw JsonSyntaxException.explain(json, e);
        }
    }

    public static JsonNode parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads JSON that this program wrote or ships; anything else about it is a bug. */
    public static JsonNode parseTrusted(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }

    /** The same text with U+FFFD for what is not UTF-8, as Go reads it. */
    public static byte[] repaired(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** Jackson skips a byte order mark; to Go it is no beginning of a value. */
    private static void refuseByteOrderMark(byte[] json) {
        if (json.length > 2 && json[0] == (byte) 0xef && json[1] == (byte) 0xbb && json[2] == (byte) 0xbf) {
            throw JsonSyntaxException.explain(json, null);
        }
    }

    private static JsonNode read(byte[] json) throws IOException {
        refuseByteOrderMark(json);
        JsonNode node = MAPPER.readTree(json);
        if (node.isMissingNode()) {
            throw new JsonSyntaxException("unexpected end of JSON input");
        }
        return node;
    }

    /** The syntax error of a text that a streaming parser refused. */
    public static JsonSyntaxException explain(byte[] json, @Nullable IOException cause) {
        return JsonSyntaxException.explain(json, cause);
    }

    /** Reads the value on which the parser stands, leaving the parser at its end. */
    public static JsonNode readNested(JsonParser parser) throws IOException {
        return NESTED.readTree(parser);
    }

    /** A streaming parser with the shared limits. */
    public static JsonParser parser(byte[] json) throws IOException {
        refuseByteOrderMark(json);
        return MAPPER.createParser(json);
    }

    /** Compact UTF-8 JSON as Go writes it, without a newline. */
    public static byte[] bytes(JsonNode node) {
        var writer = new JsonWriter(512);
        writer.write(node);
        return writer.toByteArray();
    }

    public static String string(JsonNode node) {
        return new String(bytes(node), StandardCharsets.UTF_8);
    }
}
